using QImpact.Data;

namespace QImpact.Inference.Verification;

/// <summary>Runs images of a split through a file, which may take a fixed number of them at a time.</summary>
public static class PaddedRun
{
    /// <summary>The outputs for these images, in their order; a fixed batch is filled up with empty images, whose outputs are left out.</summary>
    public static ClassifierOutput Run(Classifier classifier, ImageSplit split, IReadOnlyList<int> samples)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        int batch = classifier.Contract.Batch ?? samples.Count;
        List<float> logits = [];
        List<float> probabilities = [];
        List<float> expectations = [];
        foreach (int[] chunk in samples.Chunk(batch))
        {
            float[] images = new float[batch * split.ImageLength];
            for (int i = 0; i < chunk.Length; i++)
                split.CopyScaled(chunk[i], images.AsSpan(i * split.ImageLength, split.ImageLength));
            ClassifierOutput output = classifier.Run(images, batch);
            logits.AddRange(output.Logits.AsSpan(0, chunk.Length * classifier.Contract.Classes));
            probabilities.AddRange(output.Probabilities.AsSpan(0, chunk.Length * classifier.Contract.Classes));
            expectations.AddRange(output.Expectations.AsSpan(0, chunk.Length * classifier.Contract.Observables));
        }
        return new ClassifierOutput([.. logits], [.. probabilities], [.. expectations]);
    }
}
