/// Protocols that stand side by side.
module QImpact.Analysis.Tests.ApartTests

open QImpact.Analysis.Input
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Tests.SampleRuns
open Xunit

let private build samples =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    Comparison.build "test" (Runs.readAll (folder.File "runs")) []

let private both protocol seed =
    [
        for architecture in [ "baseline"; "quantum-end" ] ->
            { sample with
                Architecture = architecture
                Protocol = protocol
                Seed = seed
            }
    ]

[<Fact>]
let ``models are compared within a protocol where each has architectures of its own`` () =
    let comparison = build (both "paper" 0 @ both "matched" 0 @ both "matched" 1)
    let paired = PairedComparison.compare CompareOptions.Default comparison

    Assert.Equal<(string * string * string) list>(
        [
            "protocol matched, seed 0", "Baseline matched s0", "Quantum-End matched s0"
            "protocol matched, seed 1", "Baseline matched s1", "Quantum-End matched s1"
            "protocol paper", "Baseline paper", "Quantum-End paper"
        ],
        paired.Rows
        |> List.map (fun row -> row.Scope, row.First, row.Second)
        |> List.distinct
        |> List.sort
    )

    Assert.Equal<(string * string) list>(
        [
            "Baseline matched", "Quantum-End matched"
            "Baseline paper", "Quantum-End paper"
        ],
        paired.Seeds
        |> List.map (fun row -> row.First, row.Second)
        |> List.distinct
        |> List.sort
    )

    Assert.Contains(
        "The protocols stand side by side (matched, paper): models are compared within a protocol, because a difference between protocols is not one of architecture alone.",
        paired.Remarks
    )

    Assert.Contains(
        paired.Opening,
        fun sentence ->
            sentence.EndsWith
                "with one seed at the least, what other seeds give is too little known; it is judged from 5 on."
    )

[<Fact>]
let ``a protocol with one architecture alone is compared with the others`` () =
    let comparison = build (both "matched" 0 @ List.truncate 1 (both "paper" 0))
    let paired = PairedComparison.compare CompareOptions.Default comparison

    Assert.Equal(3, paired.Rows |> List.distinctBy (fun row -> row.First, row.Second) |> List.length)
    Assert.Contains(paired.Remarks, fun remark -> remark.StartsWith "The protocols are mixed (matched, paper)")
