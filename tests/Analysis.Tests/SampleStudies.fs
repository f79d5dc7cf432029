/// Small studies: their data, their arms, their parts.
module QImpact.Analysis.Tests.SampleStudies

open System.Collections.Immutable
open QImpact.Data
open QImpact.Data.Runs
open QImpact.Data.Studies

let description =
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

/// How scores are drawn: the lift of an arm's images of class 1, in standard deviations of the noise, by the architecture's name.
type World =
    {
        Images: int
        Lift: string -> float
        /// Standard deviation of the lift from run to run.
        BetweenRuns: float
    }

/// All arms alike.
let even =
    {
        Images = 60
        Lift = fun _ -> 1.5
        BetweenRuns = 0.1
    }

let private arms names =
    [| for name in names -> Architecture.Parse name |].ToImmutableArray()

let private part name role names protocol rates splits =
    StudyPart(name, role, arms names, protocol, SettingsChanges(), rates, splits)

let private folds count repeats seed =
    SplitPlan.Folds(count, [| 1..count |].ToImmutableArray(), repeats, seed)

let published seeds =
    SplitPlan.Published([| 0 .. seeds - 1 |].ToImmutableArray())

let private paper = [ "baseline"; "quantum-end"; "quantum-mid" ]

let private contrast arm reference question = Contrast(arm, reference, question)

let private primary =
    [|
        contrast "quantum-end" "baseline" "Does the quantum layer help?"
        contrast "quantum-end" "end-tanh" "More than a classical nonlinearity?"
        contrast "quantum-end" "end-separable" "By its entanglement?"
    |]

let private study parts exploratory =
    StudyDefinition(
        "sample",
        "A sample study",
        "breastmnist",
        null,
        Array.ofList(parts).ToImmutableArray(),
        StudyAnalysis(0.05, 5, primary.ToImmutableArray(), Array.ofList(exploratory).ToImmutableArray())
    )

/// Four arms over some folds and repeats.
let compared count repeats =
    study
        [
            part
                "comparison"
                StudyRole.Comparison
                [ "baseline"; "end-tanh"; "quantum-end"; "end-separable" ]
                "matched"
                (RatePlan.OfProtocol())
                (folds count repeats 0)
        ]
        []

/// The four arms, two of them trained otherwise: with a rate of the circuit's own over some of the repeats, and at another rate.
let varied count repeats =
    let compared = compared count repeats

    let otherwise name names rates changes repeats =
        StudyPart(name, StudyRole.Sensitivity, arms names, "matched", changes, rates, folds count repeats 0)

    StudyDefinition(
        compared.Name,
        compared.Title,
        compared.Dataset,
        null,
        [|
            yield! compared.Parts
            otherwise
                "own-rate"
                [ "quantum-end"; "end-separable" ]
                (RatePlan.OfProtocol())
                (SettingsChanges(CircuitLearningRate = 0.01, Epochs = 100, BatchSize = 64))
                (repeats - 1)
            otherwise
                "higher-rate"
                [ "baseline"; "end-tanh"; "quantum-end" ]
                (RatePlan.Listed([| 1e-3 |].ToImmutableArray()))
                (SettingsChanges())
                repeats
        |]
            .ToImmutableArray(),
        compared.Analysis
    )

/// Every part that a study can have, all arms.
let whole count repeats =
    study
        [
            StudyPart(
                "rates",
                StudyRole.Rates,
                Architecture.All,
                "matched",
                SettingsChanges(),
                RatePlan.Listed([| 3e-5; 1e-4; 3e-4 |].ToImmutableArray()),
                SplitPlan.Folds(count, [| 1 |].ToImmutableArray(), 3, 1000)
            )
            StudyPart(
                "comparison",
                StudyRole.Comparison,
                Architecture.All,
                "matched",
                SettingsChanges(),
                RatePlan.ChosenBy "rates",
                folds count repeats 0
            )
            part "official" StudyRole.Official paper "matched" (RatePlan.ChosenBy "rates") (published 6)
            part "literal" StudyRole.Literal paper "paper" (RatePlan.OfProtocol()) (published 6)
            part
                "benchmark"
                StudyRole.Benchmark
                [ "baseline"; "quantum-end" ]
                "medmnist"
                (RatePlan.OfProtocol())
                (published 3)
        ]
        [
            contrast "end-linear" "baseline" "The bottleneck"
            contrast "end-tanh" "end-linear" "The nonlinearity"
            contrast "quantum-end" "end-frozen" "The training of the circuit"
            contrast "quantum-mid" "mid-fc" "In the middle"
        ]
