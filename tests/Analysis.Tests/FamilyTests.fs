/// Which models are pooled as seeds of one thing, and how the others are told apart.
module QImpact.Analysis.Tests.Family

open System.IO
open Xunit
open QImpact.Analysis.Input
open QImpact.Analysis.Models
open QImpact.Analysis.Tests.SampleRuns

let private buildIn (folder: TemporaryFolder) tables =
    Comparison.build "test" (Runs.readAll (folder.File "runs")) (tables |> List.collect Predictions.read)

let private build samples =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    buildIn folder []

let private placed (comparison: Comparison) =
    comparison.Models
    |> List.map (fun model -> model.Label, model.FamilyName, model.Family, model.Sibling)

let private hybrid =
    { sample with
        Architecture = "quantum-end"
        Protocol = "matched"
    }

let private otherCircuit =
    { hybrid with
        Circuit = "AngleEmbedding(Y, wires=3) StronglyEntanglingLayers(layers=1, wires=3) <Z0> <Z1> <Z2>"
    }

[<Fact>]
let ``two circuits and two learning rates are four families, each with its own seeds`` () =
    let kinds =
        [
            hybrid
            { hybrid with Rate = Some 1e-5 }
            otherCircuit
            { otherCircuit with Rate = Some 1e-5 }
        ]

    let names =
        [
            "Quantum-End"
            "Quantum-End lr1e-5"
            "Quantum-End c893e3d35"
            "Quantum-End lr1e-5 c893e3d35"
        ]

    let models =
        build
            [
                for kind in kinds do
                    { kind with Seed = 0 }
                    { kind with Seed = 1 }
            ]
        |> placed

    Assert.Equal(4, models |> List.distinctBy (fun (_, _, family, _) -> family) |> List.length)

    Assert.Equal<(string * string * int) list>(
        [
            for name in names do
                $"{name} s0", name, 0
                $"{name} s1", name, 1
        ]
        |> List.sort,
        [ for label, name, _, sibling in models -> label, name, sibling ] |> List.sort
    )

[<Fact>]
let ``the same seed at two rates is two families of one model each`` () =
    let models = build [ hybrid; { hybrid with Rate = Some 1e-5 } ] |> placed

    Assert.Equal<(string * string * int) list>(
        [
            "Quantum-End", "Quantum-End", 0
            "Quantum-End lr1e-5", "Quantum-End lr1e-5", 0
        ],
        [ for label, name, _, sibling in models -> label, name, sibling ]
    )

[<Fact>]
let ``runs of two rates whose names do not tell them apart are told apart by their records`` () =
    use folder = new TemporaryFolder()

    for rate in [ None; Some 1e-5 ] do
        let run =
            writeRun
                (folder.File "runs")
                { hybrid with
                    Rate = rate
                    Seed = (if rate.IsSome then 1 else 0)
                }

        for file in [ run.ConfigFile; run.PredictionsFile ] do
            File.WriteAllText(file, File.ReadAllText(file).Replace("-lr1e-5", ""))

    Assert.Equal<string list>(
        [ "Quantum-End"; "Quantum-End lr1e-5" ],
        (buildIn folder []).Models |> List.map _.FamilyName
    )

[<Fact>]
let ``mixed protocols stand in every label, and a remark says what they mean`` () =
    let comparison = build [ sample; hybrid ]
    Assert.Equal<string list>([ "Baseline paper"; "Quantum-End matched" ], comparison.Models |> List.map _.Label)

    Assert.Equal<string list>(
        [
            "The protocols are mixed (matched, paper): a difference between models of different protocols is not one of architecture alone."
        ],
        Differences.remarks comparison
    )

[<Fact>]
let ``threads, device, code version and baseline never part a family, and are reported where they differ`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") hybrid |> ignore
    let second = writeRun (folder.File "runs") { hybrid with Seed = 1 }

    let config =
        File
            .ReadAllText(second.ConfigFile)
            .Replace("\"threads\": 2", "\"threads\": 1")
            .Replace("\"device\": \"cpu\"", "\"device\": \"cuda\"")
            .Replace("0.1.0+test", "0.1.0+other")

    File.WriteAllText(second.ConfigFile, config)
    let comparison = buildIn folder []
    Assert.Equal<int list>([ 0; 1 ], comparison.Models |> List.map _.Sibling)

    Assert.Equal<string list>(
        [
            "The runs differ in threads: 1, 2."
            "The runs differ in device: cpu, cuda."
            "The runs differ in code version: 0.1.0+other, 0.1.0+test."
        ],
        Differences.remarks comparison
    )

[<Fact>]
let ``two runs of one family and seed are refused, whatever they are called`` () =
    use folder = new TemporaryFolder()
    let first = writeRun (folder.File "runs") hybrid
    let second = writeRun (folder.File "more") hybrid

    for file in [ second.ConfigFile; second.PredictionsFile ] do
        File.WriteAllText(file, File.ReadAllText(file).Replace(nameOf hybrid, "again"))

    Directory.Move(second.Path, first.Path + "-again")

    Assert.StartsWith(
        "Quantum-End has seed 0 2 times, in breastmnist-quantum-end-matched-s0-again and breastmnist-quantum-end-matched-s0; expected each seed once",
        refusal (fun () -> buildIn folder [])
    )

[<Fact>]
let ``a table without its run belongs to the family that its name has without the seed`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") hybrid |> ignore

    let table kind =
        let path = folder.File(nameOf kind + ".csv")
        writePredictions path kind (predictions kind)
        path

    let comparison =
        buildIn folder [ table { hybrid with Seed = 1 }; table { otherCircuit with Seed = 1 } ]

    Assert.Equal<string list>(
        [ "Quantum-End"; "breastmnist-quantum-end-matched-c893e3d35-s1"; "Quantum-End" ],
        comparison.Models |> List.map _.FamilyName
    )

    Assert.Equal<int list>([ 0; 0; 1 ], comparison.Models |> List.map _.Sibling)
