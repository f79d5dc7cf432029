using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Terminal;

namespace QImpact.Inference.Verification;

/// <summary>One check of a file.</summary>
/// <param name="Name">checksum, contract, metadata or parity.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Detail">What was found; where it does not hold, also what was expected.</param>
public sealed record VerifyCheck(string Name, bool Passed, string Detail);

/// <summary>The differences between ONNX Runtime here and the network as the parity table has it.</summary>
public sealed record VerifyParity(
    int Images,
    double? LargestExpectationDifference,
    double LargestLogitDifference,
    double LargestProbabilityDifference,
    int ChangedDecisions
);

/// <summary>What <c>verify</c> found.</summary>
/// <param name="Model">The file.</param>
/// <param name="Card">Its card.</param>
/// <param name="ParityTable">Its parity table.</param>
/// <param name="Passed">Whether every check holds.</param>
/// <param name="Checks">The checks.</param>
/// <param name="Parity">The differences.</param>
public sealed record VerifyResult(
    string Model,
    string Card,
    string ParityTable,
    bool Passed,
    ImmutableArray<VerifyCheck> Checks,
    VerifyParity Parity
);

/// <summary>
/// Holds an exported file against what was written beside it: the card (checksum, contract, metadata) and the parity table (the network's
/// outputs for every validation and test image).
/// </summary>
public static class Verifier
{
    private const int BatchSize = 64;

