using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data;

namespace QImpact.Inference;

/// <summary>What a model gives for a batch of images.</summary>
/// <param name="Logits">[count * classes], image by image.</param>
/// <param name="Probabilities">[count * classes].</param>
/// <param name="Expectations">[count * observables]; empty for a network without a quantum layer.</param>
public sealed record ClassifierOutput(float[] Logits, float[] Probabilities, float[] Expectations);

/// <summary>
/// An exported model, ready to run: input <c>images</c> float32 [batch, channels, size, size] with values in [0, 1];
/// outputs <c>logits</c> and <c>probabilities</c> [batch, classes] and, for hybrids, <c>expectations</c>
/// [batch, observables]. One instance may be used by one thread at a time.
/// </summary>
public sealed class Classifier : IDisposable
{
    private const string InputName = "images";

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _outputs;

    private Classifier(
        string file,
        InferenceSession session,
        DeviceChoice device,
        ModelMetadata metadata,
        ModelContract contract,
        string checksum
    )
    {
        _session = session;
        File = file;
        Device = device;
        Metadata = metadata;
        Contract = contract;
        Checksum = checksum;
        _outputs = contract.Observables > 0 ? ["logits", "probabilities", "expectations"] : ["logits", "probabilities"];
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

    /// <summary>Loads a file that <c>export</c> wrote.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="device">Where it shall run.</param>
    /// <param name="threads">Threads that one run may use; 0 for all processors.</param>
    /// <exception cref="BadInputException">
    /// The file is missing, no ONNX model, not of this project, or the device can't be had.
    /// </exception>
    public static Classifier Load(string file, DeviceRequest device = DeviceRequest.Auto, int threads = 0)
    {
        byte[] bytes = ReadFile(file);
        (InferenceSession session, DeviceChoice choice) = SessionFactory.Open(
            bytes,
            file,
            device,
            threads > 0 ? threads : Environment.ProcessorCount
        );
        try
        {
            ModelMetadata metadata = ModelMetadata.FromProperties(file, session.ModelMetadata.CustomMetadataMap);
            ModelContract contract = ModelContract.Read(file, session, metadata);
            string checksum = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return new Classifier(file, session, choice, metadata, contract, checksum);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs one batch.</summary>
    /// <param name="images">[count, channels, size, size], values in [0, 1].</param>
    /// <param name="count">Number of images.</param>
    /// <exception cref="ArgumentException">The length is not that of <paramref name="count"/> images.</exception>
    public ClassifierOutput Run(float[] images, int count)
    {
        if (images.Length != count * Contract.ImageLength)
            throw new ArgumentException(
                $"{images.Length} values for {count} images; expected {count} x {Contract.ImageLength}",
                nameof(images)
            );
        long[] shape = [count, Contract.Channels, Contract.Size, Contract.Size];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(images, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
            _runOptions,
            [InputName],
            [input],
            _outputs
        );
        return new ClassifierOutput(
            outputs[0].GetTensorDataAsSpan<float>().ToArray(),
            outputs[1].GetTensorDataAsSpan<float>().ToArray(),
            Contract.Observables > 0 ? outputs[2].GetTensorDataAsSpan<float>().ToArray() : []
        );
    }

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
