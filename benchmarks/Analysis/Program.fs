/// How long the statistics take: the bootstrap of all metrics, and DeLong's growth with the number of cases; or how often intervals hold.
module QImpact.AnalysisBenchmarks.Program

open System
open System.Diagnostics
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
                Scores = scores ()
                Threshold = 0.5
                Shift = None
            })

    let bootstrap =
        median (fun () ->
            MetricBootstrap.Run(MetricTable.all, 1, MetricBootstrap.DefaultReplicates, labels, models)
            |> ignore)

    printfn
        $"bootstrap  10,000 resamples, {MetricTable.all.Length} metrics, 3 models, 156 images: {bootstrap:F2} s (goal: below 2 s)"

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
    | _ ->
        eprintfn "error: expected nothing, for the times, or 'coverage'"
        2
