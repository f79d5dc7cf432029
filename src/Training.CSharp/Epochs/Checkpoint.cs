using System.Text.Json;
using QImpact.Data;
using QImpact.Training.Optimisers;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>
/// The file from which an interrupted run goes on, ending with the same bits as if it had never stopped: the run that it belongs to,
/// its progress, the tensors, the state of the random generator, and a checksum of all that. It is replaced as a whole.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="run">What tells the run from every other one; a checkpoint of another is refused.</param>
/// <param name="interval">How long to train before the next one; default: a minute, as one of ResNet18 has 180 MB.</param>
public sealed class Checkpoint(string path, string run, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromMinutes(1);
    private long _lastSaved = TimeProvider.System.GetTimestamp();

    /// <summary>Whether the file is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Whether the last one is so old that it is time for another.</summary>
    public bool IsDue => TimeProvider.System.GetElapsedTime(_lastSaved) >= _interval;

    /// <summary>Saves the state between two steps: network, optimiser, and the weights of the chosen epoch.</summary>
    /// <exception cref="BadInputException">The file can't be written; the one before is still there.</exception>
    public void Save(TrainingProgress progress, nn.Module model, Adam optimiser, WeightsSnapshot best)
    {
        SealedFile.Write(
            path,
            writer =>
            {
                writer.Write(run);
                writer.Write(JsonSerializer.Serialize(progress, Json.Options));
                model.save(writer);
                optimiser.Save(writer);
                if (progress.Chosen is not null)
                    best.Save(writer);
                using Tensor generator = get_rng_state();
                writer.Write((int)generator.numel());
                writer.Write(generator.bytes);
            }
        );
        _lastSaved = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Puts the saved state back.</summary>
    /// <exception cref="BadInputException">The file is damaged or belongs to another run.</exception>
    public TrainingProgress Load(nn.Module model, Adam optimiser, WeightsSnapshot best)
    {
        try
        {
            return SealedFile.Read(path, reader => Read(reader, model, optimiser, best));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new BadInputException(
                $"the checkpoint {path} can't be used: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}; delete it to "
                    + "begin the run again",
                exception
            );
        }
    }

    /// <summary>Deletes the file and its folder; the run has ended.</summary>
    public void Delete()
    {
        AtomicFile.DeleteIfPresent(path);
        string folder = Path.GetDirectoryName(path)!;
        TemporaryFile.DeleteLeftovers(folder);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private TrainingProgress Read(BinaryReader reader, nn.Module model, Adam optimiser, WeightsSnapshot best)
    {
        if (reader.ReadString() != run)
            throw new InvalidDataException("it belongs to another run, or config.json was changed since");
        TrainingProgress progress =
            JsonSerializer.Deserialize<TrainingProgress>(reader.ReadString(), Json.Options)
            ?? throw new InvalidDataException("it has no progress");
        using IDisposable noGradient = no_grad();
        model.load(reader);
        optimiser.Load(reader);
        if (progress.Chosen is not null)
            best.Load(reader);
        using Tensor generator = tensor(reader.ReadBytes(reader.ReadInt32()), ScalarType.Byte);
        set_rng_state(generator);
        return progress;
    }
}
