using QImpact.Quantum.Circuits;

namespace QImpact.Conformance.Tests;

/// <summary>Circuits on the edge of what numbers hold; an output and its derivatives are measured in multiples of its largest value.</summary>
public static class SpecialCases
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["all waves of the output cancel"] = "2: CRX(x0)[0,1] RY(w0)[1] <Z1>",
        ["all waves of one output cancel"] = "2: CRX(x0)[0,1] RX(x0)[0] <Z1> <Z0>",
        ["no weights, and all waves cancel"] = "2: CRX(x0)[0,1] <Z1>",
        ["outputs of mixed magnitudes"] = "2: AngleEmbedding(X) <10000000000000000*Z0> <Z1>",
        ["outputs of mixed magnitudes, re-uploading"] =
            "3: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <1e16*Z0 X1> <Z1> <1e-16*Z2>",
        ["outputs of mixed magnitudes, with noise"] =
            "2: AngleEmbedding(X) BasicEntanglerLayers(layers=1) BitFlip(0.1)[each] <1e16*Z0> <Z1> ReadoutError(0.1)",
        ["outputs of mixed magnitudes, of amplitudes"] =
            "2: AmplitudeEmbedding(normalize=true) BasicEntanglerLayers(RY, layers=1) <1e16*Z0> <X1>",
        ["a huge constant angle"] = "2: RX(1e20)[0] RX(x0)[1] CNOT[0,1] <Z>",
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Texts.Keys;

    /// <summary>A circuit with inputs and weights that depend on nothing else.</summary>
    public static RandomCase Named(string name)
    {
        Circuit circuit = Circuit.Parse(Texts[name]);
        var random = new Random(11);
        double[][] inputs = [.. Enumerable.Range(0, 5).Select(_ => Numbers(random, circuit.InputCount))];
        return new RandomCase(circuit, inputs, Numbers(random, circuit.WeightCount));
    }

    /// <summary>The result in multiples of each output's largest value.</summary>
    public static Result Relative(Result result, Circuit circuit)
    {
        double[] bounds = [.. circuit.ExpectedObservables.Select(observable => observable.Bound)];
        return new Result(
            [.. result.Values.Select(values => values.Select((value, k) => value / bounds[k]).ToArray())],
            result.ByInputs?.Select(Divided).ToArray(),
            result.ByWeights?.Select(Divided).ToArray()
        );

        double[,] Divided(double[,] rows)
        {
            var divided = new double[rows.GetLength(0), rows.GetLength(1)];
            for (int k = 0; k < rows.GetLength(0); k++)
            for (int i = 0; i < rows.GetLength(1); i++)
                divided[k, i] = rows[k, i] / bounds[k];
            return divided;
        }
    }

    private static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 4 * random.NextDouble() - 1.5)];
}
