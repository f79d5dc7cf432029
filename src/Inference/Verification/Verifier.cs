using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference.Sessions;
using QImpact.Terminal;

namespace QImpact.Inference.Verification;

/// <summary>One check of a file (checksum, contract, metadata or parity): what was found; where it does not hold, also what was expected.</summary>
public sealed record VerifyCheck(string Name, bool Passed, string Detail);

/// <summary>The differences between ONNX Runtime here and the network as the parity table has it.</summary>
public sealed record LargestDifferences(
    int Images,
    double? LargestExpectationDifference,
    double LargestLogitDifference,
    double LargestProbabilityDifference,
    int ChangedDecisions
);

/// <summary>What <c>verify</c> found in a file, its card and its parity table; passed where every check did.</summary>
public sealed record VerifyResult(
    string Model,
    string Card,
    string ParityTable,
    bool Passed,
    ImmutableArray<VerifyCheck> Checks,
    LargestDifferences Parity
);

/// <summary>
/// Holds an exported file against what was written beside it: the card (checksum, contract, metadata) and the parity table (the network's
/// outputs for every validation and test image).
/// </summary>
public static class Verifier
{
    private const int BatchSize = 64;

    /// <summary>
    /// Verifies NAME.onnx; NAME.json and NAME.parity.csv are expected beside it. 0 threads are all processors.
    /// </summary>
    /// <exception cref="BadInputException">A file is missing or none of what it should be, or the data are others.</exception>
    public static VerifyResult Verify(
        string model,
        string? data,
        (DeviceRequest Device, CudaSettings Cuda) where,
        int threads,
        CancellationToken cancellation
    )
    {
        string card = ModelCard.PathOf(model);
        string table = ParityTable.PathOf(model);
        using Classifier classifier = Classifier.Load(
            model,
            where.Device,
            threads,
            withCard: false,
            where.Cuda with
            {
                Batch = BatchSize,
            }
        );
        ModelCard stored = ModelCard.Read(card);
        IReadOnlyList<ParityRow> rows = ParityTable.Read(
            table,
            classifier.Contract.Classes,
            classifier.Contract.Observables
        );
        Dataset dataset = RunData.Load(stored.Run, data, cancellation: cancellation);
        LargestDifferences parity = Compare(classifier, table, rows, dataset, cancellation);
        ImmutableArray<VerifyCheck> checks =
        [
            Checksum(model, classifier, stored),
            Contract(classifier, stored),
            Metadata(classifier, stored),
            Parity(parity, classifier.Device, stored),
        ];
        return new VerifyResult(
            Path.GetFullPath(model),
            Path.GetFullPath(card),
            Path.GetFullPath(table),
            checks.All(check => check.Passed),
            checks,
            parity
        );
    }

    private static VerifyCheck Checksum(string model, Classifier classifier, ModelCard stored)
    {
        long bytes = new FileInfo(model).Length;
        bool passed = (classifier.Checksum, bytes) == (stored.Sha256, stored.Bytes);
        return new VerifyCheck(
            "checksum",
            passed,
            passed
                ? $"SHA-256 {classifier.Checksum}, {bytes} bytes"
                : $"the file has SHA-256 {classifier.Checksum} and {bytes} bytes, the card {stored.Sha256} and {stored.Bytes}: it was changed since it was exported"
        );
    }

    private static VerifyCheck Contract(Classifier classifier, ModelCard stored)
    {
        string[] expected = [$"{stored.Input}", .. stored.Outputs.Select(output => $"{output}")];
        ModelMetadata metadata = classifier.Metadata;
        IEnumerable<CardTensor> outputs = classifier.Contract.Outputs(metadata.ClassNames, metadata.Circuit);
        string[] found = [$"{classifier.Contract.Input()}", .. outputs.Select(output => $"{output}")];
        string[] missing = [.. expected.Except(found)];
        string[] more = [.. found.Except(expected)];
        bool passed = missing.Length + more.Length == 0;
        return new VerifyCheck(
            "contract",
            passed,
            passed
                ? string.Join("; ", found)
                : $"the file has {string.Join("; ", more.DefaultIfEmpty("nothing"))} where the card has {string.Join("; ", missing.DefaultIfEmpty("nothing"))}"
        );
    }

