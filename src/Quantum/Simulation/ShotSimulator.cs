using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Simulation;

/// <summary>An expectation value as a finite number of measurements estimates it.</summary>
/// <param name="Mean">The mean of the measured values: unbiased.</param>
/// <param name="StandardError">The estimated standard deviation of the mean; it falls as 1/sqrt(shots).</param>
public readonly record struct ShotEstimate(double Mean, double StandardError);

/// <summary>
/// Runs a circuit as a device would: a finite number of shots, each of which reads one bit per wire, with the circuit's noise and readout
/// errors. Pauli strings that commute wire by wire are read off the same shots; every such group takes all the shots.
/// </summary>
/// <remarks>
/// The distribution of the bits is exact (<see cref="ReferenceSimulator.Probabilities"/>), the bits are drawn from it. The same seed and the
/// same sequence of calls give the same estimates. Not thread-safe.
/// </remarks>
public sealed class ShotSimulator
{
    private readonly Circuit _circuit;
    private readonly Random _random;
    private readonly MeasurementGroup[] _groups;
    private readonly double[] _constants;

    /// <param name="circuit">At least one output; at most <see cref="ReferenceSimulator.MaxQubits"/> qubits.</param>
    /// <param name="shots">Measurements per group, at least 2.</param>
    /// <param name="seed">Of the pseudo-random numbers.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 shots, which have no standard error.</exception>
    public ShotSimulator(Circuit circuit, int shots, int seed)
    {
        circuit.CheckMeasured();
        if (shots < 2)
            throw new ArgumentOutOfRangeException(
                nameof(shots),
                shots,
                $"{shots} shots; expected at least 2, for a standard error"
            );
        _circuit = circuit;
        _random = new Random(seed);
        Shots = shots;
        _groups = MeasurementGroup.Of(circuit);
        _constants = [.. circuit.Observables.Select(ConstantOf)];
    }

    /// <summary>The number of measurements per group.</summary>
    public int Shots { get; }

    /// <summary>The number of groups of strings that can be read off the same shots; so many times the shots are taken.</summary>
    public int GroupCount => _groups.Length;

    /// <summary>Estimates the outputs for one sample: inputs [inputs] and weights [weights], flat, finite.</summary>
    /// <returns>[outputs]</returns>
    /// <exception cref="ArgumentException">A wrong count, a value that is not finite, or amplitudes that can't be normalised.</exception>
    public ShotEstimate[] Estimate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        double[] means = [.. _constants];
        var variances = new double[means.Length];
        foreach (MeasurementGroup group in _groups)
        {
            Circuit turned = group.TurnedToZ(_circuit);
            Dictionary<ulong, int> counts = Read(ReferenceSimulator.Probabilities(turned, inputs, weights));
            foreach ((int output, Func<ulong, double> valueOf) in group.Outputs)
            {
                (double mean, double variance) = Moments(counts, valueOf);
                means[output] += mean;
                variances[output] += variance / Shots;
            }
        }
        return [.. means.Zip(variances, (mean, variance) => new ShotEstimate(mean, Math.Sqrt(variance)))];
    }

    /// <summary>How often each row of bits was read; bit w belongs to wire w.</summary>
    private Dictionary<ulong, int> Read(double[] probabilities)
    {
        double sum = 0;
        double[] cumulative = [.. probabilities.Select(p => sum += p)];
        var counts = new Dictionary<ulong, int>();
        for (int shot = 0; shot < Shots; shot++)
        {
            int state = Array.BinarySearch(cumulative, _random.NextDouble() * sum);
            ulong bits = PauliMatrices.IndexMask(
                (ulong)Math.Min(state < 0 ? ~state : state + 1, cumulative.Length - 1),
                _circuit.Qubits
            );
            bits ^= ReadingErrors(bits);
            counts[bits] = counts.GetValueOrDefault(bits) + 1;
        }
        return counts;
    }

    private ulong ReadingErrors(ulong bits)
    {
        ulong errors = 0;
        for (int wire = 0; wire < _circuit.Readout.Count; wire++)
        {
            ReadoutError error = _circuit.Readout[wire];
            double probability = (bits >> wire & 1) == 0 ? error.ZeroAsOne : error.OneAsZero;
            if (_random.NextDouble() < probability)
                errors |= 1UL << wire;
        }
        return errors;
    }

    private (double Mean, double Variance) Moments(Dictionary<ulong, int> counts, Func<ulong, double> valueOf)
    {
        double mean = counts.Sum(read => read.Value * valueOf(read.Key)) / Shots;
        double squares = counts.Sum(read => read.Value * Math.Pow(valueOf(read.Key) - mean, 2));
        return (mean, squares / (Shots - 1));
    }

    private static double ConstantOf(Observable observable) =>
        observable.BasisState is null
            ? observable.Terms.Where(term => term.Paulis.Support == 0).Sum(term => term.Coefficient)
            : 0;
}
