using QImpact.Quantum.Compilation;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Description;

/// <summary>
/// Which inputs and weights the outputs depend on, and which weights are redundant. That something has no effect or is redundant follows from the
/// angles: if moving along a direction of inputs and weights leaves every angle as it is that an output can depend on, it leaves the outputs as they
/// are. That something has an effect, or is not redundant, is shown by derivatives at points of a fixed random sequence: a derivative that is not zero there
/// is not zero everywhere, and columns of derivatives that are independent there are no multiples of each other. What neither shows is not decided.
/// </summary>
internal sealed class DependenceAnalysis
{
    private const int Seed = 20290117;
    private const double Exact = 1e-12;

    // Derivatives, as multiples of the largest value of their output, are right to about 1e-12; what is said to be independent must stand out of that.
    private const double Numeric = 1e-7;

    private readonly Circuit _circuit;
    private readonly HashSet<Angle>[] _used;
    private readonly Angle[] _angles;
    private readonly ExpectationJacobian[] _points;
    private readonly double[] _bounds;
    private readonly bool[] _isAmplitude;

    /// <summary>Takes, per output, the angles that it can depend on, and what derivatives are computed with, or null for none.</summary>
    public DependenceAnalysis(Circuit circuit, HashSet<Angle>[] used, CompiledCircuit? compiled)
    {
        _circuit = circuit;
        _used = used;
        _angles = [.. used.SelectMany(angles => angles).Distinct()];
        _isAmplitude = new bool[circuit.InputCount];
        foreach (AmplitudeEmbedding embedding in circuit.Operations.OfType<AmplitudeEmbedding>())
            Array.Fill(_isAmplitude, true, embedding.FirstInput, embedding.Features);
        _bounds = [.. circuit.ExpectedObservables.Select(observable => observable.Bound)];
        _points = compiled is null ? [] : Differentiate(compiled);
    }

    /// <summary>
    /// Whether any input changes any output: whether a sum of the outputs with random factors has a derivative that is not zero at a random point.
    /// </summary>
    public static bool AnyInputMatters(CompiledCircuit compiled)
    {
        const int Points = 3;
        Circuit circuit = compiled.Circuit;
        double[] bounds = [.. circuit.ExpectedObservables.Select(observable => observable.Bound)];
        ExpectationKernel<double> kernel = compiled.CreateKernel<double>();
        var random = new Random(Seed);
        var gradient = new double[circuit.InputCount];
        for (int point = 0; point < Points; point++)
        {
            double[] factors = [.. bounds.Select(bound => bound > 0 ? random.NextDouble() / bound : 0)];
            kernel.Backward(Inputs(circuit, random), Uniform(random, circuit.WeightCount), factors, gradient, []);
            if (gradient.Any(slope => Math.Abs(slope) > Exact))
                return true;
        }
        return false;
    }

    /// <summary>What an output depends on.</summary>
    public OutputDescription Output(int output)
    {
        var depends = new List<string>();
        var undecided = new List<string>();
        for (int input = 0; input < _circuit.InputCount; input++)
        {
            if (!_isAmplitude[input] && !_used[output].Any(angle => Reads(angle, input)))
                continue;
            bool shown = _points.Any(point => Math.Abs(point.Inputs[output, input]) > Numeric * _bounds[output]);
            (shown ? depends : undecided).Add($"x{input}");
        }
        return new OutputDescription(
            _circuit.Observables[output].ToString(),
            depends.ToValueList(),
            undecided.ToValueList()
        );
    }

    /// <summary>The roles of the weights.</summary>
    public ValueList<WeightDescription> Weights()
    {
        var exact = new ColumnSpan(Exact, least: 0);
        var numeric = new ColumnSpan(Numeric, least: Numeric);
        // Inputs behind a bias come first: what they can do, no weight is needed for.
        for (int input = 0; input < _circuit.InputCount; input++)
        {
            var variable = Variable.Input(input);
            if (CanBeShifted(input) && exact.Add(variable, AngleColumn(variable)) is null)
                numeric.Add(variable, DerivativeColumn(point => point.Inputs, input));
        }
        return Enumerable.Range(0, _circuit.WeightCount).Select(w => Weight(w, exact, numeric)).ToValueList();
    }