    private static VerifyCheck Metadata(Classifier classifier, ModelCard stored)
    {
        ModelMetadata found = classifier.Metadata;
        // The circuit is not compared: noise of the export is in the file's, and not in the run's. The weights are the file's alone.
        Dictionary<string, string> file = new(found.ToProperties());
        Dictionary<string, string> card = new(ModelMetadata.Of(stored.Name, stored.Run, found.Circuit).ToProperties());
        string[] known = [ModelMetadata.SchemaKey, ModelMetadata.CircuitKey, ModelMetadata.WeightsKey];
        string[] names = [.. file.Keys.Union(card.Keys).Except(known)];
        string[] different =
        [
            .. names
                .Where(name => Value(file, name) != Value(card, name))
                .Select(name => $"{name} is {Value(file, name)} in the file and {Value(card, name)} in the card"),
        ];
        bool passed = different.Length == 0;
        return new VerifyCheck(
            "metadata",
            passed,
            passed ? $"{names.Length} properties as in the card" : string.Join("; ", different)
        );

        static string Value(Dictionary<string, string> properties, string name) =>
            properties.TryGetValue(name, out string? value) ? $"'{value}'" : "missing";
    }

    private static VerifyCheck Parity(LargestDifferences parity, DeviceChoice device, ModelCard stored)
    {
        bool passed =
            parity.LargestProbabilityDifference <= stored.Parity.Tolerance
            && parity.ChangedDecisions <= stored.Parity.ChangedDecisions;
        string found = string.Create(
            CultureInfo.InvariantCulture,
            $"{parity.Images} images on {device.Name} ({device.Reason}): largest probability difference {parity.LargestProbabilityDifference:0.0e-0} (at most {stored.Parity.Tolerance:0e-0}), {parity.ChangedDecisions} changed decisions"
        );
        return new VerifyCheck(
            "parity",
            passed,
            passed
                ? found
                : $"{found} (at most {stored.Parity.ChangedDecisions}): ONNX Runtime does not give what the table has"
        );
    }

    private static LargestDifferences Compare(
        Classifier classifier,
        string table,
        IReadOnlyList<ParityRow> rows,
        Dataset dataset,
        CancellationToken cancellation
    )
    {
        ILookup<string, ParityRow> splits = rows.ToLookup(row => row.Split);
        List<ClassifierOutput> outputs = [];
        foreach (IGrouping<string, ParityRow> split in splits)
        {
            ImageSplit images = dataset.Split(split.Key);
            foreach (int[] batch in split.Select(row => row.Sample).Chunk(classifier.Contract.Batch ?? BatchSize))
            {
                int strange = Array.FindIndex(batch, sample => sample < 0 || sample >= images.Count);
                if (strange >= 0)
                    throw new BadInputException(
                        $"{table} has the image {batch[strange]} of {split.Key}; expected 0 to {images.Count - 1}"
                    );
                outputs.Add(classifier.Run(images, batch, cancellation));
            }
        }
        ParityRow[] expected = [.. splits.SelectMany(split => split)];
        return new LargestDifferences(
            rows.Count,
            classifier.Contract.Observables == 0 ? null : Largest(row => row.Expectations, given => given.Expectations),
            Largest(row => row.Logits, given => given.Logits),
            Largest(row => row.Scores, given => given.Probabilities),
            expected
                .Zip(outputs.SelectMany(given => given.Probabilities.Chunk(classifier.Contract.Classes)))
                .Count(pair => Decide(pair.First.Scores) != Decide(pair.Second))
        );

        double Largest(Func<ParityRow, float[]> stored, Func<ClassifierOutput, float[]> given) =>
            Difference.Of(expected.SelectMany(stored), outputs.SelectMany(given)).Largest;
    }

    private static int Decide(float[] scores) => Classifier.Decide(scores, Classifier.DefaultThreshold);
}
