using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace QImpact.Data.Runs;

/// <summary>
/// A finished run in one file of some kilobytes, <c>NAME.zip</c>: its run folder without weights and event files, and <c>study.json</c>, which
/// says which run it is. Every file in it is held against the run's SHA-256 sums when it is read. Of where its images lay it keeps the file's name
/// alone: archives are published, and folders are nobody's business.
/// </summary>
/// <param name="File">Where it lies.</param>
/// <param name="Identity">Which run it is.</param>
/// <param name="Config">What was trained.</param>
/// <param name="Result">How it ended.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Seconds">What each epoch took.</param>
/// <param name="Scores">How its network scores the validation and test images.</param>
/// <param name="Head">The parameters behind the bottleneck.</param>
public sealed record RunArchive(
    string File,
    RunIdentity Identity,
    RunConfig Config,
    RunResult Result,
    ImmutableArray<HistoryRow> History,
    ImmutableArray<double> Seconds,
    ImmutableArray<ScoreRow> Scores,
    TrainedHead Head
)
{
    /// <summary>The ending of such a file's name.</summary>
    public const string Extension = ".zip";

    private const string IdentityName = "study.json";

    // No file of a run comes near it; a larger one is no run's.
    private const long LargestFile = 64 << 20;

    // The same files give the same archive, whenever they are packed.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a finished run, whole or not at all.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="identity">Which run it is.</param>
    /// <param name="file">The file to write.</param>
    /// <exception cref="BadInputException">The run has not ended or is damaged, or the file can't be written.</exception>
    public static void Write(RunFolder run, RunIdentity identity, string file)
    {
        run.ReadResult();
        RunChecksums.RequirePresent(run);
        RunChecksums.RequireAll(run);
        AtomicFile.Write(
            file,
            stream =>
            {
                using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                byte[] config = WithoutFolder(run);
                foreach (string source in Files(run))
                    Add(
                        zip,
                        Path.GetFileName(source),
                        source == run.ConfigFile ? config
                            : source == run.ChecksumsFile
                                ? Encoding.UTF8.GetBytes(RunChecksums.WithSum(run, run.ConfigFile, config))
                            : InputFile.Read(source, () => System.IO.File.ReadAllBytes(source))
                    );
                using MemoryStream written = new();
                Json.Writer(identity)(written);
                Add(zip, IdentityName, written.ToArray());
            }
        );
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="BadInputException">It is no archive of a run, is damaged, or lacks a file; the message names it.</exception>
    public static RunArchive Read(string file)
    {
        ImmutableDictionary<string, byte[]> members = Verified(file);
        RunFolder names = new("");
        return new RunArchive(
            file,
            Parsed<RunIdentity>(IdentityName).Require($"{file}, {IdentityName}"),
            RunFolder.Require(Parsed<RunConfig>(names.ConfigFile), $"{file}, {names.ConfigFile}"),
            Parsed<RunResult>(names.ResultFile),
            HistoryRow.Parse(Table(names.HistoryFile), $"{file}, {names.HistoryFile}"),
            EpochSeconds(Table(names.TimingFile), $"{file}, {names.TimingFile}"),
            ScoreTable.Parse(Table(names.ScoresFile), $"{file}, {names.ScoresFile}"),
            Parsed<TrainedHead>(names.HeadFile)
        );

        T Parsed<T>(string name) => Json.Parse<T>($"{file}, {name}", Text(name));

        CsvText Table(string name) => CsvReader.Parse($"{file}, {name}", Text(name));

        string Text(string name) => Encoding.UTF8.GetString(Member(members, file, name));
    }

    /// <summary>Puts the files of an archive back into a run folder, for a run that is measured against this one.</summary>
    /// <exception cref="BadInputException">As of <see cref="Read"/>; or the folder can't be written.</exception>
    public static void Unpack(string file, RunFolder run)
    {
        ImmutableDictionary<string, byte[]> members = Verified(file);
        foreach (string target in Files(run))
            AtomicFile.Write(target, stream => stream.Write(Member(members, file, Path.GetFileName(target))));
    }

    private static IEnumerable<string> Files(RunFolder run) =>
        run.RecordFiles.Except([run.BestWeightsFile]).Append(run.ChecksumsFile).Append(run.ResultFile);

    private static byte[] WithoutFolder(RunFolder run)
    {
        RunConfig config = run.ReadConfig();
        DatasetDescription description = config.Dataset.Description;
        using MemoryStream written = new();
        Json.Writer(
            config with
            {
                Dataset = config.Dataset with
                {
                    Description = description with
                    {
                        Source = Path.GetFileName(Path.TrimEndingDirectorySeparator(description.Source)),
                    },
                },
            }
        )(written);
        return written.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Time;
        using Stream stream = entry.Open();
        stream.Write(content);
    }

    // The members, each of which is what training wrote.
    private static ImmutableDictionary<string, byte[]> Verified(string file)
    {
        ImmutableDictionary<string, byte[]> members = Members(file);
        RunFolder names = new("");
        Dictionary<string, string> sums = RunChecksums.Parse(
            $"{file}, {names.ChecksumsFile}",
            Encoding.UTF8.GetString(Member(members, file, names.ChecksumsFile))
        );
        foreach (string name in Files(names).Except([names.ChecksumsFile]))
            if (
                !sums.TryGetValue(name, out string? sum)
                || sum != Convert.ToHexStringLower(SHA256.HashData(Member(members, file, name)))
            )
                throw new BadInputException(
                    $"{file}: {name} is not the file that training wrote: its SHA-256 is not the one in {names.ChecksumsFile}; get the "
                        + "archive again, or delete it and run the study again"
                );
        return members;
    }

    private static ImmutableDictionary<string, byte[]> Members(string file)
    {
        try
        {
            using ZipArchive zip = InputFile.Read(file, () => ZipFile.OpenRead(file));
            return zip.Entries.ToImmutableDictionary(entry => entry.FullName, entry => Content(file, entry));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException)
        {
            throw new BadInputException(
                $"{file} is no archive of a run, or is cut off or damaged: {exception.AsReason()}; get it again, or delete it and run the "
                    + "study again",
                exception
            );
        }
    }

    private static byte[] Content(string file, ZipArchiveEntry entry)
    {
        if (entry.Length > LargestFile)
            throw new BadInputException(
                $"{file}: {entry.FullName} has {entry.Length} bytes; expected a run's file, at most {LargestFile}"
            );
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static byte[] Member(ImmutableDictionary<string, byte[]> members, string file, string name) =>
        members.TryGetValue(name, out byte[]? content)
            ? content
            : throw new BadInputException($"{file} has no {name}: it is no archive of a run; get it again");

    private static ImmutableArray<double> EpochSeconds(CsvText table, string file)
    {
        CsvNumbers numbers = new(table, file);
        numbers.RequireHeader("epoch,seconds");
        return [.. table.Rows.Select(row => numbers.Real(row, "seconds"))];
    }
}
