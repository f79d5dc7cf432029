using QImpact.Onnx;
using QImpact.Training.Layers;
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

    /// <summary>Adds the nodes of a layer, whose name is a path of its parents' names and its own, and returns what flows out of it.</summary>
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
        Constant(name, tensor.ToDoubles(), Array.ConvertAll(tensor.shape, length => (int)length));

    /// <summary>Adds a vector of one value as a constant.</summary>
    public string Constant(string name, double value, int length) =>
        Constant(name, [.. Enumerable.Repeat(value, length)], length);

    /// <summary>The name of a layer in another one, which has no name where it is the whole network.</summary>
    public static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}/{child}";
}
