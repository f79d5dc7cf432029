using System.Numerics;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// The cost rule of <see cref="Compiler"/>: multiplications (with or without an addition) on one SIMD vector of samples, for one training step,
/// which is forward, then forward again and backward, with new weights.
/// </summary>
/// <remarks>
/// The factors are counted in the code of the kernels; those of the sparse form are scaled to measured times, because its arithmetic waits for
/// memory (benchmarks, <c>--circuits</c>). They decide which form is taken, never what it computes.
/// </remarks>
internal static class CostRule
{
    // A rotation of one amplitude: 4 forward, twice; back 2 for the slope and 4 each for ket and bra.
    private const double Rotation = 18;

    // A phase of one amplitude: 4 forward, twice; back 2 for the gradient and 4 each for ket and bra.
    private const double Phase = 18;

    // A phase that is made, and its gradient led back, in float64: cosine and sine, and two transforms.
    private const double PhaseBuild = 200;

    // An entry of a block's matrix: 4 forward, twice; back 4 for the bra and 4 for the gradient.
    private const double BlockEntry = 16;

    // An entry and a step of a block whose matrix is built, and led back, in float64: half as many lanes, 4 + 14 operations.
    private const double BuildEntry = 36;

    private const double SinCos = 2 * 60;
    private const double MonomialFactor = 10;
    private const double CoefficientTerm = 6;
    private const double CoefficientEdge = 14;

    /// <summary>The vectors of float32 samples in a batch.</summary>
    public static double Vectors(int batch) => Math.Ceiling((double)batch / Vector<float>.Count);

    /// <summary>Whether so many steps on so many bits cost less as one matrix.</summary>
    public static bool BlockPays(int steps, int bits, int batch) =>
        Block(steps, bits, batch) < Steps(steps, bits, batch);

    /// <summary>The cost of a sparse form.</summary>
    public static double Of(SparseForm form, int batch)
    {
        double factors = form.Monomials.Sum(monomial => monomial.Factors.Count);
        double vector = SinCos * form.Angles.Count + MonomialFactor * factors + CoefficientTerm * form.Terms.Count;
        return CoefficientEdge * form.Graph.Edges.Length + Vectors(batch) * vector;
    }

    /// <summary>The number of edges, and so at least of nodes, at which a sparse form costs that much.</summary>
    public static int EdgesFor(double cost) =>
        (int)Math.Clamp(cost / CoefficientEdge, 1 << 10, SparseForm.DefaultMaxNodes);

    /// <summary>The cost of a state form.</summary>
    public static double Of(StateForm form, int batch)
    {
        StateProgram program = form.Program;
        double cost =
            Vectors(batch) * (SinCos * program.InputAngles.Angles.Count + program.Observables.Cost(program.Bits));
        foreach (StateSegment segment in form.Segments)
        {
            int bits = form.Steps[segment.Start].Bits;
            cost += segment.Kind switch
            {
                SegmentKind.Block => Block(segment.Count, bits, batch),
                SegmentKind.Phases => Phases(bits, batch),
                _ => form.Steps[segment.Start..segment.End].Sum(step => Steps(1, step.Bits, batch)),
            };
        }
        return cost;
    }

    private static double Steps(int steps, int bits, int batch) =>
        Vectors(batch) * Rotation * steps * Math.ScaleB(1, bits);

    private static double Phases(int bits, int batch) =>
        (Vectors(batch) * Phase + PhaseBuild / Vector<float>.Count) * Math.ScaleB(1, bits);

    private static double Block(int steps, int bits, int batch)
    {
        double entries = Math.ScaleB(1, 2 * bits);
        return Vectors(batch) * BlockEntry * entries + BuildEntry * steps * entries / Vector<float>.Count;
    }
}
