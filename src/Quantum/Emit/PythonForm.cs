using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Emit;

/// <summary>Which form is written for Python.</summary>
internal static class PythonForm
{
    // At batch 32, so many terms as products are three times as fast in PyTorch as a state that goes through every rotation.
    private const int MostTerms = 1024;
    private const int MostNodes = 1 << 14;

    /// <summary>
    /// The compiled form where it was insisted on. The compiler's own choice counts multiplications; a tensor operation costs as much as thousands of them, so that
    /// here the sparse form, which has few operations, wins as long as its terms are few enough to be written out.
    /// </summary>
    public static CompiledCircuit Of(CompiledCircuit compiled)
    {
        if (compiled.Choice is null || compiled.Form == CircuitForm.Sparse)
            return compiled;
        try
        {
            SparseForm sparse = SparseForm.Compile(compiled.Circuit, MostNodes);
            return ExpandedTerm.CountOf(sparse.Graph) <= MostTerms ? sparse : compiled;
        }
        catch (Exception refusal) when (refusal is SparseFormTooLargeException or NotSupportedException)
        {
            return compiled;
        }
    }
}
