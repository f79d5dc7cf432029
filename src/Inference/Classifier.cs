using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference.Images;
using QImpact.Inference.Sessions;
using QImpact.Inference.Thresholds;
using QImpact.Terminal;
using ModelMetadata = QImpact.Data.Models.ModelMetadata; // ONNX Runtime has one too

namespace QImpact.Inference;

/// <summary>What a model gives for a batch of images.</summary>
/// <param name="Logits">[count * classes], image by image.</param>
/// <param name="Probabilities">[count * classes].</param>
/// <param name="Expectations">[count * observables]; empty for a network without a quantum layer.</param>
public sealed record ClassifierOutput(float[] Logits, float[] Probabilities, float[] Expectations);

/// <summary>
/// An exported model, ready to run: input <c>images</c> float32 [batch, channels, size, size] with values in [0, 1];
/// outputs <c>logits</c> and <c>probabilities</c> [batch, classes] and, for hybrids, <c>expectations</c>
/// [batch, observables]. Several threads may call one instance at the same time.
/// </summary>
public sealed class Classifier : IDisposable
{
    /// <summary>Class 1 is decided where its probability is at least this, unless a threshold was chosen.</summary>
    public const double DefaultThreshold = 0.5;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _outputs;

    private Classifier(
        string file,
        InferenceSession session,
        DeviceChoice device,
        ModelMetadata metadata,
        ModelContract contract,
        string checksum,
        ModelCard? card
    )
    {
        _session = session;
        File = file;
        Device = device;
        Metadata = metadata;
        Contract = contract;
        Checksum = checksum;
        Threshold = contract.Classes == 2 ? ThresholdInUse.Of(card) : null;
        string[] outputs = [TensorNames.Logits, TensorNames.Probabilities];
        _outputs = contract.Observables > 0 ? [.. outputs, TensorNames.Expectations] : outputs;
    }

    /// <summary>The file that it was loaded from.</summary>
    public string File { get; }

    /// <summary>Where it runs.</summary>
    public DeviceChoice Device { get; }

