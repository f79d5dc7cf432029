using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>A layer and its name in weights, ONNX nodes and text.</summary>
public sealed record NamedLayer(string Name, nn.Module<Tensor, Tensor> Layer);
