/// Runs of small studies with drawn scores, in memory or as a folder of archives.
module QImpact.Analysis.Tests.SampleArchives

open System
open System.Collections.Immutable
open System.IO
open QImpact.Data
open QImpact.Data.Folds
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Analysis.Tests.SampleStudies

/// Repeat and fold of a run of a division.
let placeOf (plan: PlannedRun) =
    match plan.Fold with
    | null -> invalidArg (nameof plan) $"{plan.Name} is of the published split"
    | fold -> fold.Repeat, fold.Fold

/// A number that is the same on every machine for the same words.
let private seedOf (words: string) =
    words
    |> Seq.fold (fun hash letter -> (hash ^^^ int letter) * 16777619) 0x11C9DC5

let private normal (random: Random) =
    sqrt (-2.0 * log (1.0 - random.NextDouble()))
    * cos (2.0 * Math.PI * random.NextDouble())

/// One image of four is of class 0.
let private label image = if image % 4 = 0 then 0 else 1

/// The first image of those that no fold divides: pairs of class 1.
let private groupOf image =
    if label image = 1 && image % 8 > 4 then
        image - 4
    else
        image

/// The pairs as a study leaves them beside its archives.
let copies (world: World) =
    let id image = $"train/{image}"

    ImageGroups(
        description.Name,
        description.Md5,
        GroupSource.Duplicates,
        [|
            for image in 0 .. world.Images - 1 do
                if groupOf image <> image then
                    [| id (groupOf image); id image |].ToImmutableArray()
        |]
            .ToImmutableArray()
    )

/// The images of each split, by their numbers: a fold of its repeat, or the last two fifths as they are.
let private splits (world: World) (plan: PlannedRun) =
    let all = [ 0 .. world.Images - 1 ]

    match plan.Fold with
    | null ->
        let test, val' = 3 * world.Images / 5, world.Images / 2

        [
            for image in all do
                if image >= val' && image < test then
                    image
        ],
        [
            for image in all do
                if image >= test then
                    image
        ]
    | fold ->
        // Each class's groups are dealt out by turns, in an order that the repeat draws.
        let foldOf =
            let random = Random(seedOf $"{fold.Repeat} {fold.SplitSeed}")

            [ 0; 1 ]
            |> List.collect (fun cls ->
                all
                |> List.filter (fun image -> label image = cls)
                |> List.groupBy groupOf
                |> List.sortBy (fun _ -> random.Next())
                |> List.indexed
                |> List.collect (fun (place, (_, group)) -> [ for image in group -> image, place % fold.Folds ]))
            |> Map

        let test = all |> List.filter (fun image -> foldOf[image] = fold.Fold - 1)

        // Every sixth of the others, of either class.
        let others = all |> List.filter (fun image -> foldOf[image] <> fold.Fold - 1)

        let validation =
            [ 0; 1 ]
            |> List.collect (fun cls ->
                others
                |> List.filter (fun image -> label image = cls)
                |> List.indexed
                |> List.filter (fun (place, _) -> place % 6 = 0)
                |> List.map snd)

        validation, test

let private scores (world: World) (plan: PlannedRun) =
    let name = plan.Architecture.Name
    let random = Random(seedOf plan.Name)
    let lift = world.Lift name + world.BetweenRuns * normal random
    let validation, test = splits world plan
    let isHybrid = plan.Architecture.IsHybrid

    [|
        for split, images in [ "val", validation; "test", test ] do
            for image in images do
                // What every network sees of an image.
                let own = normal (Random(seedOf $"image {image}"))
                let margin = lift * (float (label image) - 0.5) + 0.8 * own + 0.6 * normal random
                let score = float32 (1.0 / (1.0 + exp -margin))

                let inputs =
                    [|
                        for k in 0..3 ->
                            if isHybrid then
                                float32 (margin * float (k + 1) / 2.0)
                            else
                                0.0f
                    |]

                ScoreRow(
                    split,
                    $"train/{image}",
                    label image,
                    [| 1.0f - score; score |].ToImmutableArray(),
                    (if isHybrid then inputs else [||]).ToImmutableArray(),
                    (if isHybrid then
                         inputs |> Array.map (fun input -> cos input)
                     else
                         [||])
                        .ToImmutableArray()
                )
    |]

let private metrics (auc: float) =
    SplitMetrics(
        5,
        Nullable 0.5,
        Nullable 0.8,
        Nullable 0.75,
        Nullable 0.7,
        Nullable auc,
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable(),
        Nullable()
    )

let private config (world: World) (plan: PlannedRun) testImages =
    let train = world.Images - testImages - world.Images / 10

    RunConfig(
        RunConfig.CurrentSchema,
        plan.Name,
        RunDataset(
            description,
            train,
            world.Images / 10,
            testImages,
            TrainingClasses(
                ImmutableArray.Create(train / 4, train - train / 4),
                ImmutableArray.Create(train / 4, train / 4)
            )
        ),
        plan.Architecture.Name,
        plan.Protocol,
        plan.Settings,
        plan.Seed,
        plan.Threads,
        (let circuit: string | null =
            (if plan.Architecture.HasCircuit then
                 RunFamily.PaperCircuit
             else
                 null) in

         circuit),
        11_171_266L,
        (match plan.BaselineName with
         | null -> null
         | baseline -> BaselineReference(baseline, 0.7)),
        "0.1.0+test",
        "cpu",
        plan.Fold
    )