    /// <summary>What the file says of itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>The shapes of inputs and outputs.</summary>
    public ModelContract Contract { get; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public string Checksum { get; }

    /// <summary>The threshold of class 1: the card's, or 0.5 where no card lies beside the file; null with more than two classes.</summary>
    public ThresholdInUse? Threshold { get; }

    /// <summary>Loads a file that <c>export</c> wrote; a card (.json) beside it gives the threshold.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="device">Where it shall run.</param>
    /// <param name="threads">Threads that one run may use; 0 for all processors.</param>
    /// <exception cref="BadInputException">
    /// The file is missing, no ONNX model, not of this project, or not the one that its card describes, or the device can't be had.
    /// </exception>
    public static Classifier Load(string file, DeviceRequest device = DeviceRequest.Auto, int threads = 0) =>
        Load(file, device, threads, withCard: true);

    /// <summary>Loads a file and may leave its card alone.</summary>
    /// <inheritdoc cref="Load(string, DeviceRequest, int)"/>
    internal static Classifier Load(string file, DeviceRequest device, int threads, bool withCard)
    {
        byte[] bytes = ReadFile(file);
        string checksum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        ModelCard? card = withCard ? CardOf(file, checksum) : null;
        (InferenceSession session, DeviceChoice choice) = SessionFactory.Open(
            bytes,
            file,
            device,
            threads > 0 ? threads : Environment.ProcessorCount
        );
        try
        {
            ModelMetadata metadata = ModelMetadata.FromProperties(file, session.ModelMetadata.CustomMetadataMap);
            ModelContract contract = SessionContract.Read(file, session, metadata);
            return new Classifier(file, session, choice, metadata, contract, checksum, card);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads an image file as this model takes it, whatever its size and colours (docs/inference.md).</summary>
    /// <param name="path">PNG, JPEG, BMP, GIF or WebP.</param>
    /// <returns>[channels, size, size], values in [0, 1].</returns>
    /// <exception cref="BadInputException">The file can't be read, or is no image that can be used.</exception>
    public float[] ReadImage(string path)
    {
        float[] image = new float[Contract.ImageLength];
        try
        {
            new ImageLoader(Contract.Channels, Contract.Size).Load(path, image);
            return image;
        }
        catch (BrokenImageException exception)
        {
            throw new BadInputException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Runs images.</summary>
    /// <param name="images">[count, channels, size, size], values in [0, 1].</param>
    /// <param name="count">Number of images.</param>
    /// <exception cref="ArgumentException">The length is not that of <paramref name="count"/> images.</exception>
    public ClassifierOutput Run(float[] images, int count)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Length != count * Contract.ImageLength)
            throw new ArgumentException(
                $"{images.Length} values for {count} images; expected {count} x {Contract.ImageLength}",
                nameof(images)
            );
        return Run(images.AsMemory(), count);
    }

    /// <summary>Runs images of a split.</summary>
    /// <param name="split">The split; its images have the model's shape.</param>
    /// <param name="samples">Their indices.</param>
    public ClassifierOutput Run(ImageSplit split, IReadOnlyList<int> samples)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(samples);
        float[] images = new float[samples.Count * split.ImageLength];
        for (int i = 0; i < samples.Count; i++)
            split.CopyScaled(samples[i], images.AsSpan(i * split.ImageLength, split.ImageLength));
        return Run(images, samples.Count);
    }

    /// <inheritdoc cref="Run(float[], int)"/>
    internal ClassifierOutput Run(Memory<float> images, int count) =>
        Contract.Batch is { } batch && batch != count ? RunPadded(images, count, batch) : RunOnce(images, count);

    // A file of a fixed batch is filled up with empty images, whose outputs are left out.
    private ClassifierOutput RunPadded(Memory<float> images, int count, int batch)
    {
        ClassifierOutput all = new(
            new float[count * Contract.Classes],
            new float[count * Contract.Classes],
            new float[count * Contract.Observables]
        );
        float[] padded = new float[batch * Contract.ImageLength];
        for (int first = 0; first < count; first += batch)
        {
            int part = Math.Min(batch, count - first);
            padded.AsSpan(part * Contract.ImageLength).Clear();
            images.Span.Slice(first * Contract.ImageLength, part * Contract.ImageLength).CopyTo(padded);
            ClassifierOutput output = RunOnce(padded, batch);
            Copy(output.Logits, all.Logits, Contract.Classes);
            Copy(output.Probabilities, all.Probabilities, Contract.Classes);
            Copy(output.Expectations, all.Expectations, Contract.Observables);

            void Copy(float[] from, float[] to, int width) =>
                from.AsSpan(0, part * width).CopyTo(to.AsSpan(first * width));
        }
        return all;
    }

    private ClassifierOutput RunOnce(Memory<float> images, int count)
    {
        long[] shape = [count, Contract.Channels, Contract.Size, Contract.Size];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            images[..(count * Contract.ImageLength)],
            shape
        );
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
            _runOptions,
            [TensorNames.Images],
            [input],
            _outputs
        );
        return new ClassifierOutput(
            outputs[0].GetTensorDataAsSpan<float>().ToArray(),
            outputs[1].GetTensorDataAsSpan<float>().ToArray(),
            Contract.Observables > 0 ? outputs[2].GetTensorDataAsSpan<float>().ToArray() : []
        );
    }

    /// <summary>The decision for one image, with this model's threshold.</summary>
    /// <param name="probabilities">[classes].</param>
    public int Decide(ReadOnlySpan<float> probabilities) => Decide(probabilities, Threshold?.Value ?? DefaultThreshold);

    /// <summary>
    /// The decision for one image: with two classes class 1 where its probability is at least the threshold, otherwise the
    /// most probable class, the lowest index on ties.
    /// </summary>
    public static int Decide(ReadOnlySpan<float> probabilities, double threshold)
    {
        if (probabilities.Length == 2)
            return probabilities[1] >= threshold ? 1 : 0;
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
            if (probabilities[i] > probabilities[best])
                best = i;
        return best;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static ModelCard? CardOf(string file, string checksum)
    {
        string path = ModelCard.PathOf(file);
        if (!System.IO.File.Exists(path))
            return null;
        ModelCard card = ModelCard.Read(path);
        return card.Sha256 == checksum
            ? card
            : throw new BadInputException(
                $"{file} has SHA-256 {checksum}, its card {path} says {card.Sha256}: the file was changed since it was exported; "
                    + "export it again"
            );
    }

    private static byte[] ReadFile(string file)
    {
        try
        {
            return System.IO.File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"the model {file} can't be read: {exception.Message}", exception);
        }
    }
}
