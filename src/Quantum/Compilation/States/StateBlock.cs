using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// Steps that depend on weights alone as one unitary matrix U, built in float64 when the weights change. Forward it maps states,
/// <c>psi -> U psi</c>; backward the bra goes through U^dagger, and the derivatives in U are collected over the batch, to be led
/// through the steps once.
/// </summary>
internal sealed class StateBlock<T>
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

    public StateBlock(StateProgram program, StateSegment segment)
    {
        int bits = program.Steps[segment.Start].Bits;
        _steps = program.Steps.AsSpan()[segment.Start..segment.End].ToArray();
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

    /// <summary>Builds U.</summary>
    public void Update(StateWeights<T> weights)
    {
        for (int first = 0; first < _size; first += Vector<double>.Count)
        {
            ComputeColumns(first, weights);
            int lanes = Math.Min(Vector<double>.Count, _size - first);
            for (int i = 0; i < _size; i++)
            for (int lane = 0; lane < lanes; lane++)
            {
                _re[i * _size + first + lane] = T.CreateTruncating(_columns.Re[i][lane]);
                _im[i * _size + first + lane] = T.CreateTruncating(_columns.Im[i][lane]);
            }
        }
    }

    /// <summary><c>psi -> U psi</c>; the state before is kept.</summary>
    public void Apply(StateLanes<T> ket)
    {
        ket.CopyTo(_before, _size);
        for (int i = 0; i < _size; i++)
        {
            Vector<T> x = Vector<T>.Zero;
            Vector<T> y = Vector<T>.Zero;
            for (int j = 0; j < _size; j++)
            {
                Vector<T> re = new(_re[i * _size + j]);
                Vector<T> im = new(_im[i * _size + j]);
                x = Lane.MultiplyAdd(re, _before.Re[j], Lane.MultiplyAdd(-im, _before.Im[j], x));
                y = Lane.MultiplyAdd(re, _before.Im[j], Lane.MultiplyAdd(im, _before.Re[j], y));
            }
            (ket.Re[i], ket.Im[i]) = (x, y);
        }
    }

    /// <summary>Starts a sum over the batch.</summary>
    public void ClearGradient()
    {
        Array.Clear(_gradRe);
        Array.Clear(_gradIm);
    }

    /// <summary>Undoes the block on ket and bra, and adds to the gradient of U.</summary>
    public void GoBack(StateLanes<T> ket, StateLanes<T> bra)
    {
        _before.CopyTo(ket, _size);
        bra.CopyTo(_product, _size);
        bra.Clear(0, _size);
        for (int i = 0; i < _size; i++)
        {
            Vector<T> u = _product.Re[i];
            Vector<T> v = _product.Im[i];
            for (int j = 0; j < _size; j++)
            {
                int at = i * _size + j;
                Vector<T> x = ket.Re[j];
                Vector<T> y = ket.Im[j];
                _gradRe[at] = Lane.MultiplyAdd(u, x, Lane.MultiplyAdd(v, y, _gradRe[at]));
                _gradIm[at] = Lane.MultiplyAdd(v, x, Lane.MultiplyAdd(-u, y, _gradIm[at]));
                Vector<T> re = new(_re[at]);
                Vector<T> im = new(_im[at]);
                bra.Re[j] = Lane.MultiplyAdd(re, u, Lane.MultiplyAdd(im, v, bra.Re[j]));
                bra.Im[j] = Lane.MultiplyAdd(re, v, Lane.MultiplyAdd(-im, u, bra.Im[j]));
            }
        }
    }

    /// <summary>
    /// From the gradient of U to that of the angles: its columns are states that went through the steps, and the gradient's columns are
    /// their bras.
    /// </summary>
    /// <param name="weights">The weights for which U was built.</param>
    /// <param name="gradAngles">[angles with weights only], added to</param>
    public void Backpropagate(StateWeights<T> weights, Span<double> gradAngles)
    {
        for (int first = 0; first < _size; first += Vector<double>.Count)
        {
            ComputeColumns(first, weights);
            GatherGradient(first);
            for (int s = _steps.Length - 1; s >= 0; s--)
            {
                ref readonly StateStep step = ref _steps[s];
                (double cos, double sin) = weights.HalfAngle(step.Angle);
                Vector<double> slope = StateLanes<double>.RotateBack(
                    _columns,
                    _gradColumns,
                    step.Generator,
                    _size,
                    new Vector<double>(cos),
                    new Vector<double>(sin)
                );
                if (step.Angle.Kind == AngleKind.Weight)
                    gradAngles[step.Angle.Index] += step.Angle.Sign * Vector.Sum(slope);
            }
        }
    }

    /// <summary>The columns of U from this one on: the basis states after the steps.</summary>
    private void ComputeColumns(int first, StateWeights<T> weights)
    {
        _columns.Clear(0, _size);
        for (int lane = 0; lane < Vector<double>.Count && first + lane < _size; lane++)
            _columns.Re[first + lane] = _columns.Re[first + lane].WithElement(lane, 1);
        foreach (ref readonly StateStep step in _steps.AsSpan())
        {
            (double cos, double sin) = weights.HalfAngle(step.Angle);
            _columns.Rotate(step.Generator, _size, new Vector<double>(cos), new Vector<double>(sin));
        }
    }

    private void GatherGradient(int first)
    {
        _gradColumns.Clear(0, _size);
        int lanes = Math.Min(Vector<double>.Count, _size - first);
        for (int i = 0; i < _size; i++)
        for (int lane = 0; lane < lanes; lane++)
        {
            int at = i * _size + first + lane;
            double re = double.CreateChecked(Vector.Sum(_gradRe[at]));
            double im = double.CreateChecked(Vector.Sum(_gradIm[at]));
            _gradColumns.Re[i] = _gradColumns.Re[i].WithElement(lane, re);
            _gradColumns.Im[i] = _gradColumns.Im[i].WithElement(lane, im);
        }
    }
}
