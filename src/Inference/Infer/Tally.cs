using QImpact.Data.Predictions;
using QImpact.Inference.Pipeline;

namespace QImpact.Inference.Infer;

/// <summary>Counts what one predictor decided.</summary>
internal sealed class Tally(Predictor predictor)
{
    private readonly int[] _decisions = new int[predictor.Classes];
    private int _labelled;
    private int _correct;

    /// <summary>Images without a decision.</summary>
    public int Broken { get; private set; }

    /// <summary>Counts a row.</summary>
    public void Add(Prediction row)
    {
        if (row.Decision is not { } decision)
        {
            Broken++;
            return;
        }
        _decisions[decision]++;
        _labelled += row.Label is null ? 0 : 1;
        _correct += row.Label == decision ? 1 : 0;
    }

    /// <summary>The counts.</summary>
    public ModelTally ToSummary() =>
        new(predictor.Name, predictor.Checksum, predictor.Threshold, [.. _decisions], Broken, _labelled, _correct);
}
