/// The findings of an audit in sentences, each derived from its figures.
module internal QImpact.Analysis.Audit.Findings

open System
open QImpact.Metrics
open QImpact.Analysis.Audit.Audit
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Audit.PublishedTable

/// How a column was made: "malignant positive"; "" where there is nothing to say.
let conventionTitle (table: PublishedTable) convention =
    match convention with
    | Positive cls -> $"{table.ClassName cls} positive"
    | Macro -> "mean of the classes"
    | Weighted -> "weighted mean of the classes"
    | Symmetric -> ""

let columnTitle table (metric, convention) =
    match convention with
    | Symmetric -> metric.Row.Title
    | other -> $"{metric.Row.Title} ({conventionTitle table other})"

let private misses (audit: Audit) =
    [
        for model in audit.Reconstruction.Models do
            match model.Nearest with
            | [ _, cells ] ->
                for cell in cells do
                    if not cell.Agrees then
                        let how =
                            if cell.Printed.IsCutOff cell.Value then
                                ", cut off instead of rounded"
                            else
                                ""

                        $"{model.Model}'s {cell.Metric.Row.Phrase} is {cell.Printed.Rounded cell.Value} by these counts and printed {cell.Printed.Text}{how}."
            | (_, cells) :: _ when model.Matched < model.Cells ->
                let names =
                    cells
                    |> List.filter (fun cell -> not cell.Agrees)
                    |> List.map (fun cell ->
                        $"{cell.Metric.Row.Phrase} ({cell.Printed.Text}, not {cell.Printed.Rounded cell.Value})")

                $"No matrix of {model.Model} has all its cells; the closest of {whole model.Count} misses {listed names}."
            | _ -> ()
    ]

let matrices (audit: Audit) : Line =
    let found = audit.Reconstruction
    let unique = found.Models |> List.forall (fun model -> model.Count = 1L)

    let tried = whole found.MatricesExamined

    let who =
        if unique then
            $"follow from one confusion matrix per model, and no other of the {tried} possible ones agrees with as many."
        else
            let left =
                found.Models |> List.map (fun model -> $"{whole model.Count} for {model.Model}")

            $"can be had at once. Of {tried} confusion matrices the cells leave {listed left}."

    let lead =
        if found.Matched = found.Cells then
            "The table agrees with itself."
        else
            "The table does not quite agree with itself."

    led
        lead
        (String.Join(
            " ",
            $" {found.Matched} of the {found.Cells} printed cells (AUC apart) {who}"
            :: misses audit
        ))

/// Which columns follow which convention, "F1 takes malignant as the positive class".
let private readings (audit: Audit) (best: Reconstruction.Conventions) =
    best
    |> List.filter (fun (_, convention) -> convention <> Symmetric)
    |> List.groupBy snd
    |> List.map (fun (convention, columns) ->
        let names = columns |> List.map (fst >> (fun metric -> metric.Row.Phrase)) |> listed
        let several = columns.Length > 1

        match convention with
        | Positive cls ->
            let verb = if several then "take" else "takes"
            $"{names} {verb} {audit.Table.ClassName cls} as the positive class"
        | other ->
            let verb = if several then "are" else "is"
            $"{names} {verb} the {conventionTitle audit.Table other}")

/// With a capital letter.
let sentence (text: string) =
    string (Char.ToUpperInvariant text[0]) + text.Substring 1

let conventions (audit: Audit) : Line option =
    let found = audit.Reconstruction

    let throughout =
        found.OneClassThroughout
        |> List.map (fun (cls, cells) -> $"{audit.Table.ClassName cls} throughout gives {cells}")

    match found.ConventionsExamined, found.Best with
    | 1, _ -> None
    | examined, [ best ] ->
        let classes = best |> List.map snd |> List.filter ((<>) Symmetric) |> List.distinct

        let lead =
            if classes.Length > 1 then
                "The positive class is mixed."
            else
                "One positive class throughout."

        let next =
            match found.RunnerUp, throughout with
            | Some cells, [] -> $"; the next best agrees with {cells} cells."
            | Some cells, _ -> $"; the next best agrees with {cells} cells, {listed throughout}."
            | None, _ -> "."

        Some(
            led
                lead
                $" {sentence (listed (readings audit best))}: of {examined} ways to read the columns no other agrees with {found.Matched} cells{next}"
        )
    | examined, several ->
        let open' =
            several.Head
            |> List.mapi (fun index (metric, _) ->
                metric, several |> List.map (fun best -> snd best[index]) |> List.distinct)
            |> List.filter (fun (_, conventions) -> conventions.Length > 1)
            |> List.map (fun (metric, conventions) ->
                let names = conventions |> List.map (conventionTitle audit.Table)
                $"{metric.Row.Phrase} ({listed names})")

        Some(
            led
                "The positive class stays open."
                $" Of {examined} ways to read the columns {several.Length} agree with {found.Matched} cells each. Open: {listed open'}."
        )

