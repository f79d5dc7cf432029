using System.Globalization;
using QImpact.Data;
using QImpact.Data.Predictions;

namespace QImpact.Inference;

/// <summary>Runs a model over a split of a data set, batch by batch, in the split's order.</summary>
public static class SplitInference
{
    /// <summary>Images per run where nothing else is asked for.</summary>
    public const int DefaultBatchSize = 64;

    /// <summary>The threshold where nothing else is asked for.</summary>
    public const double DefaultThreshold = 0.5;

    /// <summary>What all rows share.</summary>
    public static PredictionContext Context(Classifier model, Dataset dataset, ImageSplit split) =>
        new(
            dataset.Description.Name,
            split.Name,
            model.Metadata.Name,
            model.Metadata.Seed,
            model.Contract.Classes,
            model.Contract.Observables,
            model.Contract.Classes == 2 ? DefaultThreshold : null,
            model.Checksum
        );

    /// <summary>One prediction per image.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">The images.</param>
    /// <param name="batchSize">Images per run.</param>
    /// <param name="progress">Called with the number of images done.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="BadInputException">The images are not of the model's shape, or have more classes.</exception>
    public static IEnumerable<Prediction> Run(
        Classifier model,
        ImageSplit split,
        int batchSize,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        RequireMatch(model, split);
        for (int first = 0; first < split.Count; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batchSize, split.Count - first);
            float[] images = new float[count * split.ImageLength];
            split.CopyScaled(first, images);
            ClassifierOutput output = model.Run(images, count);
            for (int i = 0; i < count; i++)
                yield return ToPrediction(model.Contract, output, i, first + i, split.Labels[first + i]);
            progress(first + count);
        }
    }

    private static Prediction ToPrediction(
        ModelContract contract,
        ClassifierOutput output,
        int row,
        int sample,
        int label
    )
    {
        ReadOnlySpan<float> scores = output.Probabilities.AsSpan(row * contract.Classes, contract.Classes);
        return new Prediction(
            sample.ToString(CultureInfo.InvariantCulture),
            label,
            [.. scores],
            [.. output.Expectations.AsSpan(row * contract.Observables, contract.Observables)],
            Classifier.Decide(scores, DefaultThreshold),
            Error: null
        );
    }

    private static void RequireMatch(Classifier model, ImageSplit split)
    {
        ModelContract contract = model.Contract;
        if ((contract.Channels, contract.Size) != (split.Channels, split.Size))
            throw new BadInputException(
                $"{model.File} takes images of {contract.Size}x{contract.Size}x{contract.Channels}; the {split.Name} "
                    + $"split has {split.Size}x{split.Size}x{split.Channels}"
            );
        int unknown = Array.FindIndex(split.Labels, label => label >= contract.Classes);
        if (unknown >= 0)
            throw new BadInputException(
                $"{model.File} knows {contract.Classes} classes; image {unknown} of the {split.Name} split has label "
                    + $"{split.Labels[unknown]}"
            );
    }
}
