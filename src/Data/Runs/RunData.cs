using QImpact.Data.Folders;
using QImpact.Data.Folds;

namespace QImpact.Data.Runs;

/// <summary>The data of a run, as it was trained on them: the one way by which training that goes on, export, inference and reports get them.</summary>
public static class RunData
{
    /// <summary>
    /// Finds the data set of a run with the positive class that the run recorded: an archive or a phantom as <see cref="DatasetLocator"/> does,
    /// a person's own images where they lay; divided into the fold that it recorded, if any.
    /// </summary>
    /// <param name="config">The run.</param>
    /// <param name="data">
    /// An archive, or a folder with it; for a run on a person's own images also where these are now; null to look where they are expected.
    /// </param>
    /// <param name="watch">Who looks on while images are read; null for nobody.</param>
    /// <param name="cancellation">Stops the reading of images.</param>
    /// <exception cref="BadInputException">It is nowhere, is not what it should be, or is another one than the run was trained on.</exception>
    public static Dataset Load(
        RunConfig config,
        string? data,
        FolderWatch? watch = null,
        CancellationToken cancellation = default
    )
    {
        DatasetDescription trained = config.Dataset.Description;
        Dataset found =
            trained.Folder is { } folder && (data is null || FolderDataset.IsImages(data))
                ? FolderDataset.Load(
                    folder with
                    {
                        Path = data ?? folder.Path,
                    },
                    trained.Name,
                    watch ?? FolderWatch.Nobody,
                    cancellation
                )
                : DatasetLocator.Load(trained.Name, data);
        found = found.RequireMd5(trained.Md5, $"{config.Name} was trained on");
        found = found with { Description = found.Description with { PositiveClass = trained.PositiveClass } };
        return config.Fold is { } fold ? GroupedFolds.Apply(found, fold) : found;
    }
}
