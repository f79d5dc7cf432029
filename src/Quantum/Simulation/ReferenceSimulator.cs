using System.Numerics;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Simulation;

/// <summary>
/// The meaning of a circuit: its state gate by gate in float64, and derivatives by the parameter-shift rule. Slow and plain; other
/// interpreters are compared with it. Gates act as the matrices that define them; a circuit with noise channels has a density matrix.
/// </summary>
/// <remarks>
/// Circuits have at most <see cref="MaxQubits"/> qubits, <see cref="MaxNoisyQubits"/> with noise channels; inputs [inputs] and weights [weights], flat,
/// are finite. Every method throws <see cref="ArgumentException"/> for a wrong count, a value that is not finite, or amplitudes that can't be normalised.
/// </remarks>
public static class ReferenceSimulator
{
    /// <summary>The largest circuit: two vectors of 2^24 amplitudes take half a gigabyte.</summary>
    public const int MaxQubits = 24;

    /// <summary>The largest circuit with noise channels: a density matrix of 4^11 entries takes 64 megabytes, and there are five.</summary>
    public const int MaxNoisyQubits = 11;

    private const string Name = "the reference simulator";

    /// <summary>The state before the measurement.</summary>
    /// <returns>[2^qubits] amplitudes; wire 0 is the most significant bit of the index</returns>
    /// <exception cref="NotSupportedException">The circuit has noise channels, so that its state is no vector.</exception>
    public static Complex[] State(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        Check(circuit, inputs, weights);
        var state = new StateVector(circuit.Qubits, InitialAmplitudes(circuit, inputs));
        Run(circuit, Angles(circuit, inputs, weights), state);
        return state.Amplitudes;
    }

    /// <summary>The probabilities of the basis states before the measurement, errors in reading the bits left out.</summary>
    /// <returns>[2^qubits]; wire 0 is the most significant bit of the index</returns>
    public static double[] Probabilities(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        Check(circuit, inputs, weights);
        ISimulatedState state = Start(circuit, InitialAmplitudes(circuit, inputs));
        Run(circuit, Angles(circuit, inputs, weights), state);
        return state.Probabilities();
    }

    /// <summary>The outputs <c>&lt;psi|O_k|psi></c>, with noise <c>Tr(O_k rho)</c>.</summary>
    /// <returns>[outputs]</returns>
    public static double[] Evaluate(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        Check(circuit, inputs, weights);
        return Expectations(circuit, Angles(circuit, inputs, weights), InitialAmplitudes(circuit, inputs));
    }

    /// <summary>
    /// Outputs and derivatives. An angle t whose generator has two eigenvalues, +-1/2, makes every output <c>a + b cos t + c sin t</c>, so that
    /// <c>df/dt = (f(t + pi/2) - f(t - pi/2)) / 2</c> exactly (parameter shift); a controlled rotation's generator has the eigenvalue 0 as well
    /// and takes four evaluations (D. Wierichs et al., Quantum 6, 677 (2022)). The chain rule leads from t to inputs and weights.
    /// </summary>
    public static ExpectationJacobian Differentiate(
        Circuit circuit,
        ReadOnlySpan<double> inputs,
        ReadOnlySpan<double> weights
    )
    {
        Check(circuit, inputs, weights);
        double[][] angles = Angles(circuit, inputs, weights);
        double[] amplitudes = InitialAmplitudes(circuit, inputs);
        double[] Evaluated() => Expectations(circuit, angles, amplitudes);
        var jacobian = new ExpectationJacobian(Evaluated(), inputs.Length, weights.Length);
        for (int e = 0; e < angles.Length; e++)
        for (int a = 0; a < angles[e].Length; a++)
        {
            Operation element = circuit.Elements[e];
            if (element.Angles[a].IsConstant)
                continue;
            bool half = element is CompositeGate { Kind.HasHalfFrequency: true };
            double[] slope = ParameterShift(Evaluated, ref angles[e][a], half);
            for (int output = 0; output < slope.Length; output++)
                element
                    .Angles[a]
                    .AddGradient(slope[output], inputs, jacobian.InputRow(output), jacobian.WeightRow(output));
        }
        if (EmbeddingOf(circuit) is { } embedding)
            AddAmplitudeGradient(circuit, embedding, angles, inputs, jacobian);
        return jacobian;
    }

    private static double[] ParameterShift(Func<double[]> evaluate, ref double angle, bool half)
    {
        double[] near = Difference(evaluate, ref angle, Math.PI / 2);
        if (!half)
            return [.. near.Select(difference => difference / 2)];
        double[] far = Difference(evaluate, ref angle, 3 * Math.PI / 2);
        double root = Math.Sqrt(2);
        return [.. near.Zip(far, (n, f) => ((root + 1) * n - (root - 1) * f) / (4 * root))];
    }

    /// <summary>f(t + shift) - f(t - shift)</summary>
    private static double[] Difference(Func<double[]> evaluate, ref double angle, double shift)
    {
        double t = angle;
        angle = t + shift;
        double[] ahead = evaluate();
        angle = t - shift;
        double[] behind = evaluate();
        angle = t;
        return [.. ahead.Zip(behind, (plus, minus) => plus - minus)];
    }