/// "4 images more right (malignant 0, benign +4)".
let private gain (audit: Audit) (pair: PairAudit) (bounds: TestBounds) =
    let table = audit.Table

    let perClass =
        [
            for cls, bounds in List.indexed pair.OfClass do
                for bounds in Option.toList (Result.toOption bounds) do
                    $"{table.ClassName cls} {signedRange bounds.Exact.Gain}"
        ]

    let difference =
        match bounds.Exact.Gain with
        | 0, 0 -> $"as many {table.Unit} right"
        | low, high when low = high ->
            let word = if low > 0 then "more" else "fewer"
            $"{whole (int64 (abs low))} {table.Unit} {word} right"
        | low, high -> $"{signed low} to {signed high} {table.Unit} right"

    $"{difference} ({listed perClass})"

let private verdict (bounds: TestBounds) =
    let exact = bounds.Exact

    let pairings =
        $"{whole exact.Pairings} possible pairing"
        + (if exact.Pairings = 1L then "" else "s")

    let smallest, largest = pValue exact.SmallestP, pValue exact.LargestP

    match bounds.Verdict with
    | Pairings.EveryPairing ->
        let word = if fst exact.Gain > 0 then "better" else "worse"
        $"significantly {word} under every one of {pairings} of the errors (exact McNemar p at most {largest})"
    | Pairings.NoPairing when exact.Pairings = 1L -> $"not significant (exact McNemar p {smallest})"
    | Pairings.NoPairing ->
        $"significant under none of {pairings} of the errors (exact McNemar p from {smallest} to {largest})"
    | Pairings.Open ->
        $"significant under {whole exact.Significant} of {pairings} of the errors (exact McNemar p from {smallest} to {largest}), so the table can't tell"

let private otherWay (bounds: TestBounds) (auc: AucBounds.AucPair) =
    let low, high = bounds.Exact.Gain
    let word = if auc.Difference > 0.0 then "higher" else "lower"

    if abs auc.Difference <= auc.Rounding then
        ""
    elif (low > 0 && auc.Difference < 0.0) || (high < 0 && auc.Difference > 0.0) then
        $" The AUC goes the other way: {Decimals.four (abs auc.Difference)} {word}."
    else
        $" The AUC is {Decimals.four (abs auc.Difference)} {word}."

let pair (audit: Audit) (pair: PairAudit) : Line =
    let lead = $"{pair.Title}:"

    match pair.All with
    | Error reason -> led lead $" nothing follows, because {reason}."
    | Ok bounds ->
        let auc = pair.Auc |> Option.map (otherWay bounds) |> Option.defaultValue ""
        led lead $" {gain audit pair bounds}: {verdict bounds}.{auc}"

/// The cases that a difference takes, by the exact test and by Connor's formula.
let needed (row: SampleRow) =
    let shown cases result =
        match result with
        | Ok value -> whole (cases value)
        | Error reason -> reason

    shown (fun (size: McNemarPower.SampleSize) -> int64 size.First) row.Exact, shown (ceil >> int64) row.Connor

let samples (audit: Audit) : Line list =
    [
        for pair in audit.Pairs do
            match pair.Need |> Option.map (fun need -> need.Difference, need.Asked) with
            | Some(difference, Some row) ->
                let settings = audit.Settings
                let points = Decimals.shown 2 (100.0 * difference)
                let exact, connor = needed row

                led
                    $"To find a difference of {points} points"
                    $" ({pair.Title}) with power {percent settings.Power} at the level {percent settings.Alpha}, where the two disagree on {percent row.Discordance} of the {audit.Table.Unit}, takes {exact} {audit.Table.Unit} by the exact test ({connor} by Connor's formula). {whole (int64 audit.Table.Counts.Total)} find it with a chance of {percent (Math.Round(row.PowerHere, 2))}."
            | _ -> ()
    ]

/// All of them, the table first.
let all (audit: Audit) : Line list =
    [
        matrices audit
        yield! Option.toList (conventions audit)
        yield! audit.Pairs |> List.map (pair audit)
        yield! samples audit
        yield! ClaimFindings.all audit
    ]
