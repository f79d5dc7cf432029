namespace QImpact.Data.Studies;

/// <summary>What a part of a study is for; a report gives each role a section of its own.</summary>
public enum StudyRole
{
    /// <summary>Chooses the learning rate of each arm, on validation images alone.</summary>
    Rates,

    /// <summary>Compares the arms over folds: what the study concludes from.</summary>
    Comparison,

    /// <summary>Arms of the comparison, trained otherwise on its folds: whether its answer depends on how they were trained.</summary>
    Sensitivity,

    /// <summary>A paper's protocol as it is written.</summary>
    Literal,

    /// <summary>The published split.</summary>
    Official,

    /// <summary>A published benchmark's settings, beside its figures.</summary>
    Benchmark,
}
