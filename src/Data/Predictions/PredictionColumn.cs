namespace QImpact.Data.Predictions;

/// <summary>The cell of a row; null where it is empty.</summary>
public delegate T? PredictionCell<T>(PredictionContext context, Prediction row);

/// <summary>A column of the prediction table: its name, the type of its cells, and where they come from.</summary>
public abstract record PredictionColumn
{
    private PredictionColumn(string name) => Name = name;

    /// <summary>Its name in every form of the table.</summary>
    public string Name { get; }

    /// <summary>Texts.</summary>
    public sealed record Text(string Name, PredictionCell<string> Cell, bool MayBeEmpty = false)
        : PredictionColumn(Name);

    /// <summary>Whole numbers.</summary>
    public sealed record Whole(string Name, PredictionCell<int?> Cell) : PredictionColumn(Name);

    /// <summary>Numbers of single precision: what a network gives.</summary>
    public sealed record Output(string Name, PredictionCell<float?> Cell) : PredictionColumn(Name);

    /// <summary>Numbers of double precision.</summary>
    public sealed record Real(string Name, PredictionCell<double?> Cell) : PredictionColumn(Name);

    /// <summary>The cell, a string, int, float or double; null where it is empty.</summary>
    public object? Value(PredictionContext context, Prediction row) =>
        this switch
        {
            Text column => column.Cell(context, row),
            Whole column => column.Cell(context, row),
            Output column => column.Cell(context, row),
            Real column => column.Cell(context, row),
            _ => throw new InvalidOperationException($"{GetType().Name} is no kind of column"),
        };

    /// <summary>The cell as CSV has it; empty where there is no value.</summary>
    internal string? Csv(PredictionContext context, Prediction row) =>
        Value(context, row) switch
        {
            int whole => CsvTable.Cell(whole),
            float single => CsvTable.Cell(single),
            double real => CsvTable.Cell(real),
            var text => (string?)text,
        };
}
