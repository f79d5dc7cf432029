using QImpact.Data;
using QImpact.Inference;

namespace QImpact.Training.Export;

/// <summary>One split's outputs, by TorchSharp and by ONNX Runtime.</summary>
/// <param name="Split">The split's name.</param>
/// <param name="Torch">TorchSharp's outputs.</param>
/// <param name="Onnx">ONNX Runtime's outputs.</param>
public sealed record SplitOutputs(string Split, Evaluation Torch, ClassifierOutput Onnx);

/// <summary>Compares an exported file with the network that it came from.</summary>
public static class ParityCheck
{
    /// <summary>The largest difference of a probability that an export may have.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Runs the file over a split as ONNX Runtime sees it.</summary>
    public static ClassifierOutput RunAll(Classifier classifier, ImageSplit split)
    {
        float[] images = new float[split.Count * split.ImageLength];
        split.CopyScaled(0, images);
        return classifier.Run(images, split.Count);
    }

    /// <summary>The differences over all splits.</summary>
    public static Parity Compare(IReadOnlyList<SplitOutputs> splits) =>
        new(
            splits.Sum(split => split.Torch.Labels.Length),
            splits.Max(split => Largest(split.Torch.Probabilities, split.Onnx.Probabilities)),
            splits.Max(split => Largest(split.Torch.Logits, split.Onnx.Logits)),
            splits[0].Torch.Observables == 0
                ? null
                : splits.Max(split => Largest(split.Torch.Expectations, split.Onnx.Expectations)),
            splits.Sum(ChangedDecisions),
            Tolerance
        );

    /// <summary>Writes TorchSharp's outputs for every image, so that any consumer of the file can be checked.</summary>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void WriteTable(string path, IReadOnlyList<SplitOutputs> splits)
    {
        Evaluation first = splits[0].Torch;
        AtomicFile.WriteText(
            path,
            writer =>
            {
                writer.WriteLine(
                    CsvTable.Line([
                        "split",
                        "sample_id",
                        "label",
                        .. Columns("expectation", first.Observables),
                        .. Columns("logit", first.Classes),
                        .. Columns("score", first.Classes),
                    ])
                );
                foreach (SplitOutputs split in splits)
                    for (int i = 0; i < split.Torch.Labels.Length; i++)
                        writer.WriteLine(CsvTable.Line(Row(split, i)));
            }
        );
    }

    private static IEnumerable<string> Row(SplitOutputs split, int image) =>
        [
            split.Split,
            CsvTable.Cell(image),
            CsvTable.Cell(split.Torch.Labels[image]),
            .. Cells(split.Torch.Expectations, image, split.Torch.Observables),
            .. Cells(split.Torch.Logits, image, split.Torch.Classes),
            .. Cells(split.Torch.Probabilities, image, split.Torch.Classes),
        ];

    private static IEnumerable<string> Columns(string name, int count) =>
        Enumerable.Range(0, count).Select(i => $"{name}_{i}");

    private static IEnumerable<string> Cells(float[] values, int row, int columns) =>
        values.Skip(row * columns).Take(columns).Select(CsvTable.Cell);

    // A NaN on either side must not pass for agreement.
    private static double Largest(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
            return double.PositiveInfinity;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return largest;
    }

    private static int ChangedDecisions(SplitOutputs split) =>
        Enumerable
            .Range(0, split.Torch.Labels.Length)
            .Count(i => Decision(split.Torch.Probabilities, i, split) != Decision(split.Onnx.Probabilities, i, split));

    private static int Decision(float[] probabilities, int image, SplitOutputs split) =>
        Classifier.Decide(
            probabilities.AsSpan(image * split.Torch.Classes, split.Torch.Classes),
            SplitInference.DefaultThreshold
        );
}
