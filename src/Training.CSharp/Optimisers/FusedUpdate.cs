using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QImpact.Training.Optimisers;

/// <summary>
/// Adam's step in one pass over the memory of a parameter, its gradient and its moments. Parameters are cut into pieces that threads share
/// evenly, whatever the parameters' sizes; every element is computed alone, so the pieces don't change the outcome.
/// </summary>
internal sealed class FusedUpdate(Moments moments, Tensor gradient, StepSize size)
{
    // In elements, 28 bytes of memory each: small enough to share out, long enough that memory is read at full speed.
    private const int PieceLength = 1 << 17;

    private readonly Tensor _gradient = Contiguous(gradient);

    /// <summary>Whether a parameter is one run of numbers in the CPU's memory, of a type that is known here.</summary>
    public static bool CanDo(Tensor parameter) =>
        parameter.device_type == TorchSharp.DeviceType.CPU
        && parameter.dtype is ScalarType.Float32 or ScalarType.Float64
        && parameter.is_contiguous();

    /// <summary>Carries updates out.</summary>
    public static void ApplyAll(IReadOnlyList<FusedUpdate> updates, int threads)
    {
        Piece[] pieces = [.. updates.SelectMany(update => update.Pieces())];
        Parallel.ForEach(pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece => piece.Apply());
        foreach (FusedUpdate update in updates)
            update._gradient.Dispose();
    }

    private IEnumerable<Piece> Pieces()
    {
        int count = checked((int)moments.Parameter.numel());
        for (int start = 0; start < count; start += PieceLength)
            yield return new Piece(this, start, Math.Min(PieceLength, count - start));
    }

    private static Tensor Contiguous(Tensor gradient)
    {
        if (gradient.is_contiguous())
            return gradient;
        using (gradient)
            return gradient.contiguous().DetachFromDisposeScope();
    }

    private void Apply<T>(int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> weights = Elements(moments.Parameter);
        ReadOnlySpan<T> gradients = Elements(_gradient);
        Span<T> first = Elements(moments.First);
        Span<T> second = Elements(moments.Second);
        new Formula<T>(size).Apply(weights, gradients, first, second);

        Span<T> Elements(Tensor tensor) => MemoryMarshal.Cast<byte, T>(tensor.bytes).Slice(start, length);
    }

    private readonly record struct Piece(FusedUpdate Update, int Start, int Length)
    {
        public void Apply()
        {
            if (Update._gradient.dtype == ScalarType.Float32)
                Update.Apply<float>(Start, Length);
            else
                Update.Apply<double>(Start, Length);
        }
    }

    private readonly struct Formula<T>(StepSize size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> _firstDecay = Each(StepSize.FirstDecay);
        private readonly Vector<T> _firstGain = Each(1 - StepSize.FirstDecay);
        private readonly Vector<T> _secondDecay = Each(StepSize.SecondDecay);
        private readonly Vector<T> _secondGain = Each(1 - StepSize.SecondDecay);
        private readonly Vector<T> _epsilon = Each(StepSize.Epsilon);
        private readonly Vector<T> _rate = Each(size.Rate);
        private readonly Vector<T> _scale = Each(size.Scale);

        /// <summary>All elements; the last ones, fewer than a vector has, go through one that is filled up.</summary>
        public void Apply(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second)
        {
            ReadOnlySpan<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradients);
            Span<Vector<T>> w = MemoryMarshal.Cast<T, Vector<T>>(weights)[..g.Length];
            Span<Vector<T>> m = MemoryMarshal.Cast<T, Vector<T>>(first)[..g.Length];
            Span<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(second)[..g.Length];
            for (int i = 0; i < g.Length; i++)
                Apply(ref w[i], g[i], ref m[i], ref v[i]);
            int done = g.Length * Vector<T>.Count;
            if (done == gradients.Length)
                return;
            Vector<T> lastW = Fill(weights[done..]);
            Vector<T> lastM = Fill(first[done..]);
            Vector<T> lastV = Fill(second[done..]);
            Apply(ref lastW, Fill(gradients[done..]), ref lastM, ref lastV);
            Take(lastW, weights[done..]);
            Take(lastM, first[done..]);
            Take(lastV, second[done..]);
        }

        private void Apply(ref Vector<T> w, Vector<T> g, ref Vector<T> m, ref Vector<T> v)
        {
            m = _firstDecay * m + _firstGain * g;
            v = _secondDecay * v + _secondGain * g * g;
            w -= _rate * m / (_scale * Vector.SquareRoot(v) + _epsilon);
        }

        private static Vector<T> Each(double value) => new(T.CreateChecked(value));

        private static Vector<T> Fill(ReadOnlySpan<T> values)
        {
            Span<T> vector = stackalloc T[Vector<T>.Count];
            values.CopyTo(vector);
            return new Vector<T>(vector);
        }

        private static void Take(Vector<T> vector, Span<T> values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = vector[i];
        }
    }
}
