namespace QImpact.Inference.Tests;

/// <summary>Cards of tiny models, as export writes them.</summary>
internal static class Cards
{
    public static StoredCard Of(Classifier classifier)
    {
        ModelMetadata metadata = classifier.Metadata;
        return new StoredCard(
            StoredCard.CurrentSchema,
            metadata.Name,
            new FileInfo(classifier.File).Length,
            classifier.Checksum,
            new StoredTensor("images", "float32", ["batch", "1", "28", "28"]),
            [
                new StoredTensor("logits", "float32", ["batch", "2"]),
                new StoredTensor("probabilities", "float32", ["batch", "2"]),
                new StoredTensor("expectations", "float32", ["batch", "2"]),
            ],
            new StoredParity(1e-5, 0),
            new StoredRun(
                new StoredDataset(
                    new StoredDescription(
                        metadata.Dataset,
                        metadata.DatasetMd5,
                        metadata.IsPhantom,
                        metadata.ClassNames,
                        metadata.PositiveClass
                    )
                ),
                metadata.Architecture,
                metadata.Protocol,
                metadata.Seed,
                metadata.CodeVersion
            )
        );
    }
}
