using System.Diagnostics;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>
/// The layers of every head, from features [batch, features] to logits [batch, classes]. They are made when they are asked for, in their order,
/// which is that in which they draw their weights.
/// </summary>
internal static class Heads
{
    private const string First = "reduce";
    private const string Last = "head";

    /// <summary>The head of a network.</summary>
    public static IEnumerable<NamedLayer> Of(Network network, int features, int classes)
    {
        if (network.Architecture.Head is Head.Linear)
        {
            yield return new NamedLayer("fc", nn.Linear(features, classes));
            yield break;
        }
        Circuit? circuit = network.Compiled?.Circuit;
        yield return new NamedLayer(First, nn.Linear(features, circuit?.InputCount ?? Head.Width));
        foreach (NamedLayer layer in Between(network))
            yield return layer;
        yield return new NamedLayer(Last, nn.Linear(circuit?.OutputCount ?? Head.Width, classes));
    }

    private static IEnumerable<NamedLayer> Between(Network network) =>
        network switch
        {
            Network.Hybrid hybrid => [new("quantum", Quantum(hybrid.Circuit, hybrid.Architecture.Head))],
            Network.Polynomial polynomial => [new("trigonometric", new TrigonometricLayer(polynomial.Form))],
            _ => network.Architecture.Head switch
            {
                Head.Bottleneck => [],
                Head.Tanh => [new("tanh", new ScaledTanh(Head.Width))],
                Head.Dense => [new("dense", nn.Linear(Head.Width, Head.Width)), new("tanh", nn.Tanh())],
                _ => throw new UnreachableException($"{network.Architecture.Head} has no layers"),
            },
        };

    private static QuantumLayer Quantum(CompiledCircuit circuit, Head head)
    {
        QuantumLayer layer = new(circuit);
        layer.Weights.requires_grad = head is not Head.Frozen;
        return layer;
    }
}
