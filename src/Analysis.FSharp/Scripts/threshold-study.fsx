// Chooses a model's threshold on the validation images, and shows what it does to the test images.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/threshold-study.fsx val.csv test.csv [sensitivity]
//
// Both files are prediction tables of one model, as `infer --split=val` and `infer --split=test` write them. Sensitivity is the recall of the
// positive class that they name, specificity that of the other. Default: a sensitivity of 0.9.
#load "../../../artifacts/qimpact.fsx"

open Deedle
open QImpact.Analysis.Scripts
open QImpact.Analysis.Input
open QImpact.Metrics
open QImpact.Statistics

/// The positive class, and labels and scores of the images whose class and score are known.
let cases path =
    match Predictions.read path with
    | [ {
            Classes = 2
            PositiveClass = Some positive
        } as one ] ->
        positive,
        Array.unzip
            [|
                for row in one.Rows do
                    match row.Label, row.Outcome with
                    | Some label, Predictions.Scores [| _; score1 |] -> label, score1
                    | _ -> ()
            |]
    | [ one ] -> Script.refuse $"{path} has {one.Classes} classes; a threshold decides between two"
    | several -> Script.refuse $"{path} has the predictions of {several.Length} models and splits; expected one"

let shown right all =
    match Proportion.wilson Confidence.Default right all with
    | Result.Ok interval -> $"%.3f{float right / float all} (%.2f{interval.Lower}-%.2f{interval.Upper})"
    | Result.Error _ -> "no image of this class"

let study positive validation test wanted =
    [
        for name, rule in
            [
                "0.5", Given 0.5
                "Youden's J", Youden
                $"sensitivity {wanted}", Sensitivity wanted
            ] do
            match rule.TryChoose(fst validation, snd validation, positive) with
            | Result.Error problem -> Script.refuse problem
            | Result.Ok chosen ->
                let counts = Classification.Confuse(fst test, snd test, chosen.Threshold)
                let counts = if positive = 1 then counts else counts.SwapPositive()

                name,
                series
                    [
                        "threshold", $"%.4f{chosen.Threshold}"
                        "sensitivity", shown counts.TruePositives counts.Positives
                        "specificity", shown counts.TrueNegatives counts.Negatives
                    ]
    ]

Script.run fsi.CommandLineArgs (fun words ->
    let validation, test, wanted =
        match words with
        | [ validation; test ] -> validation, test, 0.9
        | [ validation; test; wanted ] -> validation, test, float wanted
        | _ -> Script.refuse "expected two tables: threshold-study.fsx VAL.csv TEST.csv [SENSITIVITY]"

    let positive, validation = cases validation

    printfn "thresholds chosen on the validation images; on the test images, with Wilson's 95 %% intervals:"
    (Frame.ofRows (study positive validation (snd (cases test)) wanted)).Print())
