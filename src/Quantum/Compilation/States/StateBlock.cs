using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// The operator as a unitary matrix: backward the bra goes through U^dagger, and the derivatives in U, a matrix too, are led through the steps.
/// </summary>
internal sealed class StateBlock<T> : StateOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateStep[] _steps;
    private readonly int _size;

    // U, [rows, columns]
    private readonly T[] _re;
    private readonly T[] _im;

    // sum over the samples of bra_i conj(psi_j), [rows, columns], one lane per sample modulo the lanes
    private readonly Vector<T>[] _gradRe;
    private readonly Vector<T>[] _gradIm;

    // The states before the block, and room for a product.
    private readonly StateLanes<T> _before;
    private readonly StateLanes<T> _product;

    // Columns of U and of its gradient, as many as a vector of doubles has lanes.
    private readonly StateLanes<double> _columns;
    private readonly StateLanes<double> _gradColumns;

    /// <param name="steps">Steps that depend on weights alone, on the same bits, which are reached already.</param>
    public StateBlock(ReadOnlySpan<StateStep> steps)
    {
        int bits = steps[0].Bits;
        _steps = steps.ToArray();
        _size = 1 << bits;
        _re = new T[_size * _size];
        _im = new T[_size * _size];
        _gradRe = new Vector<T>[_size * _size];
        _gradIm = new Vector<T>[_size * _size];
        _before = new StateLanes<T>(bits);
        _product = new StateLanes<T>(bits);
        _columns = new StateLanes<double>(bits);
        _gradColumns = new StateLanes<double>(bits);
    }

    /// <inheritdoc/>
    public override void Update(StateWeights<T> weights)
    {
        for (int first = 0; first < _size; first += Vector<double>.Count)
        {
            ComputeColumns(first, weights);
            int lanes = Math.Min(Vector<double>.Count, _size - first);
            for (int i = 0; i < _size; i++)
            for (int lane = 0; lane < lanes; lane++)
            {
                _re[i * _size + first + lane] = T.CreateTruncating(_columns.Re(i)[lane]);
                _im[i * _size + first + lane] = T.CreateTruncating(_columns.Im(i)[lane]);
            }
        }
    }

    /// <summary><c>psi -> U psi</c>; the state before is kept.</summary>
    public override void Apply(StateLanes<T> ket)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        ket.CopyTo(_before, _size);
        for (int i = 0; i < _size; i++)
        {
            Vector<T> x = Vector<T>.Zero;
            Vector<T> y = Vector<T>.Zero;
            for (int j = 0; j < _size; j++)
            {
                Vector<T> re = new(_re[i * _size + j]);
                Vector<T> im = new(_im[i * _size + j]);
                x = Lane.MultiplyAdd(re, _before.Re(j), Lane.MultiplyAdd(-im, _before.Im(j), x));
                y = Lane.MultiplyAdd(re, _before.Im(j), Lane.MultiplyAdd(im, _before.Re(j), y));
            }
            (kets.Re(i), kets.Im(i)) = (x, y);
        }
    }

    /// <inheritdoc/>
    public override void ClearGradient()
    {
        Array.Clear(_gradRe);
        Array.Clear(_gradIm);
    }

    /// <inheritdoc/>
    public override void GoBack(StateLanes<T> ket, StateLanes<T> bra)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        _before.CopyTo(ket, _size);
        bra.CopyTo(_product, _size);
        bra.Clear(_size);
        for (int i = 0; i < _size; i++)
        {
            Vector<T> u = _product.Re(i);
            Vector<T> v = _product.Im(i);
            for (int j = 0; j < _size; j++)
            {
                int at = i * _size + j;
                Vector<T> x = kets.Re(j);
                Vector<T> y = kets.Im(j);
                _gradRe[at] = Lane.MultiplyAdd(u, x, Lane.MultiplyAdd(v, y, _gradRe[at]));
                _gradIm[at] = Lane.MultiplyAdd(v, x, Lane.MultiplyAdd(-u, y, _gradIm[at]));
                Vector<T> re = new(_re[at]);
                Vector<T> im = new(_im[at]);
                bras.Re(j) = Lane.MultiplyAdd(re, u, Lane.MultiplyAdd(im, v, bras.Re(j)));
                bras.Im(j) = Lane.MultiplyAdd(re, v, Lane.MultiplyAdd(-im, u, bras.Im(j)));
            }
        }
    }

    /// <summary>
    /// The columns of U are states that went through the steps, and those of its gradient are their bras.
    /// </summary>
    public override void Backpropagate(StateWeights<T> weights, Span<double> gradAngles)
    {
        for (int first = 0; first < _size; first += Vector<double>.Count)
        {
            ComputeColumns(first, weights);
            GatherGradient(first);
            for (int s = _steps.Length - 1; s >= 0; s--)
            {
                ref readonly StateStep step = ref _steps[s];
                Vector<double> slope = StateReturns<double>.Undo(
                    _columns,
                    _gradColumns,
                    RotationOf(step, weights),
                    _size
                );
                if (step.Angle.Kind == AngleKind.Weight)
                    gradAngles[step.Angle.Index] += step.Angle.Sign * Vector.Sum(slope);
            }
        }
    }

    /// <summary>The columns of U from this one on: the basis states after the steps.</summary>
    private void ComputeColumns(int first, StateWeights<T> weights)
    {
        _columns.Clear(_size);
        for (int lane = 0; lane < Vector<double>.Count && first + lane < _size; lane++)
            _columns.Re(first + lane) = _columns.Re(first + lane).WithElement(lane, 1);
        foreach (ref readonly StateStep step in _steps.AsSpan())
            StateRotations<double>.Rotate(_columns, RotationOf(step, weights), _size);
    }

    private static LaneRotation<double> RotationOf(in StateStep step, StateWeights<T> weights)
    {
        (double cos, double sin) = weights.HalfAngle(step.Angle);
        return new LaneRotation<double>(step.Generator, new Vector<double>(cos), new Vector<double>(sin));
    }

    private void GatherGradient(int first)
    {
        _gradColumns.Clear(_size);
        int lanes = Math.Min(Vector<double>.Count, _size - first);
        for (int i = 0; i < _size; i++)
        for (int lane = 0; lane < lanes; lane++)
        {
            int at = i * _size + first + lane;
            double re = double.CreateChecked(Vector.Sum(_gradRe[at]));
            double im = double.CreateChecked(Vector.Sum(_gradIm[at]));
            _gradColumns.Re(i) = _gradColumns.Re(i).WithElement(lane, re);
            _gradColumns.Im(i) = _gradColumns.Im(i).WithElement(lane, im);
        }
    }
}
