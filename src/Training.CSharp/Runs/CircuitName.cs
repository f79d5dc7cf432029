using System.Security.Cryptography;
using System.Text;
using QImpact.Quantum.Circuits;
using QImpact.Training.Models;

namespace QImpact.Training.Runs;

/// <summary>What the name of a run gets where its circuit is not the paper's, so that runs with different circuits have different names.</summary>
public static class CircuitName
{
    /// <summary>The part of a network; empty without a circuit.</summary>
    public static string Of(Network network) => network is Network.Hybrid hybrid ? Of(hybrid.Circuit.Circuit) : "";

    /// <summary><c>-c</c> and the first eight hexadecimal digits of the SHA-256 of the circuit's text; empty for the paper's.</summary>
    public static string Of(Circuit circuit) =>
        circuit == KnownCircuits.Paper
            ? ""
            : $"-c{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(circuit.ToString())))[..8]}";
}
