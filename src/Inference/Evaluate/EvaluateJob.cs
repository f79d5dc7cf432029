using QImpact.Data;
using QImpact.Data.Images;
using QImpact.Data.Models;
using QImpact.Inference.Infer;
using QImpact.Inference.Pipeline;
using QImpact.Inference.Sources;
using QImpact.Terminal;

namespace QImpact.Inference.Evaluate;

/// <summary>Runs models over labelled images, and has the table judged: what <c>evaluate</c> does.</summary>
public static class EvaluateJob
{
    private const int LargestPicture = 224;

    /// <summary>Does it.</summary>
    /// <returns>How the inference went.</returns>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; no table is written.</exception>
    public static InferSummary Execute(
        EvaluateRequest request,
        WriteEvaluation write,
        bool asJson,
        CancellationToken cancellation
    )
    {
        AtomicFile.RequireWritableFolder(request.Folder);
        InferSummary summary = InferJob.Execute(request.Infer, cancellation);
        if (summary.Models.All(model => model.Labelled == 0))
            throw new BadInputException($"{summary.Dataset}: no image has both a class and a prediction");
        write(
            new EvaluatedTable(
                summary.Output,
                request.Folder,
                summary.ClassNames,
                request.Worst,
                EvaluatedCopies.Of(request.Infer, cancellation),
                ids => Pictures(request.Infer, ids, cancellation)
            ),
            asJson
        );
        return summary;
    }

    // The source is read a second time, for the few images that are shown.
    private static Dictionary<string, byte[]> Pictures(
        InferRequest request,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellation
    )
    {
        HashSet<string> wanted = [.. ids];
        Dictionary<string, byte[]> pictures = [];
        if (wanted.Count == 0)
            return pictures;
        using ModelSet models = ModelSet.Load(
            [request.Models[0]],
            DeviceRequest.Cpu,
            threads: 1,
            ensemble: false,
            threshold: null
        );
        using ImageSource source = SourceFactory.Open(request, models, cancellation);
        ModelContract contract = models.First.Contract;
        ImageLoader loader = new(contract.Channels, contract.Size);
        float[] values = new float[loader.Length];
        foreach (SourceImage image in source.Images(cancellation).Where(image => wanted.Contains(image.Id)))
        {
            try
            {
                image.Decode(loader, values);
                pictures[image.Id] = PngImage.Encode(
                    ImageSplit.Unscale(values, contract.Channels),
                    contract.Size,
                    LargestPicture
                );
            }
            catch (BrokenImageException)
            {
                // It can have changed since it was judged: its row stands without a picture.
            }
        }
        return pictures;
    }
}
