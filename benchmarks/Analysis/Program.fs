/// How long the statistics take: the bootstrap of all metrics, and DeLong's growth with the number of cases; or how often intervals hold.
module QImpact.AnalysisBenchmarks.Program

open System
open System.Diagnostics
open System.IO
open QImpact.Metrics
open QImpact.Statistics

let private cases seed count =
    let random = Random(seed: int)
    // 42 of 156, as BreastMNIST's test split has them.
    let labels = Array.init count (fun i -> if i * 156 / count < 42 then 0 else 1)

    let scores () =
        labels
        |> Array.map (fun label -> min 1.0 (0.7 * random.NextDouble() + 0.3 * float label))

    labels, scores

/// One model of ten classes on so many images.
let private tenClasses seed count =
    let random = Random(seed: int)
    let labels = Array.init count (fun i -> i % 10)

    let row label =
        let odds =
            Array.init 10 (fun cls -> random.NextDouble() + (if cls = label then 0.5 else 0.0))

        odds |> Array.map (fun odd -> odd / Array.sum odds)

    let judged: Judged =
        {
            Scores = OfMore(10, labels |> Array.collect row)
            Shift = None
        }

    labels, judged

/// The median of five runs after one to warm up, in seconds.
let private median (action: unit -> unit) =
    action ()

    Array.init 5 (fun _ ->
        let clock = Stopwatch.StartNew()
        action ()
        clock.Elapsed.TotalSeconds)
    |> Array.sort
    |> Array.item 2

let private times () =
    let labels, scores = cases 1 156

    let models: Judged[] =
        Array.init 3 (fun _ ->
            {
                Scores = OfTwo(scores (), 0.5)
                Shift = None
            })

    let bootstrap =
        median (fun () ->
            MetricBootstrap.Run(MetricTable.all, 1, MetricBootstrap.DefaultReplicates, labels, models)
            |> ignore)

    printfn
        $"bootstrap  10,000 resamples, {MetricTable.all.Length} metrics, 3 models, 156 images: {bootstrap:F2} s (goal: below 2 s)"

    for images in [ 360; 3_600 ] do
        let labels, judged = tenClasses 3 images
        let metrics = MetricTable.forClasses 10
        let clock = Stopwatch.StartNew()

        MetricBootstrap.Run(metrics, 1, MetricBootstrap.DefaultReplicates, labels, [ judged ])
        |> ignore

        printfn
            $"bootstrap  10,000 resamples, {metrics.Length} metrics, 1 model, {images} images of ten classes: {clock.Elapsed.TotalSeconds:F2} s"

    for count in [ 50_000; 100_000; 200_000 ] do
        let labels, scores = cases 2 count
        let scores = scores ()

        let seconds =
            median (fun () -> DeLong.components labels scores |> Result.bind DeLong.variance |> ignore)

        printfn $"DeLong     {count} cases: {seconds:F3} s"

[<EntryPoint>]
let main words =
    match List.ofArray words with
    | [] ->
        times ()
        0
    | [ "coverage" ] ->
        Coverage.print ()
        0
    | "claims" :: trials :: file :: places ->
        let worlds =
            match places with
            | [] -> Worlds.all
            | places -> [ for place in places -> Worlds.all[int place - 1] ]

        Claims.append 20261127 (int trials) file worlds
        0
    | [ "claims-table"; file; page ] ->
        File.WriteAllText(page, ClaimsTable.fill (File.ReadAllText page) (ClaimsTable.read file))
        0
    | _ ->
        eprintfn
            "error: expected nothing, for the times, 'coverage', 'claims TRIALS FILE [NUMBERS OF WORLDS]' or 'claims-table FILE PAGE'"

        2
