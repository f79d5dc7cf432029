using QImpact.Data.Folds;

namespace QImpact.Data.Runs;

/// <summary>The data of a run, as it was trained on them: the one way by which training that goes on, export, inference and reports get them.</summary>
public static class RunData
{
    /// <summary>
    /// Finds the data set of a run as <see cref="DatasetLocator"/> does, with the positive class that the run recorded, divided into the fold that it
    /// recorded, if any.
    /// </summary>
    /// <param name="config">The run.</param>
    /// <param name="data">An archive, or a folder with it; null to look in the usual places.</param>
    /// <exception cref="BadInputException">It is nowhere, is not what it should be, or is another one than the run was trained on.</exception>
    public static Dataset Load(RunConfig config, string? data)
    {
        DatasetDescription trained = config.Dataset.Description;
        Dataset found = DatasetLocator
            .Load(trained.Name, data)
            .RequireMd5(trained.Md5, $"{config.Name} was trained on");
        found = found with { Description = found.Description with { PositiveClass = trained.PositiveClass } };
        return config.Fold is { } fold ? GroupedFolds.Apply(found, fold) : found;
    }
}
