using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;

namespace QImpact.Training.Runs;

/// <summary>
/// Which probabilities of class 1 the last layer can give behind a quantum layer: sigmoid(g), g = (w1 - w0) e(x) + b1 - b0, over all inputs x of
/// the circuit. The layer before it is linear, so every x can occur.
/// </summary>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="IsBound">
/// Whether these are bounds that g can't pass, from the observables' own, of which the circuit may reach less; otherwise they are the ends that a
/// search found, which are reached, and of which nothing is missing but what the search missed.
/// </param>
public readonly record struct HeadReach(double Lowest, double Highest, bool IsBound)
{
    // Beyond, a search takes longer than it is worth.
    private const int MostSearchedQubits = 8;

    private const int Starts = 24;
    private const int Steps = 200;

    /// <summary>Searches for the ends, the same for the same weights; for circuits of more than 8 qubits gives the bounds.</summary>
    /// <param name="head">Weights of two classes [2, observables], then two biases.</param>
    /// <param name="compiled">Whose outputs the head takes.</param>
    /// <param name="weights">The circuit's weights, flat.</param>
    public static HeadReach Of(double[] head, CompiledCircuit compiled, double[] weights)
    {
        int outputs = compiled.Circuit.OutputCount;
        double[] slopes = [.. Enumerable.Range(0, outputs).Select(k => head[outputs + k] - head[k])];
        double offset = head[2 * outputs + 1] - head[2 * outputs];
        if (compiled.Circuit.Qubits > MostSearchedQubits)
            return Bound(slopes, offset, compiled.Circuit);
        double[] negative = Array.ConvertAll(slopes, slope => -slope);
        return new HeadReach(
            Sigmoid(offset - Maximum(compiled, weights, negative)),
            Sigmoid(offset + Maximum(compiled, weights, slopes)),
            IsBound: false
        );
    }

    /// <summary>The range over the box of the observables' bounds, exact for the box.</summary>
    internal static HeadReach Bound(double[] slopes, double offset, Circuit circuit)
    {
        double low = offset;
        double high = offset;
        for (int k = 0; k < slopes.Length; k++)
        {
            Observable observable = circuit.ExpectedObservables[k];
            double one = slopes[k] * observable.Bound;
            double other = slopes[k] * (observable.BasisState is null ? -observable.Bound : 0);
            low += Math.Min(one, other);
            high += Math.Max(one, other);
        }
        return new HeadReach(Sigmoid(low), Sigmoid(high), IsBound: true);
    }

    // Gradient ascent from random inputs; a step that helps is lengthened, one that does not is taken back and halved.
    private static double Maximum(CompiledCircuit compiled, double[] weights, double[] slopes)
    {
        ExpectationKernel<double> kernel = compiled.CreateKernel<double>();
        Random random = new(0);
        double[] outputs = new double[slopes.Length];
        double[] weightGradient = new double[weights.Length];
        double highest = double.NegativeInfinity;
        for (int start = 0; start < Starts; start++)
        {
            double[] x =
            [
                .. Enumerable.Range(0, compiled.Circuit.InputCount).Select(_ => 2 * Math.PI * random.NextDouble()),
            ];
            double[] gradient = new double[x.Length];
            double[] next = new double[x.Length];
            double value = Value(x);
            double length = 1;
            kernel.Backward(x, weights, slopes, gradient, weightGradient);
            for (int step = 0; step < Steps; step++)
            {
                for (int i = 0; i < x.Length; i++)
                    next[i] = x[i] + length * gradient[i];
                double reached = Value(next);
                if (!(reached > value))
                {
                    length /= 2;
                    continue;
                }
                (x, next, value) = (next, x, reached);
                length *= 1.5;
                kernel.Backward(x, weights, slopes, gradient, weightGradient);
            }
            highest = Math.Max(highest, value);
        }
        return highest;

        double Value(double[] at)
        {
            kernel.Forward(at, weights, outputs);
            return outputs.Zip(slopes, (output, slope) => output * slope).Sum();
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
