namespace QImpact.Data.Runs;

/// <summary>
/// What follows a network's pooled features. All but <see cref="Linear"/> begin with a linear layer from the features to a few numbers and end with
/// one to the classes; they differ in what stands between.
/// </summary>
public abstract record Head
{
    /// <summary>The numbers between a classical head's two linear layers: as many as the paper's circuit has inputs and outputs.</summary>
    public const int Width = 4;

    private Head() { }

    /// <summary>Whether it is made from a circuit, which then is on record.</summary>
    public virtual bool HasCircuit => false;

    /// <summary>Whether a quantum layer is in it.</summary>
    public virtual bool IsHybrid => false;

    /// <summary>The circuit on record where it is made from the paper's; null where there is none.</summary>
    public virtual string? PaperCircuit => HasCircuit ? RunFamily.PaperCircuit : null;

    /// <summary>What a comparison with it shows.</summary>
    public abstract string Controls { get; }

    /// <summary>A linear layer to the classes.</summary>
    public sealed record Linear : Head
    {
        /// <inheritdoc/>
        public override string Controls => "the network as it is: what any other head is measured against";
    }

    /// <summary>Nothing between the two linear layers.</summary>
    public sealed record Bottleneck : Head
    {
        /// <inheritdoc/>
        public override string Controls => "the bottleneck: what it does that only a few numbers reach the classes";
    }

    /// <summary>tanh(a x + b) of each number by itself; a and b are trained, 1 and 0 at first.</summary>
    public sealed record Tanh : Head
    {
        /// <inheritdoc/>
        public override string Controls =>
            "a bounded nonlinearity: what a classical function with as many parameters as the paper's circuit does in its place";
    }

    /// <summary>A linear layer from the numbers to as many, then tanh.</summary>
    public sealed record Dense : Head
    {
        /// <inheritdoc/>
        public override string Controls =>
            "a classical layer that mixes the numbers: what a person would take instead of a circuit";
    }

    /// <summary>The quantum layer.</summary>
    public sealed record Quantum : Head
    {
        /// <inheritdoc/>
        public override bool HasCircuit => true;

        /// <inheritdoc/>
        public override bool IsHybrid => true;

        /// <inheritdoc/>
        public override string Controls => "nothing, it is what is asked about";
    }

    /// <summary>The quantum layer of the circuit without its operations on several wires; that circuit is on record.</summary>
    public sealed record Separable : Head
    {
        /// <inheritdoc/>
        public override bool HasCircuit => true;

        /// <inheritdoc/>
        public override bool IsHybrid => true;

        /// <inheritdoc/>
        public override string PaperCircuit => RunFamily.PaperCircuitWithoutEntanglement;

        /// <inheritdoc/>
        public override string Controls => "entanglement: what is left of the circuit when its qubits never meet";
    }

    /// <summary>The quantum layer with the weights that it was given at first: they are not trained.</summary>
    public sealed record Frozen : Head
    {
        /// <inheritdoc/>
        public override bool HasCircuit => true;

        /// <inheritdoc/>
        public override bool IsHybrid => true;

        /// <inheritdoc/>
        public override string Controls => "the training of the circuit: what a random one does";
    }

    /// <summary>
    /// The circuit's trigonometric polynomials with free coefficients in the place of those that weights give; at first they are those of
    /// weights drawn like a quantum layer's.
    /// </summary>
    public sealed record Trigonometric : Head
    {
        /// <inheritdoc/>
        public override bool HasCircuit => true;

        /// <inheritdoc/>
        public override string Controls =>
            "the form of the function: what the circuit's terms do without the circuit's ties between their coefficients";
    }
}
