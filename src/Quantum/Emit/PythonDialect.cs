namespace QImpact.Quantum.Emit;

/// <summary>Where PyTorch, NumPy and JAX say the same thing in different words.</summary>
/// <param name="Module">What the module is called: <c>np</c>.</param>
/// <param name="Concatenate">Its function that joins arrays.</param>
internal sealed record PythonDialect(string Module, string Concatenate)
{
    public static readonly PythonDialect PyTorch = new("torch", "cat");
    public static readonly PythonDialect NumPy = new("np", "concatenate");
    public static readonly PythonDialect Jax = new("jnp", "concatenate");

    private bool IsTorch => Module == "torch";

    /// <summary>A table of constants in the function's body.</summary>
    public string Table(string name) => IsTorch ? $"self.{name}" : name.ToUpperInvariant();

    /// <summary>A table that falls into parts of the given lengths.</summary>
    public string Parts(string name, string lengths) =>
        IsTorch ? $"self.{name}.split({lengths})" : $"np.split({Table(name)}, np.cumsum({lengths})[:-1])";

    /// <summary>The two halves of an array along its first axis.</summary>
    public string Halves(string array) => IsTorch ? $"{array}.chunk(2)" : $"{Module}.split({array}, 2)";

    /// <summary>An array whose first and last axes change places. PyTorch's newer exporters to ONNX know no moveaxis of a negative axis.</summary>
    public string ExchangeFirstAndLast(string array) =>
        IsTorch ? $"{array}.transpose(0, -1)" : $"{Module}.swapaxes({array}, 0, -1)";

    /// <summary>Arrays behind each other, along the first axis or the given one.</summary>
    public string Join(string arrays, string axis = "") => $"{Module}.{Concatenate}([{arrays}]{axis})";

    /// <summary>The identity matrix in the type of an array.</summary>
    public string Identity(int size, string like) =>
        IsTorch
            ? $"torch.eye({size}, dtype={like}.dtype, device={like}.device)"
            : $"{Module}.eye({size}, dtype={like}.dtype)";

    /// <summary>values [..., n] times the transpose of a matrix [m, n] plus an offset [m], which may be empty: [..., m]. PyTorch has one operation for it.</summary>
    public string Linear(string values, string matrix, string offset) =>
        (IsTorch, offset.Length > 0) switch
        {
            (true, true) => $"torch.nn.functional.linear({values}, {matrix}, {offset})",
            (true, false) => $"torch.nn.functional.linear({values}, {matrix})",
            (false, true) => $"{values} @ {matrix}.T + ({offset})",
            _ => $"{values} @ {matrix}.T",
        };
}
