using System.Diagnostics;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Description;
using QImpact.Quantum.Noise;

namespace QImpact.Training.Models;

/// <summary>A network to build: an architecture, and the circuit that its head is made from.</summary>
public abstract record Network
{
    private Network(Architecture architecture) => Architecture = architecture;

    /// <summary>Which one.</summary>
    public Architecture Architecture { get; }

    /// <summary>The circuit that the head is made from, compiled, with the noise that it is trained with; null where it is made from none.</summary>
    public virtual CompiledCircuit? Compiled => null;

    /// <summary>The circuit without noise, as files write it.</summary>
    public virtual string? CircuitText => Compiled?.Circuit.ToString();

    /// <summary>The noise that the quantum layer is trained with; null for none.</summary>
    public NoiseModel? Noise { get; private init; }

    /// <summary>The same as files write it.</summary>
    public JsonElement? NoiseRecord => Noise is null ? null : NoiseFile.Write(Noise);

    /// <summary>The network of an architecture.</summary>
    /// <param name="architecture">Which one.</param>
    /// <param name="circuit">Compiles the circuit; asked only where the head is made from one.</param>
    /// <exception cref="BadInputException">The head can't be made from this circuit.</exception>
    public static Network Of(Architecture architecture, Func<CompiledCircuit> circuit) =>
        architecture.Head switch
        {
            Head.Linear or Head.Bottleneck or Head.Tanh or Head.Dense => new Classical(architecture),
            Head.Quantum or Head.Frozen => new Hybrid(architecture, circuit()),
            Head.Separable => new Hybrid(architecture, WithoutEntanglement(architecture, circuit())),
            Head.Trigonometric => new Polynomial(architecture, Sparse(architecture, circuit())),
            _ => throw new UnreachableException($"{architecture.Head} has no network"),
        };

    /// <summary>The network that a run has on record.</summary>
    /// <param name="config">The record.</param>
    /// <param name="file">Where it stands, for errors.</param>
    /// <exception cref="BadInputException">This program would build another one.</exception>
    public static Network Read(RunConfig config, string file)
    {
        Architecture architecture = Architecture.Parse(config.Architecture);
        Circuit circuit = config.Circuit is { } text ? RecordedCircuit.Parse(text, file) : KnownCircuits.Paper;
        Network network = Of(architecture, () => circuit.Compile());
        return network.CircuitText == config.Circuit
            ? network.WithNoise(config.Noise is { } noise ? NoiseFile.Of($"{file}, noise", noise) : null)
            : throw new BadInputException(
                $"{file} has the circuit {config.Circuit ?? "none"}; this program builds {network.CircuitText ?? "none"}"
            );
    }

    /// <summary>The network whose quantum layer is trained with noise; for none the network itself.</summary>
    /// <param name="noise">The noise.</param>
    /// <exception cref="BadInputException">It has no quantum layer, or nothing for the noise to act on, or with the noise no input matters or no form can compute it.</exception>
    public Network WithNoise(NoiseModel? noise)
    {
        if (noise is null or { IsNone: true })
            return this;
        if (this is not Hybrid hybrid)
            throw new BadInputException(
                $"{NoiseOption.Name} with --architecture={Architecture.Name}, which has no quantum layer for noise to act on"
            );
        return hybrid with { Circuit = CompiledWith(noise, hybrid.Circuit.Circuit), Noise = noise };
    }

    private static CompiledCircuit CompiledWith(NoiseModel noise, Circuit circuit)
    {
        try
        {
            CompiledCircuit noisy = RecordedCircuit.WithNoise(circuit, noise).Compile();
            return noisy.DependsOnInputs()
                ? noisy
                : throw new BadInputException(
                    $"{NoiseOption.Name}: with this noise no input changes an output of \"{circuit}\"; expected less of it"
                );
        }
        catch (Exception refused)
            when (refused is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            throw new BadInputException($"{NoiseOption.Name}: {refused.FirstLine()}", refused);
        }
    }

    private static CompiledCircuit WithoutEntanglement(Architecture architecture, CompiledCircuit compiled)
    {
        Circuit separable = compiled.Circuit.WithoutEntanglement();
        if (ReferenceEquals(separable, compiled.Circuit))
            return compiled;
        CompiledCircuit? rest = separable.InputCount > 0 ? separable.Compile() : null;
        return rest?.DependsOnInputs() == true
            ? rest
            : throw new BadInputException(
                $"{architecture.Name} leaves out the operations on several wires of \"{compiled.Circuit}\", and no input changes an output of what is left; "
                    + "expected a circuit with inputs in operations on one wire, such as AngleEmbedding(X)"
            );
    }

    private static SparseForm Sparse(Architecture architecture, CompiledCircuit compiled) =>
        compiled as SparseForm
        ?? throw new BadInputException(
            $"{architecture.Name} needs a circuit whose cheapest form is its polynomials, and that of \"{compiled.Circuit}\" is {compiled.Form}; "
                + "take fewer layers or inputs ('describe' shows the form), or another architecture"
        );

    /// <summary>A network without a circuit.</summary>
    public sealed record Classical : Network
    {
        internal Classical(Architecture architecture)
            : base(architecture) { }
    }

    /// <summary>A network with a quantum layer.</summary>
    public sealed record Hybrid : Network
    {
        internal Hybrid(Architecture architecture, CompiledCircuit circuit)
            : base(architecture) => (Circuit, CircuitText) = (circuit, circuit.Circuit.ToString());

        /// <summary>What the quantum layer computes.</summary>
        public CompiledCircuit Circuit { get; internal init; }

        /// <inheritdoc/>
        public override string CircuitText { get; }

        /// <inheritdoc/>
        public override CompiledCircuit Compiled => Circuit;
    }

    /// <summary>A network with the polynomials of a circuit, whose coefficients are free.</summary>
    public sealed record Polynomial : Network
    {
        internal Polynomial(Architecture architecture, SparseForm form)
            : base(architecture) => Form = form;

        /// <summary>The polynomials.</summary>
        public SparseForm Form { get; }

        /// <inheritdoc/>
        public override CompiledCircuit Compiled => Form;
    }
}
