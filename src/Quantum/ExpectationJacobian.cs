using System.Runtime.InteropServices;

namespace QImpact.Quantum;

/// <summary>The outputs of a circuit for one sample, with their derivatives.</summary>
public sealed class ExpectationJacobian
{
    internal ExpectationJacobian(double[] values, int inputs, int weights)
    {
        Values = values;
        Inputs = new double[values.Length, inputs];
        Weights = new double[values.Length, weights];
    }

    /// <summary>[outputs]</summary>
    public double[] Values { get; }

    /// <summary>[outputs, inputs]: d output / d input</summary>
    public double[,] Inputs { get; }

    /// <summary>[outputs, weights]: d output / d weight, weights flat</summary>
    public double[,] Weights { get; }

    internal Span<double> InputRow(int output) => Row(Inputs, output);

    internal Span<double> WeightRow(int output) => Row(Weights, output);

    private static Span<double> Row(double[,] matrix, int row)
    {
        int width = matrix.GetLength(1);
        return width == 0 ? [] : MemoryMarshal.CreateSpan(ref matrix[row, 0], width);
    }
}
