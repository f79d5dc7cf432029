// Chooses a model's threshold on the validation images, and shows what it does to the test images.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/threshold-study.fsx val.csv test.csv [sensitivity]
//
// Both files are prediction tables of one model, as `infer --split=val` and `infer --split=test` write them. Class 0 (malignant) is what must
// not be missed: sensitivity is its recall, specificity that of class 1. Default: a sensitivity of 0.9.
#load "../../../artifacts/qimpact.fsx"

open Deedle
open QImpact.Analysis.Scripts
open QImpact.Analysis.Input
open QImpact.Metrics
open QImpact.Statistics

/// Labels and scores of the images whose class and score are known.
let cases path =
    match Predictions.read path with
    | [ one ] ->
        Array.unzip
            [|
                for row in one.Rows do
                    match row.Label, row.Outcome with
                    | Some label, Predictions.Score score -> label, score
                    | _ -> ()
            |]
    | several -> Script.refuse $"{path} has the predictions of {several.Length} models and splits; expected one"

let shown right all =
    match Proportion.wilson Confidence.Default right all with
    | Result.Ok interval -> $"%.3f{float right / float all} (%.2f{interval.Lower}-%.2f{interval.Upper})"
    | Result.Error _ -> "no image of this class"

let study validation test wanted =
    [
        for name, rule in
            [
                "0.5", Given 0.5
                "Youden's J", Youden
                $"sensitivity {wanted}", Sensitivity wanted
            ] do
            match rule.TryChoose(fst validation, snd validation, 0) with
            | Result.Error problem -> Script.refuse problem
            | Result.Ok chosen ->
                let counts =
                    Classification.Confuse(fst test, snd test, chosen.Threshold).SwapPositive()

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

    printfn "thresholds chosen on the validation images; on the test images, with Wilson's 95 %% intervals:"
    (Frame.ofRows (study (cases validation) (cases test) wanted)).Print())