    /// <summary>Verifies a file.</summary>
    /// <param name="model">NAME.onnx; NAME.json and NAME.parity.csv are expected beside it.</param>
    /// <param name="data">The archive or its folder; null to look in the usual places.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 for all processors.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="BadInputException">A file is missing or none of what it should be, or the data are others.</exception>
    public static VerifyResult Verify(string model, string? data, int threads, CancellationToken cancellation)
    {
        string card = ModelCard.PathOf(model);
        string table = ParityTable.PathOf(model);
        using Classifier classifier = Classifier.Load(model, DeviceRequest.Cpu, threads, withCard: false);
        ModelCard stored = ModelCard.Read(card);
        IReadOnlyList<ParityRow> rows = ParityTable.Read(
            table,
            classifier.Contract.Classes,
            classifier.Contract.Observables
        );
        DatasetDescription expected = stored.Run.Dataset.Description;
        Dataset dataset = DatasetLocator
            .Load(expected.Name, data)
            .RequireMd5(expected.Md5, "the parity table was made from");
        VerifyParity parity = Compare(classifier, table, rows, dataset, cancellation);
        ImmutableArray<VerifyCheck> checks =
        [
            Checksum(model, classifier, stored),
            Contract(classifier, stored),
            Metadata(classifier, stored),
            Parity(parity, stored),
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
        return (classifier.Checksum, bytes) == (stored.Sha256, stored.Bytes)
            ? new VerifyCheck("checksum", true, $"SHA-256 {classifier.Checksum}, {bytes} bytes")
            : new VerifyCheck(
                "checksum",
                false,
                $"the file has SHA-256 {classifier.Checksum} and {bytes} bytes, the card {stored.Sha256} and {stored.Bytes}: it was changed since it was exported"
            );
    }

    private static VerifyCheck Contract(Classifier classifier, ModelCard stored)
    {
        string[] expected = [$"{stored.Input}", .. stored.Outputs.Select(output => $"{output}")];
        ModelContract contract = classifier.Contract;
        string[] found =
        [
            $"{contract.Input()}",
            .. contract
                .Outputs(classifier.Metadata.ClassNames, classifier.Metadata.Circuit)
                .Select(output => $"{output}"),
        ];
        string[] missing = [.. expected.Except(found)];
        string[] more = [.. found.Except(expected)];
        return missing.Length + more.Length == 0
            ? new VerifyCheck("contract", true, string.Join("; ", found))
            : new VerifyCheck(
                "contract",
                false,
                $"the file has {string.Join("; ", more.DefaultIfEmpty("nothing"))} where the card has {string.Join("; ", missing.DefaultIfEmpty("nothing"))}"
            );
    }

    private static VerifyCheck Metadata(Classifier classifier, ModelCard stored)
    {
        ModelMetadata found = classifier.Metadata;
        // The circuit is not compared: noise of the export is in the file's, and not in the run's.
        var values = found
            .ToProperties()
            .Zip(ModelMetadata.Of(stored.Name, stored.Run, found.Circuit).ToProperties())
            .Where(pair => pair.First.Key is not (ModelMetadata.SchemaKey or ModelMetadata.CircuitKey))
            .ToArray();
        string[] different =
        [
            .. values
                .Where(pair => pair.First.Value != pair.Second.Value)
                .Select(pair =>
                    $"{pair.First.Key} is '{pair.First.Value}' in the file and '{pair.Second.Value}' in the card"
                ),
        ];
        return different.Length == 0
            ? new VerifyCheck("metadata", true, $"{values.Length} properties as in the card")
            : new VerifyCheck("metadata", false, string.Join("; ", different));
    }

    private static VerifyCheck Parity(VerifyParity parity, ModelCard stored)
    {
        bool passed =
            parity.LargestProbabilityDifference <= stored.Parity.Tolerance
            && parity.ChangedDecisions <= stored.Parity.ChangedDecisions;
        string found = string.Create(
            CultureInfo.InvariantCulture,
            $"{parity.Images} images: largest probability difference {parity.LargestProbabilityDifference:0.0e-0} (at most {stored.Parity.Tolerance:0e-0}), {parity.ChangedDecisions} changed decisions"
        );
        return new VerifyCheck(
            "parity",
            passed,
            passed
                ? found
                : $"{found} (at most {stored.Parity.ChangedDecisions}): ONNX Runtime does not give what the table has"
        );
    }

    private static VerifyParity Compare(
        Classifier classifier,
        string table,
        IReadOnlyList<ParityRow> rows,
        Dataset dataset,
        CancellationToken cancellation
    )
    {
        double expectations = 0;
        double logits = 0;
        double probabilities = 0;
        int changed = 0;
        foreach (IGrouping<string, ParityRow> split in rows.GroupBy(row => row.Split))
        {
            ImageSplit images = dataset.Split(split.Key);
            foreach (ParityRow[] batch in split.Chunk(classifier.Contract.Batch ?? BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                if (batch.FirstOrDefault(row => row.Sample < 0 || row.Sample >= images.Count) is { } stranger)
                    throw new BadInputException(
                        $"{table} has the image {stranger.Sample} of {split.Key}; expected 0 to {images.Count - 1}"
                    );
                ClassifierOutput output = classifier.Run(images, [.. batch.Select(row => row.Sample)]);
                expectations = Math.Max(
                    expectations,
                    Largest(batch.SelectMany(r => r.Expectations), output.Expectations)
                );
                logits = Math.Max(logits, Largest(batch.SelectMany(row => row.Logits), output.Logits));
                probabilities = Math.Max(probabilities, Largest(batch.SelectMany(r => r.Scores), output.Probabilities));
                changed += batch.Where((row, i) => Decide(row.Scores) != Decide(Scores(output, i, row))).Count();
            }
        }
        return new VerifyParity(
            rows.Count,
            classifier.Contract.Observables == 0 ? null : expectations,
            logits,
            probabilities,
            changed
        );
    }

    private static ReadOnlySpan<float> Scores(ClassifierOutput output, int image, ParityRow row) =>
        output.Probabilities.AsSpan(image * row.Scores.Length, row.Scores.Length);

    private static int Decide(ReadOnlySpan<float> scores) => Classifier.Decide(scores, Classifier.DefaultThreshold);

    private static double Largest(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Difference.Of(expected.Select(value => (double)value), actual.Select(value => (double)value)).Largest;
}
