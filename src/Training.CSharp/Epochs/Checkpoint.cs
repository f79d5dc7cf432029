using System.IO.Compression;
using System.Text.Json;
using QImpact.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>
/// The file from which an interrupted run goes on, ending with the same bits as if it had never stopped. It is replaced as a
/// whole: an uncompressed zip of progress.json, the tensors, and the state of the random generator.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="interval">How long to train before the next one; default: a minute, as one of ResNet18 has 180 MB.</param>
public sealed class Checkpoint(string path, TimeSpan? interval = null)
{
    private const string ProgressEntry = "progress.json";
    private const string ModelEntry = "model.dat";
    private const string OptimiserEntry = "optimiser.dat";
    private const string BestEntry = "best.dat";
    private const string GeneratorEntry = "generator.dat";

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
        AtomicFile.Write(
            path,
            stream =>
            {
                using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                Write(archive, ProgressEntry, entry => JsonSerializer.Serialize(entry, progress, Json.Options));
                Write(archive, ModelEntry, entry => model.save(entry));
                Write(archive, OptimiserEntry, WithWriter(optimiser.save_state_dict));
                if (progress.Chosen is not null)
                    Write(archive, BestEntry, WithWriter(best.Save));
                using Tensor generator = get_rng_state();
                Write(archive, GeneratorEntry, entry => entry.Write(generator.bytes));
            }
        );
        _lastSaved = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Puts the saved state back.</summary>
    /// <exception cref="BadInputException">The file is damaged or belongs to another network.</exception>
    public TrainingProgress Load(nn.Module model, Adam optimiser, WeightsSnapshot best)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            using MemoryStream content = Content(archive, ProgressEntry);
            TrainingProgress progress =
                JsonSerializer.Deserialize<TrainingProgress>(content, Json.Options)
                ?? throw new InvalidDataException($"{ProgressEntry} holds null");
            using IDisposable noGradient = no_grad();
            using MemoryStream weights = Content(archive, ModelEntry);
            model.load(weights);
            using BinaryReader moments = new(Content(archive, OptimiserEntry));
            optimiser.load_state_dict(moments);
            if (progress.Chosen is not null)
            {
                using BinaryReader kept = new(Content(archive, BestEntry));
                best.Load(kept);
            }
            using MemoryStream state = Content(archive, GeneratorEntry);
            using Tensor generator = tensor(state.ToArray(), ScalarType.Byte);
            set_rng_state(generator);
            return progress;
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
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    // The zip's entries can't seek, and their checksums are proven by reading them to the end.
    private static MemoryStream Content(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}");
        MemoryStream content = new((int)entry.Length);
        using Stream stream = entry.Open();
        stream.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static void Write(ZipArchive archive, string name, Action<Stream> write)
    {
        using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        write(entry);
    }

    private static Action<Stream> WithWriter(Action<BinaryWriter> write) =>
        stream =>
        {
            using BinaryWriter writer = new(stream);
            write(writer);
        };
}
