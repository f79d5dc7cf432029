using QImpact.Data.Predictions;

namespace QImpact.Inference;

/// <summary>Counts what one voice decided.</summary>
internal sealed class Tally(Voice voice)
{
    private readonly int[] _decisions = new int[voice.Classes];
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
        new(voice.Name, voice.Checksum, voice.Threshold, [.. _decisions], Broken, _labelled, _correct);
}
