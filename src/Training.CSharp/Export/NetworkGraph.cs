using QImpact.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>The graph of a network: a builder that knows how TorchSharp's modules and tensors get into it.</summary>
public sealed class NetworkGraph(GraphContract contract)
    : GraphBuilder(contract.Name, contract.Batch, contract.Precision)
{
    private readonly List<string> _layers = [];

    /// <summary>What is asked of the file.</summary>
    public GraphContract Contract { get; } = contract;

    /// <summary>The layers so far.</summary>
    internal IReadOnlyList<string> Layers => _layers;

    /// <summary>Adds the nodes of a layer.</summary>
    /// <param name="name">The layer's name, a path of its parents' names and its own.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What flows into it.</param>
    /// <returns>What flows out of it.</returns>
    /// <exception cref="NotSupportedException">The layer has no lowering; the message names it.</exception>
    public GraphValue Lower(string name, nn.Module layer, GraphValue input)
    {
        GraphValue value = Contract.Lowerings.Lower(this, name, layer, input);
        if (name.Length > 0)
            _layers.Add(name);
        foreach ((string inner, string output) in Contract.InnerOutputs)
            if (inner == name)
                value = Output(value, output);
        return value;
    }

    /// <summary>Adds the values of a tensor as a constant of its shape.</summary>
    public string Constant(string name, Tensor tensor) =>
        Constant(name, Values(tensor), Array.ConvertAll(tensor.shape, length => (int)length));

    /// <summary>The name of a layer in another one, which has no name where it is the whole network.</summary>
    public static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}/{child}";

    /// <summary>The values of a tensor in float64, row by row.</summary>
    public static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