let private head (plan: PlannedRun) =
    let random = Random(seedOf $"head {plan.Name}")

    let parameter (shape: int list) =
        TrainedParameter(
            Array.ofList(shape).ToImmutableArray(),
            [| for _ in 1 .. List.fold (*) 1 shape -> normal random |].ToImmutableArray()
        )

    TrainedHead(
        ImmutableSortedDictionary.CreateRange(
            [
                if plan.Architecture.IsHybrid then
                    Collections.Generic.KeyValuePair("quantum.weights", parameter [ 2; 4 ])
                if not (plan.Architecture.Head :? Head.Linear) then
                    Collections.Generic.KeyValuePair("head.weight", parameter [ 2; 4 ])
                    Collections.Generic.KeyValuePair("head.bias", parameter [ 2 ])
            ]
        )
    )

/// The archive of a run, in memory.
let archive (world: World) (plan: PlannedRun) =
    let scores = scores world plan
    let random = Random(seedOf $"history {plan.Name}")
    let auc = 0.7 + 0.2 * random.NextDouble()
    let isHybrid = plan.Architecture.IsHybrid

    let nullable value =
        if isHybrid then Nullable value else Nullable()

    let facts =
        TrainingFacts(
            (match plan.BaselineName with
             | null -> Nullable()
             | _ -> Nullable(random.Next 3 > 0)),
            nullable 0.0082,
            0.01,
            nullable 0.2,
            nullable 0.6,
            (if isHybrid then Nullable false else Nullable()),
            11_171_266L,
            4_224_450L,
            11_171_266L
        )

    RunArchive(
        $"{plan.Name}.zip",
        plan.Identity,
        config world plan (scores |> Array.filter (fun row -> row.Split = "test") |> Array.length),
        RunResult(3, 2, "all 3 epochs were trained", metrics auc, metrics auc, facts),
        [|
            for epoch in 1..3 ->
                HistoryRow(
                    epoch,
                    1e-4,
                    0.7 / float epoch,
                    0.5,
                    0.7 / float epoch,
                    0.6,
                    Nullable(0.2 * float epoch),
                    Nullable(0.2 * float epoch + 0.1 * random.NextDouble())
                )
        |]
            .ToImmutableArray(),
        [| 1.0; 1.5; 1.25 |].ToImmutableArray(),
        scores.ToImmutableArray(),
        head plan
    )

/// The list of a study's runs, rates being the protocol's where another part chooses them.
let planned (study: StudyDefinition) =
    let rates =
        [|
            for part in study.Parts do
                match part.Rates with
                | :? RatePlan.Listed as listed ->
                    for arm in part.Arms ->
                        ChosenRate(
                            part.Name,
                            arm,
                            1e-4,
                            [| for rate in listed.Rates -> RateScore(rate, 0.8, 3, 0) |].ToImmutableArray()
                        )
                | _ -> ()
        |]

    rates,
    [
        for part in study.Parts do
            match Option.ofNullable (StudyExpansion.Runs(part, description, rates)) with
            | Some runs -> yield! runs
            | None -> ()
    ]

/// A study of which those runs are there that are kept, each changed as told.
let found (world: World) (study: StudyDefinition) (keep: PlannedRun -> bool) (change: FoundRun -> FoundRun) =
    let rates, planned = planned study
    let kept, missing = planned |> List.partition keep

    StudyRuns(
        study,
        Array.ofList(planned).ToImmutableArray(),
        [| for plan in kept -> change (FoundRun(plan, archive world plan)) |].ToImmutableArray(),
        Array.ofList(missing).ToImmutableArray(),
        ImmutableArray<FailedRun>.Empty,
        ImmutableArray<PendingPart>.Empty,
        ImmutableArray<string>.Empty,
        rates.ToImmutableArray()
    )

/// All of a study.
let all world study = found world study (fun _ -> true) id

/// Writes the archive of a run into a folder, as training and the study do.
let write (folder: string) (world: World) (plan: PlannedRun) =
    use work = new SampleRuns.TemporaryFolder()
    let run = RunFolder(work.File "run")
    let archive = archive world plan
    Directory.CreateDirectory run.Path |> ignore
    Json.WriteFile(run.ConfigFile, archive.Config)

    File.WriteAllLines(run.HistoryFile, HistoryRow.Header :: [ for row in archive.History -> row.ToCsv() ])

    File.WriteAllLines(
        run.TimingFile,
        "epoch,seconds"
        :: [
            for epoch, seconds in Seq.indexed archive.Seconds -> FormattableString.Invariant $"{epoch + 1},{seconds}"
        ]
    )

    File.WriteAllText(run.TrainingIndicesFile, "index,label\n0,0\n")
    File.WriteAllText(run.EnvironmentFile, "{}")
    ScoreTable.Write(run.ScoresFile, archive.Scores)
    Json.WriteFile(run.HeadFile, archive.Head)
    RunChecksums.Seal(run, archive.Result)
    RunArchive.Write(run, plan.Identity, Path.Combine(folder, plan.Name + RunArchive.Extension))
