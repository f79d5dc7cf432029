// Chooses a model's threshold on the validation images, and shows what it does to the test images.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/threshold-study.fsx val.csv test.csv [sensitivity]
//
// Both files are prediction tables of one model, as `infer --split=val` and `infer --split=test` write them. Class 0 (malignant) is what must
// not be missed: sensitivity is its recall, specificity that of class 1. Default: a sensitivity of 0.9.

#load "../../../artifacts/qimpact.fsx"

open System.Globalization
open Deedle
open QImpact.Analysis.Input
open QImpact.Statistics
open QImpact.Data
open QImpact.Metrics

CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture

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
    | several ->
        raise (BadInputException $"{path} has the predictions of {several.Length} models and splits; expected one")

/// Sensitivity (class 0) and specificity (class 1) at a threshold, as counts.
let counts (labels: int[], scores: float[]) threshold =
    let confusion = Classification.Confuse(labels, scores, threshold)
    (confusion.TrueNegatives, confusion.Negatives), (confusion.TruePositives, confusion.Positives)

let rate (right, all) = float right / float all

let study validation test (wanted: float) =
    let thresholds =
        [
            for point in Classification.RocCurve(fst validation, snd validation) -> min 1.0 point.Threshold
        ]

    if thresholds.IsEmpty then
        raise (BadInputException "the validation images are all of one class; expected both")

    let youden threshold =
        let sensitivity, specificity = counts validation threshold
        rate sensitivity + rate specificity

    let reached =
        thresholds
        |> List.filter (fun threshold -> rate (fst (counts validation threshold)) >= wanted)

    [
        "0.5", 0.5
        "Youden's J", List.maxBy youden thresholds
        $"sensitivity {wanted}", List.min reached
    ]
    |> List.map (fun (rule, threshold) ->
        let shown (right, all) =
            match Proportion.wilson 0.95 right all with
            | Result.Ok interval -> $"%.3f{rate (right, all)} (%.2f{interval.Lower}-%.2f{interval.Upper})"
            | Result.Error _ -> "no image of this class"

        let sensitivity, specificity = counts test threshold
        rule, [ $"%.4f{threshold}"; shown sensitivity; shown specificity ])

try
    let validation, test, wanted =
        match List.ofArray fsi.CommandLineArgs with
        | [ _; validation; test ] -> validation, test, 0.9
        | [ _; validation; test; wanted ] -> validation, test, float wanted
        | _ -> raise (BadInputException "expected two tables: threshold-study.fsx VAL.csv TEST.csv [SENSITIVITY]")

    let rows = study (cases validation) (cases test) wanted

    let column place =
        series [ for rule, cells in rows -> rule, List.item place cells ]

    printfn "thresholds chosen on the validation images; on the test images, with Wilson's 95 %% intervals:"
    (frame [ "threshold", column 0; "sensitivity", column 1; "specificity", column 2 ]).Print()
with :? BadInputException as error ->
    eprintfn "error: %s" error.Message
    exit 2
