using System.Collections.Immutable;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;

namespace QImpact.Inference.Tests;

/// <summary>Cards of tiny models, as export writes them.</summary>
internal static class Cards
{
    private static readonly SplitMetrics NoMetrics = new(
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null
    );

    public static ModelCard Of(Classifier classifier)
    {
        QImpact.Data.Models.ModelMetadata metadata = classifier.Metadata;
        DatasetDescription dataset = new(
            metadata.Dataset,
            "generated",
            metadata.DatasetMd5,
            metadata.IsPhantom,
            28,
            1,
            metadata.ClassNames,
            metadata.PositiveClass
        );
        return new ModelCard
        {
            Schema = ModelCard.CurrentSchema,
            Name = metadata.Name,
            Purpose = ModelCard.PurposeOf(dataset),
            File = Path.GetFileName(classifier.File),
            Bytes = new FileInfo(classifier.File).Length,
            Sha256 = classifier.Checksum,
            Precision = "fp32",
            Batch = null,
            Noise = null,
            OperatorSet = 17,
            Operators = ImmutableSortedDictionary<string, int>.Empty,
            Input = new CardTensor("images", "float32", ["batch", "1", "28", "28"], ""),
            Outputs =
            [
                new CardTensor("logits", "float32", ["batch", "2"], ""),
                new CardTensor("probabilities", "float32", ["batch", "2"], ""),
                new CardTensor("expectations", "float32", ["batch", "2"], ""),
            ],
            Threshold = classifier.Contract.Classes == 2 ? 0.5 : null,
            Metrics = new RunResult(1, 1, "", NoMetrics, NoMetrics),
            Parity = new Parity(234, null, null, new Difference(0, 0), new Difference(0, 0), 0, 1e-5),
            Circuit = JsonSerializer.SerializeToElement<string?>(null),
            Run = new RunConfig(
                RunConfig.CurrentSchema,
                metadata.Name,
                new RunDataset(dataset, 546, 78, 156),
                metadata.Architecture,
                metadata.Protocol,
                new TrainingSettings(Stem.Small, 0.5, 0.5, Balance.None, 1e-4, [], 32, 1, Selection.Last, false),
                metadata.Seed,
                1,
                metadata.Circuit,
                1,
                null,
                metadata.CodeVersion
            ),
        };
    }
}
