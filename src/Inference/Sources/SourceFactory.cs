using QImpact.Data;
using QImpact.Data.Archives;
using QImpact.Data.Folders;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;
using QImpact.Inference.Pipeline;
using QImpact.Terminal;

namespace QImpact.Inference.Sources;

/// <summary>Decides what a person named: a data set, or image files.</summary>
internal static class SourceFactory
{
    /// <summary>Opens the source of a request.</summary>
    /// <exception cref="BadInputException">It names nothing, or what does not go together.</exception>
    public static ImageSource Open(InferRequest request, ModelSet models, CancellationToken cancellation)
    {
        IReadOnlyList<string> words = request.Images;
        string? data = request.Data;
        if (request.Labelled is { } labelled)
            return new ListedSource(ImageListing.Of(labelled), request.Split, models.First.Metadata.ClassNames);
        if (words.Count > 0 && data is not null)
            throw new BadInputException(
                $"--data={data} and the images {words[0]} are both named; expected a data set or images"
            );
        if (words is [string only] && IsDataset(only))
            (data, words) = (only, []);
        else if (data is not null && IsFolderOfImages(data))
            words = [data];
        return words.Count > 0 ? OpenFiles(request, words, models) : OpenSplit(request, data, models, cancellation);
    }

    private static FileSource OpenFiles(InferRequest request, IReadOnlyList<string> words, ModelSet models)
    {
        if (request.Split is { } split)
            throw new BadInputException($"--split={split} is for a data set; {words[0]} names images");
        TextReader list = words.Contains(ImagePaths.StandardInput) ? StandardInput.Open() : TextReader.Null;
        return new FileSource(words, list, request.LabelsFromFolders ? models.First.Metadata.ClassNames : null);
    }

    private static ImageSource OpenSplit(
        InferRequest request,
        string? data,
        ModelSet models,
        CancellationToken cancellation
    )
    {
        if (request.LabelsFromFolders)
            throw new BadInputException("--labels-from-folders is for images; a data set has its own labels");
        if (request.Split == ImageSource.AllSplits)
            return new WholeSet(LoadWhole(request, data, models, cancellation), models.First);
        string split = request.Split ?? "test";
        if (request.Run is { } run)
            return SplitSource.Over(
                run.Dataset.Description.Name,
                Of(RunData.Load(run, data, cancellation: cancellation), split),
                models.First
            );
        // Nothing can be fetched that a person has made; the card says how.
        if (request.Dataset is null && data is null && OwnImages(models.First.File) is { } own)
        {
            Dataset images = models.Divide(RunData.Load(own with { Fold = null }, null, cancellation: cancellation));
            return SplitSource.Over(images.Description.Name, Of(images, split), models.First);
        }
        string name = request.Dataset ?? NameOf(data) ?? models.First.Metadata.Dataset;
        DataSource.Fetch(name, data, request.Offline, cancellation);
        return SplitSource.Over(name, Open(name, data, split, models), models.First);
    }

    private static Dataset LoadWhole(
        InferRequest request,
        string? data,
        ModelSet models,
        CancellationToken cancellation
    )
    {
        if (request.Run is { } run)
            return RunData.Load(run with { Fold = null }, data, cancellation: cancellation);
        if (request.Dataset is null && data is null && OwnImages(models.First.File) is { } own)
            return RunData.Load(own with { Fold = null }, null, cancellation: cancellation);
        string name = request.Dataset ?? NameOf(data) ?? models.First.Metadata.Dataset;
        return DataSource.Load(name, data, request.Offline, cancellation);
    }

    private static SplitReader Open(string name, string? data, string split, ModelSet models)
    {
        if (!models.HasFold)
            return DatasetLocator.OpenSplit(name, data, split);
        return Of(models.Divide(DatasetLocator.Load(name, data)), split);
    }

    private static SplitReader Of(Dataset dataset, string split) =>
        SplitReader.Of(dataset.Split(split), dataset.Description.Md5);

    private static RunConfig? OwnImages(string model)
    {
        string card = ModelCard.PathOf(model);
        return File.Exists(card) && ModelCard.Read(card).Run is { Dataset.Description.Folder: not null } run
            ? run
            : null;
    }

    private static string? NameOf(string? data) =>
        File.Exists(data) ? Path.GetFileNameWithoutExtension(data).ToLowerInvariant() : null;

    // A folder with an archive in it is a data set, whatever else lies there.
    private static bool IsDataset(string word) =>
        Directory.Exists(word)
            ? InputFile.Read($"the folder {word}", () => Directory.EnumerateFiles(word, "*.npz").Any())
            : string.Equals(Path.GetExtension(word), ".npz", StringComparison.OrdinalIgnoreCase);

    private static bool IsFolderOfImages(string data) =>
        Directory.Exists(data)
        && !IsDataset(data)
        && InputFile.Read($"the folder {data}", () => ImagePaths.HasImages(data));
}
