/// Small run folders in a temporary folder, made by the code that training and inference write theirs with.
module QImpact.Analysis.Tests.SampleRuns

open System
open System.Collections.Immutable
open System.IO
open QImpact.Data
open QImpact.Data.Predictions
open QImpact.Data.Runs
open QImpact.Analysis.Report
open Xunit

/// A folder that is gone after the test.
type TemporaryFolder() =
    let path = Directory.CreateTempSubdirectory("qimpact-analysis-").FullName
    member _.Path = path
    member _.File(name: string) = Path.Combine(path, name)

    interface IDisposable with
        member _.Dispose() =
            Directory.Delete(path, recursive = true)

let private breastMnist =
    DatasetDescription(
        "breastmnist",
        "breastmnist.npz",
        "750601b1f35ba3300ea97c75c52ff8f6",
        false,
        28,
        1,
        [| "malignant"; "normal/benign" |].ToImmutableArray(),
        0
    )

let private phantom =
    lazy (DatasetLocator.Load(DatasetLocator.Phantom, null).Description)

/// What a sample run is; scores are P(class 1) of images 0, 1, ...
type Sample =
    {
        Architecture: string
        Protocol: string
        Seed: int
        /// Adam's learning rate; None: the protocol's.
        Rate: float option
        /// The circuit of a hybrid.
        Circuit: string
        Phantom: bool
        Labels: int list
        Scores: float32 list
        Finished: bool
    }

/// Two malignant and three benign images: tp 2, fp 1, fn 1, tn 1.
let sample =
    {
        Architecture = "baseline"
        Protocol = "paper"
        Seed = 0
        Rate = None
        Circuit = RunFamily.PaperCircuit
        Phantom = false
        Labels = [ 0; 0; 1; 1; 1 ]
        Scores = [ 0.25f; 0.625f; 0.75f; 0.375f; 0.875f ]
        Finished = true
    }

let private description (sample: Sample) =
    if sample.Phantom then phantom.Value else breastMnist

let private familyOf (sample: Sample) =
    let architecture = Architecture.Parse sample.Architecture
    let settings = Protocols.Settings(sample.Protocol, architecture)
    let description = description sample

    let circuit: string | null = if architecture.IsHybrid then sample.Circuit else null

    RunFamily(
        description.Name,
        description.Md5,
        sample.Architecture,
        circuit,
        sample.Protocol,
        TrainingSettings(
            settings.Stem,
            settings.Mean,
            settings.StandardDeviation,
            settings.Balance,
            (sample.Rate |> Option.defaultValue settings.LearningRate),
            settings.LearningRateMilestones,
            settings.BatchSize,
            settings.Epochs,
            settings.Select,
            settings.StopAboveBaseline
        )
    )

let nameOf (sample: Sample) = (familyOf sample).NameOf sample.Seed

let config (sample: Sample) =
    let family = familyOf sample

    RunConfig(
        RunConfig.CurrentSchema,
        nameOf sample,
        RunDataset(
            description sample,
            294,
            78,
            sample.Labels.Length,
            TrainingClasses(ImmutableArray.Create(147, 399), ImmutableArray.Create(147, 147))
        ),
        family.Architecture,
        family.Protocol,
        family.Settings,
        sample.Seed,
        2,
        family.Circuit,
        11_171_266L,
        null,
        "0.1.0+test"
    )

let private history =
    [
        HistoryRow.Header
        HistoryRow(1, 1e-4, 0.7, 0.5, 0.69, 0.27, Nullable(), Nullable 0.6).ToCsv()
        HistoryRow(2, 1e-4, 0.5, 0.8, 0.55, 0.8, Nullable 0.7, Nullable 0.8).ToCsv()
    ]

let private splitMetrics =
    SplitMetrics(
        5,
        Nullable 0.6,
        Nullable 0.6,
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable()
    )

let predictions (sample: Sample) : Prediction list =
    List.zip sample.Labels sample.Scores
    |> List.mapi (fun i (label, score) ->
        Prediction(
            string i,
            Nullable label,
            [| 1.0f - score; score |].ToImmutableArray(),
            ImmutableArray<float32>.Empty,
            Nullable(if score >= 0.5f then 1 else 0),
            null
        ))

let writePredictions (path: string) (sample: Sample) (rows: Prediction list) =
    let context =
        PredictionContext(
            (description sample).Name,
            "test",
            nameOf sample,
            Nullable sample.Seed,
            (description sample).ClassNames,
            (description sample).RequirePositiveClass(),
            Nullable 0.5,
            String('a', 64)
        )

    AtomicFile.WriteText(
        path,
        fun writer ->
            let columns = PredictionTable.Columns(classes = 2, observables = 0)
            writer.WriteLine(PredictionTable.Header columns)

            for row in rows do
                writer.WriteLine(PredictionTable.Line(columns, context, row))
    )

/// Writes the run folder below `root` and returns it.
let writeRun (root: string) (sample: Sample) =
    let folder = RunFolder(Path.Combine(root, nameOf sample))
    Json.WriteFile(folder.ConfigFile, config sample)
    File.WriteAllLines(folder.HistoryFile, history)

    if sample.Finished then
        Json.WriteFile(folder.ResultFile, RunResult(2, 2, "all 2 epochs were trained", splitMetrics, splitMetrics))

    writePredictions folder.PredictionsFile sample (predictions sample)
    folder

let request (runs: string) (out: string) : AnalyzeCommand.Request =
    {
        Runs = runs
        Tables = []
        Out = out
        Split = "test"
        Dataset = None
        Data = None
        Margin = None
    }

/// Writes the samples' runs, analyses them, and hands over the outcome with the page's text.
let analyse (samples: Sample list) (check: AnalyzeCommand.Outcome -> string -> unit) =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    let outcome =
        AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out"))

    check outcome (File.ReadAllText outcome.Report)

/// The line that bad input ends with.
let refusal (action: unit -> 'a) =
    Assert.Throws<BadInputException>(fun () -> action () |> ignore).Message
