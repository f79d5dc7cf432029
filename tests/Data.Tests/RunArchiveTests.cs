using System.Collections.Immutable;
using System.IO.Compression;
using FsCheck;
using FsCheck.Xunit;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class RunArchiveTests : IDisposable
{
    private static readonly TrainingSettings Settings = Protocols.Settings("matched", Architecture.QuantumEnd);
    private static readonly RunFamily Family = new("d", "0", "quantum-end", "c", "matched", Settings);
    private static readonly RunIdentity Identity = RunIdentity.Of(Family, positiveClass: 0, seed: 3, threads: 1);
    private static readonly HistoryRow[] History =
    [
        new(1, 1e-4, 0.7, 0.5, 0.69, 0.5, null, 0.625),
        new(2, 1e-4, 0.6, 0.75, 1.0 / 3, 0.5, 0.25, null),
    ];
    private static readonly ScoreRow[] Scores =
    [
        new("val", "train/7", 1, [0.25f, 0.75f], [-12.5f, 1e-7f], [0.1f, -1]),
        new("test", "a, b.png", 0, [1f / 3, 2f / 3], [0, float.Epsilon], [1, 0]),
    ];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("run.zip");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_comes_back_from_its_archive_bit_by_bit()
    {
        RunFolder run = Finished();
        RunArchive.Write(run, Identity, File);
        RunArchive read = RunArchive.Read(File);
        read.Identity.ShouldBe(Identity);
        read.Config.Name.ShouldBe("n");
        read.Result.ShouldBe(run.ReadResult());
        read.History.ShouldBe(History);
        read.Seconds.ShouldBe([1.5, 2]);
        read.Scores.Select(Written).ShouldBe(Scores.Select(Written));
        read.Head.Parameters["quantum.weights"].Shape.ShouldBe([2, 1]);
        read.Head.Parameters["quantum.weights"].Values.ShouldBe([0.1, -1e-300]);
    }

    [Fact]
    public void An_archive_does_not_say_in_which_folder_the_images_lay()
    {
        RunArchive.Write(Finished(), Identity, File);
        RunArchive.Read(File).Config.Dataset.Description.Source.ShouldBe("s.npz");
        using ZipArchive zip = ZipFile.OpenRead(File);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using StreamReader text = new(entry.Open());
            text.ReadToEnd().ShouldNotContain("someone");
        }
    }

    [Fact]
    public void The_same_run_has_the_same_archive_whenever_it_is_packed()
    {
        RunArchive.Write(Finished(), Identity, File);
        RunArchive.Write(Finished(), Identity, _folder.File("again.zip"));
        System.IO.File.ReadAllBytes(_folder.File("again.zip")).ShouldBe(System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void An_archive_that_is_unpacked_is_a_run_folder_that_others_can_be_measured_against()
    {
        RunFolder run = Finished();
        RunArchive.Write(run, Identity, File);
        RunFolder unpacked = new(_folder.File("unpacked"));
        RunArchive.Unpack(File, unpacked);
        unpacked.ReadResult().ShouldBe(run.ReadResult());
        unpacked.ReadConfig().Name.ShouldBe("n");
    }

    [Fact]
    public void Any_byte_that_is_flipped_is_found_or_changes_nothing()
    {
        RunArchive.Write(Finished(), Identity, File);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        string damaged = _folder.File("damaged.zip");
        for (int at = 0; at < whole.Length; at += 7)
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x10;
            System.IO.File.WriteAllBytes(damaged, bytes);
            try
            {
                RunArchive read = RunArchive.Read(damaged);
                read.Scores.Select(Written).ShouldBe(Scores.Select(Written));
                read.Identity.ShouldBe(Identity);
            }
            catch (BadInputException refused)
            {
                refused.Message.ShouldContain("damaged.zip");
            }
        }
    }

    [Fact]
    public void What_is_no_archive_of_a_run_is_refused_in_one_line()
    {
        System.IO.File.WriteAllText(File, "no zip");
        Refusal().ShouldContain("is no archive of a run, or is cut off or damaged");
        System.IO.File.Delete(File);
        using (ZipArchive zip = ZipFile.Open(File, ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt");
        Refusal().ShouldEndWith("has no SHA256SUMS: it is no archive of a run; get it again");
    }

    [Fact]
    public void A_file_in_an_archive_that_training_did_not_write_is_named()
    {
        RunArchive.Write(Finished(), Identity, File);
        using (ZipArchive zip = ZipFile.Open(File, ZipArchiveMode.Update))
        {
            zip.GetEntry("scores.csv")!.Delete();
            using StreamWriter writer = new(zip.CreateEntry("scores.csv").Open());
            writer.Write("split,sample_id,label,score_0,score_1\ntest,1,0,0.5,0.5\n");
        }
        Refusal().ShouldContain("scores.csv is not the file that training wrote");
    }

    [Fact]
    public void A_run_that_has_not_ended_is_not_packed()
    {
        RunFolder run = Finished();
        System.IO.File.Delete(run.ResultFile);
        Should
            .Throw<BadInputException>(() => RunArchive.Write(run, Identity, File))
            .Message.ShouldContain("the run has not ended");
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public void A_score_that_is_no_number_is_never_written()
    {
        string file = _folder.File("scores.csv");
        Should
            .Throw<BadInputException>(() => ScoreTable.Write(file, [Scores[0] with { Scores = [float.NaN, 1] }]))
            .Message.ShouldContain("no finite number for image train/7 of val");
        System.IO.File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public void A_bad_cell_is_named_by_file_line_and_column()
    {
        CsvText table = CsvReader.Parse("s.csv", "split,sample_id,label,score_0\ntest,1,0,much\n");
        Should
            .Throw<BadInputException>(() => ScoreTable.Parse(table, "s.csv"))
            .Message.ShouldBe("s.csv, line 2: score_0 is 'much'; expected a finite number");
    }

    [Fact]
    public void Everything_that_a_runs_numbers_depend_on_changes_its_identity()
    {
        RunIdentity[] others =
        [
            Identity,
            RunIdentity.Of(Family, positiveClass: 1, seed: 3, threads: 1),
            RunIdentity.Of(Family, positiveClass: null, seed: 3, threads: 1),
            RunIdentity.Of(Family, positiveClass: 0, seed: 4, threads: 1),
            RunIdentity.Of(Family, positiveClass: 0, seed: 3, threads: 2),
            RunIdentity.Of(Family, positiveClass: 0, seed: 3, threads: 1, baseline: Identity),
            Of(Family with { DatasetMd5 = "1" }),
            Of(Family with { Architecture = "end-tanh" }),
            Of(Family with { Circuit = null }),
            Of(Family with { Noise = """{"readout":0.1}""" }),
            Of(Family with { Protocol = "paper" }),
            Of(Family with { Settings = Settings with { LearningRate = 3e-5 } }),
            Of(Family with { Fold = new FoldChoice(1, 5, 0, 0, GroupSource.Duplicates) }),
            Of(Family with { Fold = new FoldChoice(1, 5, 1, 0, GroupSource.Duplicates) }),
            Of(Family with { Fold = new FoldChoice(1, 5, 0, 0, GroupSource.None) }),
        ];
        others.Select(identity => identity.Sha256).ShouldBeUnique();
        Of(Family with { }).ShouldBe(Identity);
    }

    [Fact]
    public void An_identity_whose_hash_is_not_that_of_its_text_is_refused()
    {
        Should
            .Throw<BadInputException>(() => (Identity with { DependsOn = "other" }).Require("study.json"))
            .Message.ShouldContain("sha256 is not that of depends_on");
    }

    [Property(MaxTest = 200, Replay = "1,3")]
    public bool Every_finite_score_comes_back_bit_by_bit(float score)
    {
        if (!float.IsFinite(score))
            return true;
        string file = _folder.File("one.csv");
        ScoreTable.Write(file, [new ScoreRow("test", "=1", 0, [score], [], [])]);
        ScoreRow read = ScoreTable.Parse(CsvReader.Read(file), file).Single();
        return BitConverter.SingleToInt32Bits(read.Scores[0]) == BitConverter.SingleToInt32Bits(score)
            && read.SampleId == "=1";
    }

    private static RunIdentity Of(RunFamily family) => RunIdentity.Of(family, positiveClass: 0, seed: 3, threads: 1);

    private static string Written(ScoreRow row) =>
        $"{row.Split} {row.SampleId} {row.Label} {string.Join(' ', row.Scores)} {string.Join(' ', row.CircuitInputs)} {string.Join(' ', row.Expectations)}";

    private string Refusal()
    {
        string message = Should.Throw<BadInputException>(() => RunArchive.Read(File)).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private RunFolder Finished()
    {
        RunFolder run = new(_folder.File("run"));
        Json.WriteFile(
            run.ConfigFile,
            new RunConfig(
                RunConfig.CurrentSchema,
                "n",
                new RunDataset(new("d", "/somewhere/of/someone/s.npz", "0", false, 28, 1, ["a", "b"], 0), 2, 3, 4),
                "quantum-end",
                "matched",
                Settings,
                3,
                1,
                "c",
                11,
                null,
                "0"
            )
        );
        Json.WriteFile(run.EnvironmentFile, new { machine = "m" });
        System.IO.File.WriteAllLines(run.HistoryFile, [HistoryRow.Header, .. History.Select(row => row.ToCsv())]);
        System.IO.File.WriteAllText(run.TimingFile, "epoch,seconds\n1,1.5\n2,2\n");
        System.IO.File.WriteAllText(run.TrainingIndicesFile, "index,label\n0,1\n");
        ScoreTable.Write(run.ScoresFile, Scores);
        Json.WriteFile(
            run.HeadFile,
            new TrainedHead(
                ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal,
                    [KeyValuePair.Create("quantum.weights", new TrainedParameter([2, 1], [0.1, -1e-300]))]
                )
            )
        );
        SplitMetrics metrics = new(4, 0.5, 0.5, 0.5, null, 0.75, null, null, null, null, null, null);
        RunChecksums.Seal(run, new RunResult(2, 1, "all 2 epochs done", metrics, metrics));
        return run;
    }
}