    /// <summary>
    /// The outputs are quadratic forms Q of the amplitudes u, so that <c>dQ/du_j = Q(u + e_j) - Q(u) - Q(e_j)</c> exactly. Through
    /// u = v/|v| the derivative in a feature v_j is <c>(dQ/du_j - 2 u_j Q(u)) / |v|</c>.
    /// </summary>
    private static void AddAmplitudeGradient(
        Circuit circuit,
        AmplitudeEmbedding embedding,
        double[][] angles,
        ReadOnlySpan<double> inputs,
        ExpectationJacobian jacobian
    )
    {
        double[] u = InitialAmplitudes(circuit, inputs);
        double norm = embedding.Normalize ? Math.Sqrt(embedding.SquaredNorm(inputs)) : 1;
        for (int feature = 0; feature < embedding.Features; feature++)
        {
            int j = PauliMatrices.Spread(feature, embedding.Wires, circuit.Qubits);
            var unit = new double[u.Length];
            unit[j] = 1;
            double[] sum = [.. u];
            sum[j]++;
            double[] ofSum = Expectations(circuit, angles, sum);
            double[] ofUnit = Expectations(circuit, angles, unit);
            for (int k = 0; k < ofSum.Length; k++)
            {
                double value = jacobian.Values[k];
                double slope = ofSum[k] - value - ofUnit[k];
                if (embedding.Normalize)
                    slope = (slope - 2 * u[j] * value) / norm;
                jacobian.InputRow(k)[embedding.FirstInput + feature] += slope;
            }
        }
    }

    /// <summary>The angles of each element, radians.</summary>
    private static double[][] Angles(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        var angles = new double[circuit.Elements.Count][];
        for (int e = 0; e < angles.Length; e++)
        {
            ReadOnlySpan<Angle> own = circuit.Elements[e].Angles.AsSpan();
            angles[e] = new double[own.Length];
            for (int a = 0; a < own.Length; a++)
                angles[e][a] = own[a].Evaluate(inputs, weights);
        }
        return angles;
    }

    private static AmplitudeEmbedding? EmbeddingOf(Circuit circuit) =>
        circuit.Elements.OfType<AmplitudeEmbedding>().FirstOrDefault();

    /// <summary>|0...0>, or what the inputs embed; [2^qubits].</summary>
    private static double[] InitialAmplitudes(Circuit circuit, ReadOnlySpan<double> inputs)
    {
        var amplitudes = new double[1 << circuit.Qubits];
        if (EmbeddingOf(circuit) is not { } embedding)
        {
            amplitudes[0] = 1;
            return amplitudes;
        }
        double squaredNorm = embedding.SquaredNorm(inputs);
        double scale = embedding.Normalize ? 1 / Math.Sqrt(squaredNorm) : 1;
        for (int j = 0; j < 1 << embedding.Wires.Count; j++)
        {
            double value = j < embedding.Features ? inputs[embedding.FirstInput + j] : embedding.PadWith ?? 0;
            amplitudes[PauliMatrices.Spread(j, embedding.Wires, circuit.Qubits)] = scale * value;
        }
        return amplitudes;
    }

    private static ISimulatedState Start(Circuit circuit, double[] amplitudes) =>
        circuit.HasChannels
            ? new DensityMatrix(circuit.Qubits, amplitudes)
            : new StateVector(circuit.Qubits, amplitudes);

    private static void Run(Circuit circuit, double[][] angles, ISimulatedState state)
    {
        for (int e = 0; e < angles.Length; e++)
        {
            switch (circuit.Elements[e])
            {
                case AmplitudeEmbedding:
                    break;
                case PauliRotation rotation:
                    state.Rotate(rotation.Generator, angles[e][0]);
                    break;
                case CliffordGate clifford:
                    state.Apply(clifford.Kind.Matrix, clifford.Wires);
                    break;
                case CompositeGate composite:
                    state.Apply(composite.Kind.Matrix(angles[e]), composite.Wires);
                    break;
                case NoiseChannel channel:
                    state.Apply(channel);
                    break;
                case Operation other:
                    throw other.NotSupportedBy(Name);
            }
        }
    }

    private static double[] Expectations(Circuit circuit, double[][] angles, double[] amplitudes)
    {
        ISimulatedState state = Start(circuit, amplitudes);
        Run(circuit, angles, state);
        return
        [
            .. circuit.ExpectedObservables.Select(observable =>
                observable.Terms.Sum(t => t.Coefficient * state.Expectation(t.Paulis))
            ),
        ];
    }

    private static void Check(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        int most = circuit.HasChannels ? MaxNoisyQubits : MaxQubits;
        if (circuit.Qubits > most)
            throw new ArgumentOutOfRangeException(
                nameof(circuit),
                circuit.Qubits,
                $"{Name} holds at most {most} qubits{(circuit.HasChannels ? " of a circuit with noise channels" : "")}; the circuit has {circuit.Qubits}"
            );
        Arguments.CheckVector("inputs", inputs, circuit.InputCount);
        Arguments.CheckVector("weights", weights, circuit.WeightCount);
    }
}
