using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data;
using QImpact.Data.Images;
using QImpact.Data.Models;
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
    private readonly string[] _outputs;

    // The number of images of every run, where that is fixed.
    private readonly int? _batch;

    private Classifier(InferenceSession session, ModelContract contract, int? batch)
    {
        _session = session;
        _batch = batch;
        Contract = contract;
        string[] outputs = [TensorNames.Logits, TensorNames.Probabilities];
        _outputs = contract.Observables > 0 ? [.. outputs, TensorNames.Expectations] : outputs;
    }

    /// <summary>The file that it was loaded from.</summary>
    public required string File { get; init; }

    /// <summary>Where it runs.</summary>
    public required DeviceChoice Device { get; init; }

    /// <summary>What the file says of itself.</summary>
    public required ModelMetadata Metadata { get; init; }

    /// <summary>The shapes of inputs and outputs.</summary>
    public ModelContract Contract { get; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public required string Checksum { get; init; }

    /// <summary>The threshold of class 1: the card's, or 0.5 where no card lies beside the file; null with more than two classes.</summary>
    public ThresholdInUse? Threshold { get; private init; }

    /// <summary>Loads a file that <c>export</c> wrote; a card (.json) beside it gives the threshold. 0 threads are all processors.</summary>
    /// <exception cref="BadInputException">
    /// The file is missing, no ONNX model, not of this project, or not the one that its card describes, or the device can't be had.
    /// </exception>
    public static Classifier Load(
        string file,
        DeviceRequest device = default,
        int threads = 0,
        CudaSettings? cuda = null
    ) => Load(file, device, threads, withCard: true, cuda);

    /// <summary>Loads a file and may leave its card alone.</summary>
    /// <inheritdoc cref="Load(string, DeviceRequest, int, CudaSettings)"/>
    internal static Classifier Load(
        string file,
        DeviceRequest device,
        int threads,
        bool withCard,
        CudaSettings? cuda = null
    )
    {
        if (Path.GetExtension(file) == ".json")
            throw new BadInputException(
                $"{file} is no model; a card lies beside its model: expected {Path.ChangeExtension(file, ".onnx")}"
            );
        if (FileKind.Of(file) is not FileKind.Kind.Ordinary)
            throw new BadInputException($"the model {file} is a pipe or a device; expected a file that export wrote");
        byte[] bytes = InputFile.Read($"the model {file}", () => System.IO.File.ReadAllBytes(file));
        string checksum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        ModelCard? card = withCard ? CardOf(file, checksum) : null;
        int processors = Options.ThreadCount(threads);
        (InferenceSession session, DeviceChoice choice) = SessionFactory.Open(
            bytes,
            file,
            device,
            processors,
            cuda ?? new CudaSettings()
        );
        try
        {
            ModelMetadata metadata = ModelMetadata.FromProperties(file, session.ModelMetadata.CustomMetadataMap);
            ModelContract contract = SessionContract.Read(file, session, metadata);
            return new Classifier(session, contract, contract.Batch ?? (choice.IsCuda ? cuda?.ImagesPerRun : null))
            {
                File = file,
                Device = choice,
                Metadata = metadata,
                Checksum = checksum,
                Threshold = contract.Classes == 2 ? ThresholdInUse.Of(card) : null,
            };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads an image file as this model takes it, whatever its size and colours (docs/inference.md).</summary>
    /// <param name="path">PNG, JPEG, BMP, GIF, WebP or TIFF.</param>
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

    /// <summary>Runs images, [count, channels, size, size], values in [0, 1].</summary>
    /// <exception cref="ArgumentException">The length is not that of <paramref name="count"/> images.</exception>
    /// <exception cref="BadInputException">The model fails, or does not give what it declares; the line says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, which ends a model between two of its operators.</exception>
    public ClassifierOutput Run(float[] images, int count, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Length != count * Contract.ImageLength)
            throw new ArgumentException(
                $"{images.Length} values for {count} images; expected {count} x {Contract.ImageLength}",
                nameof(images)
            );
        return Run(images.AsMemory(), count, cancellation);
    }

    /// <summary>Runs images of a split, named by their indices; they have the model's shape.</summary>
    /// <inheritdoc cref="Run(float[], int, CancellationToken)"/>
    public ClassifierOutput Run(ImageSplit split, IReadOnlyList<int> samples, CancellationToken cancellation = default)
    {
        float[] images = new float[samples.Count * split.ImageLength];
        for (int i = 0; i < samples.Count; i++)
            split.CopyScaled(samples[i], images.AsSpan(i * split.ImageLength, split.ImageLength));
        return Run(images, samples.Count, cancellation);
    }

    /// <inheritdoc cref="Run(float[], int, CancellationToken)"/>
    internal ClassifierOutput Run(Memory<float> images, int count, CancellationToken cancellation) =>
        BatchFor(count) is { } batch && batch != count
            ? RunPadded(images, count, batch, cancellation)
            : RunOnce(images, count, cancellation);

    private int? BatchFor(int count) =>
        _batch ?? (Device.IsCuda && count > CudaSettings.MostImages ? CudaSettings.MostImages : null);

    // A fixed batch is filled up with empty images, whose outputs are left out.
    private ClassifierOutput RunPadded(Memory<float> images, int count, int batch, CancellationToken cancellation)
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
            ClassifierOutput output = RunOnce(padded, batch, cancellation);
            Copy(output.Logits, all.Logits, Contract.Classes);
            Copy(output.Probabilities, all.Probabilities, Contract.Classes);
            Copy(output.Expectations, all.Expectations, Contract.Observables);

            void Copy(float[] from, float[] to, int width) =>
                from.AsSpan(0, part * width).CopyTo(to.AsSpan(first * width));
        }
        return all;
    }

    private ClassifierOutput RunOnce(Memory<float> images, int count, CancellationToken cancellation)
    {
        long[] shape = [count, Contract.Channels, Contract.Size, Contract.Size];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            images[..(count * Contract.ImageLength)],
            shape
        );
        using IDisposableReadOnlyCollection<OrtValue> outputs = RunSession(input, cancellation);
        return new ClassifierOutput(
            Values(outputs[0], TensorNames.Logits, count, Contract.Classes),
            Values(outputs[1], TensorNames.Probabilities, count, Contract.Classes),
            Contract.Observables > 0 ? Values(outputs[2], TensorNames.Expectations, count, Contract.Observables) : []
        );
    }

    private IDisposableReadOnlyCollection<OrtValue> RunSession(OrtValue input, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using RunOptions options = new() { LogSeverityLevel = SessionFactory.Silent };
        using CancellationTokenRegistration stop = cancellation.Register(() => options.Terminate = true);
        try
        {
            return _session.Run(options, [TensorNames.Images], [input], _outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            string reason = SessionFactory.Reason(exception);
            throw new BadInputException(
                $"{File} can't be run: {(Device.IsCuda ? CudaFailure.Explain(reason) : reason)}",
                exception
            );
        }
    }

    // ONNX Runtime holds a file to the shapes that it declares with warnings alone.
    private float[] Values(OrtValue output, string name, int count, int width)
    {
        long[] shape = output.GetTensorTypeAndShape().Shape;
        return shape.AsSpan().SequenceEqual([count, width])
            ? output.GetTensorDataAsSpan<float>().ToArray()
            : throw new BadInputException(
                $"{File} gives '{name}' of shape [{string.Join(", ", shape)}] for {count} images; expected [{count}, {width}], as it declares"
            );
    }

    /// <summary>The decision for one image, probabilities [classes], with this model's threshold.</summary>
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
    public void Dispose() => _session.Dispose();

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
}