    private WeightDescription Weight(int weight, ColumnSpan exact, ColumnSpan numeric)
    {
        var variable = Variable.Weight(weight);
        double[] column = AngleColumn(variable);
        if (Array.TrueForAll(column, element => element == 0))
            return new WeightDescription($"w{weight}", WeightRole.NoEffect, []);
        if (exact.Add(variable, column) is { } parts)
            return new WeightDescription(
                $"w{weight}",
                WeightRole.Redundant,
                parts
                    .OrderBy(part => part.Key.SortKey)
                    .Select(part => new Share(part.Key.ToString(), part.Value))
                    .ToValueList()
            );
        bool free = numeric.Add(variable, DerivativeColumn(point => point.Weights, weight)) is null;
        return new WeightDescription($"w{weight}", free ? WeightRole.Free : WeightRole.NotAnalysed, []);
    }

    /// <summary>Whether a shift of the input is a shift of angles: it is no amplitude, and no factor of a product that matters.</summary>
    private bool CanBeShifted(int input) =>
        !_isAmplitude[input]
        && _angles.All(angle =>
            angle.Terms.All(term => term.Variable.Kind != VariableKind.Product || !Reads(term.Variable, input))
        );

    private static bool Reads(Angle angle, int input) => angle.Terms.Any(term => Reads(term.Variable, input));

    private static bool Reads(Variable variable, int input) =>
        variable.Kind != VariableKind.Weight && (variable.Index == input || variable.Other == input);

    /// <summary>The derivative of every angle in a variable.</summary>
    private double[] AngleColumn(Variable variable) =>
        [
            .. _angles.Select(angle =>
                angle.Terms.Where(term => term.Variable == variable).Select(term => term.Scale).FirstOrDefault()
            ),
        ];

    private double[] DerivativeColumn(Func<ExpectationJacobian, double[,]> derivatives, int variable) =>
        [
            .. _points.SelectMany(point =>
                Enumerable
                    .Range(0, _circuit.OutputCount)
                    .Where(output => _bounds[output] > 0)
                    .Select(output => derivatives(point)[output, variable] / _bounds[output])
            ),
        ];

    /// <summary>At so many points that there are more derivatives than inputs and weights.</summary>
    private ExpectationJacobian[] Differentiate(CompiledCircuit compiled)
    {
        int points = (_circuit.InputCount + _circuit.WeightCount) / _circuit.OutputCount + 2;
        var random = new Random(Seed);
        try
        {
            return
            [
                .. Enumerable
                    .Range(0, points)
                    .Select(_ =>
                        compiled.Differentiate(Inputs(_circuit, random), Uniform(random, _circuit.WeightCount))
                    ),
            ];
        }
        catch (ArgumentException)
        {
            // Amplitudes that can't be normalised at such a point: nothing is shown.
            return [];
        }
    }

    /// <summary>Uniform angles; amplitudes that must have norm 1 are made so.</summary>
    private static double[] Inputs(Circuit circuit, Random random)
    {
        double[] inputs = Uniform(random, circuit.InputCount);
        if (circuit.Operations.OfType<AmplitudeEmbedding>().FirstOrDefault() is not { Normalize: false } embedding)
            return inputs;
        double padding =
            (Math.ScaleB(1, embedding.Wires.Count) - embedding.Features) * Math.Pow(embedding.PadWith ?? 0, 2);
        Span<double> features = inputs.AsSpan(embedding.FirstInput, embedding.Features);
        double norm = 0;
        foreach (double feature in features)
            norm += feature * feature;
        double scale = Math.Sqrt(Math.Max(0, 1 - padding) / norm);
        foreach (ref double feature in features)
            feature *= scale;
        return inputs;
    }

    private static double[] Uniform(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 2 * Math.PI * random.NextDouble() - Math.PI)];
}
