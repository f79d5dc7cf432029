using System.Security.Cryptography;

namespace QImpact.Data.Runs;

/// <summary>
/// <c>SHA256SUMS</c> of a finished run: the SHA-256 of each of its files, in the form that <c>sha256sum -c SHA256SUMS</c> checks too.
/// </summary>
public static class RunChecksums
{
    private const int Digits = 64;
    private const string Separator = "  ";

    /// <summary>Ends a run: the checksums of its files that are there, then <c>result.json</c>, which says that it has ended.</summary>
    /// <exception cref="BadInputException">A file can't be read or written.</exception>
    public static void Seal(RunFolder run, RunResult result)
    {
        Action<Stream> write = Json.Writer(result);
        using MemoryStream content = new();
        write(content);
        string[] lines =
        [
            .. run.RecordFiles.Where(File.Exists).Select(file => Line(run, file, Sum(file))),
            Line(run, run.ResultFile, Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))),
        ];
        AtomicFile.WriteAll(
            (run.ChecksumsFile, AtomicFile.Text(writer => Array.ForEach(lines, writer.WriteLine))),
            (run.ResultFile, write)
        );
    }

    /// <summary>Holds a file of a finished run against its checksum. A run without checksums, or one that has not ended, has nothing to hold it against.</summary>
    /// <exception cref="BadInputException">It is not the file that training wrote, or can't be read.</exception>
    public static void Require(RunFolder run, string file)
    {
        if (!File.Exists(run.ResultFile) || !File.Exists(run.ChecksumsFile))
            return;
        string name = Name(run, file);
        string? line = InputFile
            .Read(run.ChecksumsFile, () => File.ReadAllLines(run.ChecksumsFile))
            .FirstOrDefault(line => line.Length > Digits && line[Digits..] == Separator + name);
        if (line is null)
            throw new BadInputException(
                $"{run.ChecksumsFile} has no line for {name}: it is damaged; train the run again"
            );
        if (line[..Digits] != Sum(file))
            throw new BadInputException(
                $"{file} is not the file that training wrote: its SHA-256 is not the one in {run.ChecksumsFile}; get the run again, "
                    + "or train it again"
            );
    }

    /// <summary>Holds every file of a finished run that is there against its checksum, as <see cref="Require"/> does.</summary>
    /// <exception cref="BadInputException">One is not the file that training wrote.</exception>
    public static void RequireAll(RunFolder run)
    {
        foreach (string file in run.RecordFiles.Append(run.ResultFile).Where(File.Exists))
            Require(run, file);
    }

    /// <summary>The sums of a <c>SHA256SUMS</c>, by the files' names.</summary>
    /// <exception cref="BadInputException">A line is not of its form, or a file stands twice.</exception>
    internal static Dictionary<string, string> Parse(string file, string text)
    {
        Dictionary<string, string> sums = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (
                line.Length <= Digits + Separator.Length
                || line.AsSpan(Digits, Separator.Length) is not Separator
                || !sums.TryAdd(line[(Digits + Separator.Length)..], line[..Digits])
            )
                throw new BadInputException($"{file}: '{line}' is no line of checksums: the file is damaged");
        return sums;
    }

    /// <summary>Refuses a finished run without checksums, for those who need to be sure.</summary>
    /// <exception cref="BadInputException">It has none.</exception>
    public static void RequirePresent(RunFolder run)
    {
        if (!File.Exists(run.ChecksumsFile))
            throw new BadInputException(
                $"{run.Path} has no {Path.GetFileName(run.ChecksumsFile)}: whether its files are those of the training can't be told; train it again"
            );
    }

    /// <summary>The text of a run's sums where one of its files has another content.</summary>
    internal static string WithSum(RunFolder run, string file, byte[] content)
    {
        string name = Name(run, file);
        string sum = Convert.ToHexStringLower(SHA256.HashData(content));
        return string.Concat(
            Parse(run.ChecksumsFile, InputFile.ReadText(run.ChecksumsFile))
                .Select(line => $"{(line.Key == name ? sum : line.Value)}{Separator}{line.Key}\n")
        );
    }

    private static string Line(RunFolder run, string file, string sum) => sum + Separator + Name(run, file);

    private static string Name(RunFolder run, string file) => Path.GetRelativePath(run.Path, file).Replace('\\', '/');

    private static string Sum(string file) =>
        InputFile.Read(
            file,
            () =>
            {
                using FileStream stream = File.OpenRead(file);
                return Convert.ToHexStringLower(SHA256.HashData(stream));
            }
        );
}
