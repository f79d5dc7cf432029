using System.Text;
using QImpact.Onnx.Circuits;
using QImpact.Quantum.Emit;

namespace QImpact.Exchange;

/// <summary>A language or format in which <c>emit</c> writes a circuit's function.</summary>
/// <param name="Name">The value of <c>--as</c>.</param>
/// <param name="Extension">Of its files, with the dot.</param>
/// <param name="Summary">What is written, for the help.</param>
/// <param name="Write">Writes it.</param>
/// <remarks>Errors of writers are <see cref="NotSupportedException"/> and <see cref="ArgumentException"/>, whose first line stands by itself.</remarks>
public sealed record EmitTarget(string Name, string Extension, string Summary, Func<EmitRequest, byte[]> Write)
{
    /// <summary>Every target, in the order of the help.</summary>
    public static IReadOnlyList<EmitTarget> All { get; } =
    [
        Text("pytorch", ".py", "a PyTorch module, in the place of PennyLane's TorchLayer", PyTorchCode.Write),
        Text("numpy", ".py", "a function of NumPy arrays", NumPyCode.Write),
        Text("jax", ".py", "a function of JAX arrays, for jit, grad and vmap", JaxCode.Write),
        Text("csharp", ".cs", "a C# file with the function and its gradient in float64, for .NET", CSharpCode.Write),
        new("onnx", ".onnx", "an ONNX file of the layer alone, [batch, inputs] to [batch, outputs]", Onnx)
        {
            IsText = false,
            DefinesName = false,
            CanTrain = true,
        },
        new("qasm", ".qasm", "a program in OpenQASM 3 for devices", Qasm) { DefinesName = false, HasForms = false },
    ];

    /// <summary>Whether it is text, which may go to standard output.</summary>
    public bool IsText { get; init; } = true;

    /// <summary>Whether it defines something that <c>--name</c> names.</summary>
    public bool DefinesName { get; init; } = true;

    /// <summary>Whether it computes the outputs in a form, which <c>--form</c> chooses.</summary>
    public bool HasForms { get; init; } = true;

    /// <summary>Whether <c>--trainable</c> means something: weights as an input of the function.</summary>
    public bool CanTrain { get; init; }

    private static EmitTarget Text(string name, string extension, string summary, Func<EmitSource, string> write) =>
        new(name, extension, summary, request => Encoding.UTF8.GetBytes(write(request.Compile())));

    private static byte[] Onnx(EmitRequest request) => LayerModel.Write(request.Compile(), request.Trainable);

    private static byte[] Qasm(EmitRequest request) =>
        Encoding.UTF8.GetBytes($"// {request.Origin}\n{request.Circuit.ToOpenQasm(weights: request.Weights)}");
}
