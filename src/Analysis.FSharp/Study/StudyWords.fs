/// Words and figures that chapters of a study share.
module internal QImpact.Analysis.Study.StudyWords

open System
open System.Globalization
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document

/// A learning rate: 3e-5.
let rate (value: float) =
    value.ToString("0.###e0", CultureInfo.InvariantCulture)

/// "1 run", "2 runs".
let private counted (noun: string) count =
    let plural = if count = 1 then noun else noun + "s"
    $"{Format.whole (int64 count)} {plural}"

let countedRuns count = counted "run" count
let countedRepeats count = counted "repeat" count
let countedSeeds count = counted "seed" count
let countedPairs count = counted "pair" count

/// What a part is for.
let role (role: StudyRole) =
    match role with
    | StudyRole.Rates -> "chooses the rates, on validation images alone"
    | StudyRole.Comparison -> "the comparison, which the study concludes from"
    | StudyRole.Sensitivity -> "the comparison's arms, trained otherwise"
    | StudyRole.Literal -> "the paper's protocol as it is written"
    | StudyRole.Official -> "the published split"
    | StudyRole.Benchmark -> "a published benchmark's settings"
    | other -> invalidOp $"{other} is no role of a part."

let median (values: float list) =
    let sorted = values |> List.sort |> Array.ofList
    let middle = sorted.Length / 2

    if sorted.Length % 2 = 1 then
        sorted[middle]
    else
        (sorted[middle - 1] + sorted[middle]) / 2.0

/// The value that this part of them does not exceed, linear between neighbours (type 7 of Hyndman and Fan 1996).
let quantile part (values: float list) =
    let sorted = values |> List.sort |> Array.ofList
    let place = part * float (sorted.Length - 1)
    let below = int (floor place)
    let above = min (below + 1) (sorted.Length - 1)
    sorted[below] + (place - float below) * (sorted[above] - sorted[below])

/// "0.812 (0.790 to 0.831)": the median and the range.
let medianAndRange digits (values: float list) =
    match values with
    | [] -> Missing "no run"
    | values ->
        let shown = Decimals.shown digits

        text $"{shown (median values)} ({shown (List.min values)} to {shown (List.max values)})"

/// "-0.063 (-0.085 to -0.040)": a difference with its 95 % interval.
let difference (found: Result<SeedVariance.Difference, string>) =
    found
    |> Result.map (fun difference ->
        $"{Decimals.shown 3 difference.Value} ({Format.interval 3 (difference.Interval Confidence.Default)})")
    |> orMissing text

/// "3 of 10 (0.067 to 0.652)": a part with Clopper and Pearson's interval.
let share part whole =
    match Proportion.clopperPearson Confidence.Default (int64 part) (int64 whole) with
    | Ok interval -> text $"{part} of {whole} ({Format.interval 3 interval})"
    | Error reason -> Missing reason

/// The values that are there; what is undefined is left out.
let defined (values: Result<float, string> list) = List.choose Result.toOption values

/// The figures of a member that some runs have, others not.
let some (values: Nullable<float> list) = values |> List.choose Option.ofNullable
