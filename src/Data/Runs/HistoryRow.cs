using System.Collections.Immutable;

namespace QImpact.Data.Runs;

/// <summary>
/// One epoch of <c>history.csv</c>. It holds no times, so that equal runs have equal files; null = undefined (0/0).
/// </summary>
public sealed record HistoryRow(
    int Epoch,
    double LearningRate,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double? ValidationGmean,
    double? ValidationAuc
)
{
    /// <summary>The column names.</summary>
    public static string Header =>
        "epoch,learning_rate,train_loss,train_accuracy,val_loss,val_accuracy,val_gmean,val_auc";

    /// <summary>Reads <c>history.csv</c>.</summary>
    /// <exception cref="BadInputException">It is not of this form; the message names file, line and column.</exception>
    public static ImmutableArray<HistoryRow> Parse(CsvText table, string file)
    {
        CsvNumbers numbers = new(table, file);
        numbers.RequireHeader(Header);
        return
        [
            .. table.Rows.Select(row => new HistoryRow(
                numbers.Whole(row, "epoch"),
                numbers.Real(row, "learning_rate"),
                numbers.Real(row, "train_loss"),
                numbers.Real(row, "train_accuracy"),
                numbers.Real(row, "val_loss"),
                numbers.Real(row, "val_accuracy"),
                numbers.Perhaps(row, "val_gmean"),
                numbers.Perhaps(row, "val_auc")
            )),
        ];
    }

    /// <summary>The row as a line of CSV.</summary>
    public string ToCsv() =>
        CsvTable.Line([
            CsvTable.Cell(Epoch),
            CsvTable.Cell(LearningRate),
            CsvTable.Cell(TrainLoss),
            CsvTable.Cell(TrainAccuracy),
            CsvTable.Cell(ValidationLoss),
            CsvTable.Cell(ValidationAccuracy),
            CsvTable.Cell(ValidationGmean),
            CsvTable.Cell(ValidationAuc),
        ]);
}
