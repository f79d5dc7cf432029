using System.Text;
using QImpact.Quantum.Emit;

namespace QImpact.Exchange;

/// <summary>A language or format in which <c>emit</c> writes a circuit's function.</summary>
/// <param name="Name">The value of <c>--as</c>.</param>
/// <param name="Extension">Of its files, with the dot.</param>
/// <param name="Summary">What is written, for the help.</param>
/// <param name="Write">Writes it; the second argument is <c>--trainable</c>.</param>
/// <remarks>Errors of writers are <see cref="NotSupportedException"/> and <see cref="ArgumentException"/>, whose first line stands by itself.</remarks>
public sealed record EmitTarget(string Name, string Extension, string Summary, Func<EmitSource, bool, byte[]> Write)
{
    /// <summary>Every target, in the order of the help.</summary>
    public static IReadOnlyList<EmitTarget> All { get; } =
    [
        Text("pytorch", ".py", "a PyTorch module, in the place of PennyLane's TorchLayer", PyTorchCode.Write),
        Text("numpy", ".py", "a function of NumPy arrays", NumPyCode.Write),
        Text("jax", ".py", "a function of JAX arrays, for jit, grad and vmap", JaxCode.Write),
        Text("qasm", ".qasm", "a program in OpenQASM 3 for devices", Qasm) with
        {
            DefinesName = false,
        },
    ];

    /// <summary>Whether it is text, which may go to standard output.</summary>
    public bool IsText { get; init; } = true;

    /// <summary>Whether it defines something that <c>--name</c> names.</summary>
    public bool DefinesName { get; init; } = true;

    /// <summary>Whether <c>--trainable</c> means something: weights as an input of the function.</summary>
    public bool CanTrain { get; init; }

    private static EmitTarget Text(string name, string extension, string summary, Func<EmitSource, string> write) =>
        new(name, extension, summary, (source, _) => Encoding.UTF8.GetBytes(write(source)));

    private static string Qasm(EmitSource source) =>
        string.Concat($"// {source.Origin}\n", source.Circuit.ToOpenQasm(weights: source.Weights));
}
