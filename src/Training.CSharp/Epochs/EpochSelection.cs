using QImpact.Data.Runs;

namespace QImpact.Training.Epochs;

/// <summary>Decides which epoch's weights are kept, by validation alone.</summary>
/// <param name="select">The rule.</param>
/// <param name="chosen">The epoch that is kept already, in a run that goes on.</param>
public sealed class EpochSelection(Selection select, HistoryRow? chosen = null)
{
    /// <summary>The epoch that is kept so far; null before the first.</summary>
    public HistoryRow? Chosen { get; private set; } = chosen;

    /// <summary>Takes notice of an epoch.</summary>
    /// <param name="epoch">What it gave.</param>
    /// <param name="regardless">Keeps it whatever the rule says (the paper's early stopping ends with the epoch that stopped it).</param>
    /// <returns>True where it is now the one to keep.</returns>
    public bool Consider(HistoryRow epoch, bool regardless = false)
    {
        if (!regardless && Chosen is not null && !IsBetter(epoch, Chosen))
            return false;
        Chosen = epoch;
        return true;
    }

    private bool IsBetter(HistoryRow epoch, HistoryRow chosen)
    {
        if (select == Selection.Last)
            return true;
        int order = Score(epoch).CompareTo(Score(chosen));
        return order > 0 || (order == 0 && epoch.ValidationLoss < chosen.ValidationLoss);
    }

    // An undefined metric (no image of a class decided) ranks below every defined one.
    private double Score(HistoryRow epoch) =>
        select switch
        {
            Selection.Gmean => epoch.ValidationGmean ?? double.NegativeInfinity,
            Selection.Auc => epoch.ValidationAuc ?? double.NegativeInfinity,
            _ => -epoch.ValidationLoss,
        };
}
