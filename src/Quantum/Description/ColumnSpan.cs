namespace QImpact.Quantum.Description;

/// <summary>The span of columns that are added one after the other, by Gaussian elimination.</summary>
/// <param name="tolerance">What is left of a column, relative to its largest element, that is taken for 0.</param>
/// <param name="least">What is left of a column, whatever its size, that is taken for 0: the rounding of its elements.</param>
internal sealed class ColumnSpan(double tolerance, double least)
{
    private readonly List<(double[] Column, int Pivot, Dictionary<Variable, double> Combination)> _basis = [];

    /// <summary>Adds a variable's column, unless the columns before make it.</summary>
    /// <returns>Null if it was added; otherwise of which columns it is the sum, how many times each.</returns>
    public Dictionary<Variable, double>? Add(Variable name, double[] column)
    {
        double[] rest = [.. column];
        var combination = new Dictionary<Variable, double>();
        foreach ((double[] basis, int pivot, Dictionary<Variable, double> parts) in _basis)
        {
            double factor = rest[pivot] / basis[pivot];
            for (int i = 0; i < rest.Length; i++)
                rest[i] -= factor * basis[i];
            foreach ((Variable part, double share) in parts)
                combination[part] = combination.GetValueOrDefault(part) + factor * share;
        }
        double size = column.Select(Math.Abs).Append(0).Max();
        double left = rest.Select(Math.Abs).Append(0).Max();
        if (left <= Math.Max(tolerance * size, least))
            return combination.Where(part => Math.Abs(part.Value) > tolerance).ToDictionary();
        var own = combination.ToDictionary(part => part.Key, part => -part.Value);
        own[name] = 1;
        _basis.Add((rest, Array.FindIndex(rest, value => Math.Abs(value) == left), own));
        return null;
    }
}
