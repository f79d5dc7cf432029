namespace QImpact.Data;

/// <summary>What the labels of a published data set say.</summary>
public enum ClassificationTask
{
    /// <summary>One of two classes.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    MultiClass,

    /// <summary>One of several grades, which have an order; treated here as classes, which have none.</summary>
    Ordinal,

    /// <summary>Any number of findings at once; not trained on here.</summary>
    MultiLabel,
}

/// <summary>Why data of other tasks are refused, and what can be done instead; each follows the name of what is refused.</summary>
public static class OtherTask
{
    /// <summary>Several findings an image.</summary>
    public const string MultiLabel =
        "any number of findings can hold for an image at once, while a network here decides for one class "
        + "(its probabilities sum to 1, and so do its metrics' counts); ask about one finding at a time: images with and without it in two "
        + "folders, or a CSV of path,label for --images";

    /// <summary>Labels that are no whole numbers.</summary>
    public const string Regression =
        "labels that are no whole numbers are quantities to be estimated (regression), while a network here decides for a class; give each image the number of its class";

    /// <summary>Volumes.</summary>
    public const string Volumes =
        "volumes (3D) are not read, images of two dimensions are: write slices as images for --images";
}
