using System.Numerics;

namespace QImpact.Quantum;

/// <summary>
/// The meaning of a circuit: its state vector, gate by gate in float64, and derivatives by the parameter-shift rule.
/// Slow and plain; other interpreters are compared with it.
/// </summary>
public static class ReferenceSimulator
{
    /// <summary>The largest circuit: two vectors of 2^24 amplitudes take half a gigabyte.</summary>
    public const int MaxQubits = 24;

    private const string Name = "the reference simulator";

    /// <summary>The state before the measurement.</summary>
    /// <param name="circuit">At most <see cref="MaxQubits"/> qubits.</param>
    /// <param name="inputs">[inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <returns>[2^qubits] amplitudes; wire 0 is the most significant bit of the index</returns>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public static Complex[] State(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        Check(circuit, inputs, weights);
        return Run(circuit, Angles(circuit, inputs, weights)).Amplitudes;
    }

    /// <summary>The outputs <c>&lt;psi|O_k|psi></c>.</summary>
    /// <param name="circuit">At most <see cref="MaxQubits"/> qubits.</param>
    /// <param name="inputs">[inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <returns>[outputs]</returns>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public static double[] Evaluate(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        Check(circuit, inputs, weights);
        return Expectations(circuit, Angles(circuit, inputs, weights));
    }

    /// <summary>
    /// Outputs and derivatives. A rotation by t about a Pauli string makes every output <c>a + b cos t + c sin t</c>, so
    /// <c>df/dt = (f(t + pi/2) - f(t - pi/2)) / 2</c> exactly (parameter shift); the chain rule leads from t to inputs and weights.
    /// </summary>
    /// <param name="circuit">At most <see cref="MaxQubits"/> qubits.</param>
    /// <param name="inputs">[inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public static ExpectationJacobian Differentiate(
        Circuit circuit,
        ReadOnlySpan<double> inputs,
        ReadOnlySpan<double> weights
    )
    {
        Check(circuit, inputs, weights);
        double[] angles = Angles(circuit, inputs, weights);
        var jacobian = new ExpectationJacobian(Expectations(circuit, angles), inputs.Length, weights.Length);
        for (int g = 0; g < angles.Length; g++)
        {
            if (circuit.Elements[g] is not PauliRotation rotation || rotation.Angle.IsConstant)
                continue;
            double[] slope = ParameterShift(circuit, angles, g);
            for (int output = 0; output < slope.Length; output++)
                rotation.Angle.AddGradient(
                    slope[output],
                    inputs,
                    jacobian.InputRow(output),
                    jacobian.WeightRow(output)
                );
        }
        return jacobian;
    }

    private static double[] ParameterShift(Circuit circuit, double[] angles, int gate)
    {
        double angle = angles[gate];
        angles[gate] = angle + Math.PI / 2;
        double[] ahead = Expectations(circuit, angles);
        angles[gate] = angle - Math.PI / 2;
        double[] behind = Expectations(circuit, angles);
        angles[gate] = angle;
        return ahead.Zip(behind, (plus, minus) => (plus - minus) / 2).ToArray();
    }

    /// <summary>One angle per gate; 0 for a gate without one.</summary>
    private static double[] Angles(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        var angles = new double[circuit.Elements.Count];
        for (int g = 0; g < angles.Length; g++)
            angles[g] = circuit.Elements[g] is PauliRotation rotation ? rotation.Angle.Evaluate(inputs, weights) : 0;
        return angles;
    }

    private static StateVector Run(Circuit circuit, double[] angles)
    {
        var state = new StateVector(circuit.Qubits);
        for (int g = 0; g < angles.Length; g++)
        {
            switch (circuit.Elements[g])
            {
                case PauliRotation rotation:
                    state.Rotate(rotation.Generator, angles[g]);
                    break;
                case CliffordGate clifford:
                    state.Apply(clifford.Kind.Matrix, clifford.Wires);
                    break;
                case Operation other:
                    throw other.NotSupportedBy(Name);
            }
        }
        return state;
    }

    private static double[] Expectations(Circuit circuit, double[] angles)
    {
        StateVector state = Run(circuit, angles);
        return circuit
            .Observables.Select(observable => observable.Terms.Sum(t => t.Coefficient * state.Expectation(t.Paulis)))
            .ToArray();
    }

    private static void Check(Circuit circuit, ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (circuit.Qubits > MaxQubits)
            throw new ArgumentOutOfRangeException(
                nameof(circuit),
                circuit.Qubits,
                $"{Name} holds at most {MaxQubits} qubits; the circuit has {circuit.Qubits}"
            );
        Arguments.CheckVector("inputs", inputs, circuit.InputCount);
        Arguments.CheckVector("weights", weights, circuit.WeightCount);
    }
}
