using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation;

/// <summary>Evaluates a <see cref="CompiledCircuit"/> and its derivatives on batches. Nothing is allocated per call.</summary>
/// <remarks>
/// Arrays are row-major: inputs [batch, inputs], weights flat, outputs [batch, outputs]; the batch size follows from the
/// outputs' length. What depends on the weights alone is computed in float64, once for as long as the weights stay the same. Not thread-safe.
/// The samples of one SIMD vector go through together. This class has what all forms share: the loop over the batch, cosines and sines, the
/// chain rule from angles to inputs and weights; a form's kernel has its arithmetic.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Circuit _circuit;
    private readonly AffineAngles _angles;
    private readonly double _angleScale;
    private readonly WaveTerm<T>[][] _terms;

    // The weights of the last call: what depends on them is computed only when a bit of them has changed.
    private readonly T[] _lastWeights;
    private readonly double[] _weights;
    private bool _hasWeights;

    private readonly T[] _offsets;
    private readonly double[] _gradWeights;

    // Of one vector of samples; a product of two inputs is rounded, and what it lost stands in the rests.
    private readonly Vector<T>[] _features;
    private readonly Vector<T>[] _rests;
    private readonly Vector<T>[] _gradFeatures;

    // Gradients of the angles with inputs, summed over the batch: one lane per sample modulo the lanes.
    private readonly Vector<T>[] _slopeSums;

    /// <summary>Takes the circuit's angles with inputs; the form needs cosine and sine of <paramref name="angleScale"/> times each.</summary>
    private protected ExpectationKernel(Circuit circuit, AffineAngles angles, double angleScale)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"a kernel of {typeof(T)}; expected float or double");
        (_circuit, _angles, _angleScale) = (circuit, angles, angleScale);
        _terms =
        [
            .. Enumerable
                .Range(0, angles.Angles.Count)
                .Select(a => Array.ConvertAll(angles.Terms(a).ToArray(), term => WaveTerm<T>.Of(term, angleScale))),
        ];
        _lastWeights = new T[circuit.WeightCount];
        _weights = new double[circuit.WeightCount];
        _offsets = new T[angles.Angles.Count];
        _gradWeights = new double[circuit.WeightCount];
        _features = new Vector<T>[angles.FeatureCount];
        _rests = new Vector<T>[angles.FeatureCount];
        _gradFeatures = new Vector<T>[angles.FeatureCount];
        _slopeSums = new Vector<T>[angles.Angles.Count];
        Waves = new Vector<T>[2 * angles.Angles.Count];
        Outputs = new Vector<T>[circuit.OutputCount];
    }

    /// <summary>Of one vector of samples, for the angles with inputs: cosine and sine of each in turn, [2 angles].</summary>
    private protected Vector<T>[] Waves { get; }

    /// <summary>Of one vector of samples, [outputs]: values on the way there, their gradients on the way back.</summary>
    private protected Vector<T>[] Outputs { get; }

    /// <summary>outputs[s, k] = f_k(inputs[s], weights)</summary>
    /// <param name="inputs">[batch, inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <param name="outputs">[batch, outputs], written</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Forward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs)
    {
        int batch = CheckBatch(inputs, nameof(outputs), outputs.Length);
        UseWeights(weights);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeWaves(inputs, sample, count);
            Prepare(_features, count);
            ComputeOutputs();
            SampleLanes.Scatter(Outputs, Rows(outputs, sample, count, Outputs.Length), count);
        }
    }

    /// <summary>
    /// The vector-Jacobian product: gradInputs[s, i] = sum_k gradOutputs[s, k] * df_k/dx_i, and
    /// gradWeights[j] = sum_s sum_k gradOutputs[s, k] * df_k/dw_j.
    /// </summary>
    /// <param name="inputs">[batch, inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <param name="gradOutputs">[batch, outputs]</param>
    /// <param name="gradInputs">[batch, inputs], written; empty where it isn't wanted</param>
    /// <param name="gradWeights">[weights], flat, written; empty where it isn't wanted</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Backward(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> gradOutputs,
        Span<T> gradInputs,
        Span<T> gradWeights
    )
    {
        int batch = CheckBatch(inputs, nameof(gradOutputs), gradOutputs.Length);
        CheckGradient(nameof(gradInputs), gradInputs.Length, inputs.Length);
        CheckGradient(nameof(gradWeights), gradWeights.Length, _circuit.WeightCount);
        UseWeights(weights);
        Array.Clear(_slopeSums);
        ClearSums();
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeWaves(inputs, sample, count);
            Prepare(_features, count);
            SampleLanes.Gather(Rows(gradOutputs, sample, count, Outputs.Length), Outputs, count);
            Array.Clear(_gradFeatures);
            Backpropagate();
            BackpropagateProducts();
            BackpropagatePreparation(_gradFeatures);
            if (!gradInputs.IsEmpty)
                SampleLanes.Scatter(
                    _gradFeatures.AsSpan(0, _circuit.InputCount),
                    Rows(gradInputs, sample, count, _circuit.InputCount),
                    count
                );
        }
        if (!gradWeights.IsEmpty)
            ReadGradient(gradWeights);
    }

    /// <summary>Computes what depends on the weights alone.</summary>
    /// <param name="weights">[weights], flat</param>
    private protected abstract void UpdateWeights(ReadOnlySpan<double> weights);

    /// <summary>From <see cref="Waves"/> to <see cref="Outputs"/>.</summary>
    private protected abstract void ComputeOutputs();

    /// <summary>Sets the sums over the batch of the weights' gradients to 0.</summary>
    private protected abstract void ClearSums();

    /// <summary>From <see cref="Waves"/> and the gradient in <see cref="Outputs"/> to the angles, by <see cref="AddSlope"/>, and to sums for the weights.</summary>
    private protected abstract void Backpropagate();

    /// <summary>Adds what the sums over the batch make in the weights, angles with inputs apart.</summary>
    /// <param name="gradWeights">[weights], flat</param>
    private protected abstract void AddWeightGradient(Span<double> gradWeights);

    /// <summary>Takes inputs that are no angles.</summary>
    private protected virtual void Prepare(ReadOnlySpan<Vector<T>> inputs, int count) { }

    /// <summary>Adds to the gradient of inputs that are no angles.</summary>
    private protected virtual void BackpropagatePreparation(Span<Vector<T>> gradInputs) { }

    /// <summary>Adds the derivative in an angle with inputs to those of the inputs and, over the batch, of the weights.</summary>
    private protected void AddSlope(int angle, Vector<T> slope)
    {
        _slopeSums[angle] += slope;
        foreach ((int feature, double scale) in _angles.Terms(angle))
            _gradFeatures[feature] += slope * T.CreateTruncating(scale);
    }

    private void UseWeights(ReadOnlySpan<T> weights)
    {
        if (_hasWeights && MemoryMarshal.AsBytes(weights).SequenceEqual(MemoryMarshal.AsBytes<T>(_lastWeights)))
            return;
        _hasWeights = false;
        Arguments.CheckVector(nameof(weights), weights, _weights.Length);
        for (int w = 0; w < _weights.Length; w++)
            _weights[w] = double.CreateChecked(weights[w]);
        weights.CopyTo(_lastWeights);
        _hasWeights = true;
        for (int a = 0; a < _offsets.Length; a++)
            _offsets[a] = T.CreateChecked(AffineAngles.Reduced(_angleScale * _angles.Offset(a, _weights)));
        UpdateWeights(_weights);
    }

    private void ComputeWaves(ReadOnlySpan<T> inputs, int sample, int count)
    {
        Span<Vector<T>> samples = _features.AsSpan(0, _circuit.InputCount);
        SampleLanes.Gather(Rows(inputs, sample, count, samples.Length), samples, count);
        bool finite = true;
        foreach (Vector<T> input in samples)
            finite &= Lane.IsFinite(input);
        ReadOnlySpan<Variable> products = _angles.Products.AsSpan();
        for (int p = 0; p < products.Length; p++)
        {
            (Vector<T> one, Vector<T> two) = (_features[products[p].Index], _features[products[p].Other]);
            Vector<T> product = one * two;
            _features[samples.Length + p] = product;
            _rests[samples.Length + p] = Lane.MultiplyAdd(one, two, -product);
        }
        for (int a = 0; a < _offsets.Length; a++)
        {
            Vector<T> sum = Vector<T>.Zero;
            foreach (WaveTerm<T> term in _terms[a])
                sum += term.Angle(_features[term.Feature], _rests[term.Feature]);
            Vector<T> angle = new Vector<T>(_offsets[a]) + sum;
            finite &= Lane.IsFinite(angle);
            (Waves[2 * a + 1], Waves[2 * a]) = Lane.SinCos(angle);
        }
        if (!finite)
            throw SampleLanes.NotFinite(inputs, _circuit.InputCount);
    }

    /// <summary>The product rule: adds the gradient of the products to that of their inputs.</summary>
    private void BackpropagateProducts()
    {
        ReadOnlySpan<Variable> products = _angles.Products.AsSpan();
        for (int p = 0; p < products.Length; p++)
        {
            Vector<T> gradient = _gradFeatures[_circuit.InputCount + p];
            _gradFeatures[products[p].Index] += gradient * _features[products[p].Other];
            _gradFeatures[products[p].Other] += gradient * _features[products[p].Index];
        }
    }

    private void ReadGradient(Span<T> gradWeights)
    {
        Array.Clear(_gradWeights);
        AddWeightGradient(_gradWeights);
        for (int a = 0; a < _slopeSums.Length; a++)
            _angles.Angles[a].AddGradient(double.CreateChecked(Vector.Sum(_slopeSums[a])), [], [], _gradWeights);
        for (int w = 0; w < gradWeights.Length; w++)
            gradWeights[w] = T.CreateChecked(_gradWeights[w]);
    }

    private static Span<T> Rows(Span<T> rows, int first, int count, int width) =>
        rows.Slice(first * width, count * width);

    private static ReadOnlySpan<T> Rows(ReadOnlySpan<T> rows, int first, int count, int width) =>
        rows.Slice(first * width, count * width);

    private int CheckBatch(ReadOnlySpan<T> inputs, string name, int length)
    {
        (int batch, int rest) = Math.DivRem(length, _circuit.OutputCount);
        if (rest != 0)
            throw new ArgumentException(
                $"{name} has {length} values; expected a multiple of {_circuit.OutputCount} outputs",
                name
            );
        if (inputs.Length != batch * _circuit.InputCount)
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected {batch} x {_circuit.InputCount}, because {name} has {batch} x {_circuit.OutputCount}",
                nameof(inputs)
            );
        return batch;
    }

    private static void CheckGradient(string name, int length, int expected)
    {
        if (length != 0 && length != expected)
            throw new ArgumentException($"{name} has {length} values; expected {expected}, or none", name);
    }
}
