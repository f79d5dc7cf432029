using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Quantum.Description;
using QImpact.Training.Devices;
using QImpact.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>A layer of a head.</summary>
/// <param name="Name">Its name in weights and ONNX nodes.</param>
/// <param name="Computes">What it does, as a formula or in words.</param>
/// <param name="Inputs">Numbers that it takes for each image.</param>
/// <param name="Outputs">Numbers that it gives.</param>
/// <param name="Trained">Parameters that training moves.</param>
/// <param name="Fixed">Numbers that were drawn at first and stay.</param>
public sealed record HeadLayer(string Name, string Computes, int Inputs, int Outputs, long Trained, long Fixed);

/// <summary>What stands behind the features of an architecture.</summary>
/// <param name="Architecture">Its name.</param>
/// <param name="Title">Its title in tables and charts.</param>
/// <param name="Stages">Residual stages before the head.</param>
/// <param name="Features">Features that they give for each image.</param>
/// <param name="Classes">Classes that the head is described for.</param>
/// <param name="Controls">What a comparison with it shows.</param>
/// <param name="Layers">The head's layers, in the order in which data pass through them.</param>
/// <param name="Trained">Parameters of the head that training moves.</param>
/// <param name="Fixed">Numbers of the head that stay as they were drawn.</param>
/// <param name="Circuit">The circuit that the head is made from; null where it is made from none.</param>
public sealed record HeadDescription(
    string Architecture,
    string Title,
    int Stages,
    int Features,
    int Classes,
    string Controls,
    ImmutableArray<HeadLayer> Layers,
    long Trained,
    long Fixed,
    CircuitDescription? Circuit
)
{
    /// <summary>Describes the head of a network for two classes.</summary>
    public static HeadDescription Of(Network network)
    {
        LibTorch.Require();
        const int classes = 2;
        Architecture architecture = network.Architecture;
        int features = ResNet18.Stages[architecture.Stages - 1].Channels;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        List<HeadLayer> layers = [];
        Tensor value = zeros(1, features);
        foreach (NamedLayer layer in Heads.Of(network, features, classes))
        {
            Tensor next = layer.Layer.call(value);
            layers.Add(Describe(layer, (int)value.shape[1], (int)next.shape[1]));
            value = next;
            layer.Layer.Dispose();
        }
        return new HeadDescription(
            architecture.Name,
            architecture.Title,
            architecture.Stages,
            features,
            classes,
            architecture.Head.Controls,
            [.. layers],
            layers.Sum(layer => layer.Trained),
            layers.Sum(layer => layer.Fixed),
            network.Compiled?.Circuit.Describe()
        );
    }

    /// <summary>The description as text for a person, lines that end with a line feed.</summary>
    public override string ToString()
    {
        int name = Layers.Max(layer => layer.Name.Length);
        int computes = Layers.Max(layer => layer.Computes.Length);
        IEnumerable<string> lines =
        [
            $"{Architecture} ({Title}): {Stages} stages of ResNet18, {Features} features of an image, and a head to {Classes} classes",
            $"controls for: {Controls}",
            "",
            .. Layers.Select(layer =>
                $"  {layer.Name.PadRight(name)}  {layer.Computes.PadRight(computes)}  {layer.Inputs, 3} to {layer.Outputs, -3}  {Counted(layer.Trained, layer.Fixed)}"
            ),
            $"  {"".PadRight(name)}  {"".PadRight(computes)}              {Counted(Trained, Fixed)}",
        ];
        string head = string.Concat(lines.Select(line => line.TrimEnd() + "\n"));
        return Circuit is null ? head : $"{head}\n{Circuit}";
    }

    private static HeadLayer Describe(NamedLayer layer, int inputs, int outputs)
    {
        long parameters = layer.Layer.parameters().Sum(parameter => parameter.numel());
        long trained = layer.Layer.parameters().Where(parameter => parameter.requires_grad).Sum(p => p.numel());
        long buffers = layer.Layer.named_buffers().Sum(buffer => buffer.buffer.numel());
        return new HeadLayer(
            layer.Name,
            Computes(layer.Layer),
            inputs,
            outputs,
            trained,
            parameters - trained + buffers
        );
    }

    private static string Computes(nn.Module layer) =>
        layer switch
        {
            Linear => "W x + b",
            ScaledTanh => "tanh(a x + b)",
            Tanh => "tanh(x)",
            QuantumLayer { Weights.requires_grad: true } => "expectations of the circuit",
            QuantumLayer => "expectations of the circuit, whose weights stay",
            TrigonometricLayer => "polynomials of the circuit, free coefficients",
            _ => layer.GetName(),
        };

    private static string Counted(long trained, long @fixed) =>
        string.Create(CultureInfo.InvariantCulture, $"{trained, 5:N0} trained")
        + (@fixed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {@fixed:N0} fixed"));
}
