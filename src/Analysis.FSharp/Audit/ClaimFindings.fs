/// What the paper states and quotes, where the published figures or its own table say otherwise.
module internal QImpact.Analysis.Audit.ClaimFindings

open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Audit.PublishedTable

let sizeText size =
    match size with
    | Total cases -> whole (int64 cases)
    | PerClass counts -> $"{whole (int64 counts.Class0)}/{whole (int64 counts.Class1)}"

let private publishedText (check: Claims.CountCheck) =
    match check.Stated.Size with
    | Total _ -> whole (int64 check.Published.Total)
    | PerClass _ -> sizeText (PerClass check.Published)

let sameAs (check: Claims.CountCheck) =
    match check.SameAs with
    | [] -> "no published part or sum of parts"
    | fits -> fits |> List.map (String.concat " + ") |> String.concat " or "

let private data (audit: Audit) : Line list =
    [
        for check in audit.Counts do
            if not check.Agrees then
                let published =
                    match check.Split with
                    | Some split -> $"the published {split} set has {publishedText check}"
                    | None -> $"the published data have {publishedText check}"

                led
                    $"Stated {check.Stated.What}: {sizeText check.Stated.Size}."
                    $" That is the size of {sameAs check}; {published}."
        for quote in audit.Quotes do
            let wrong = quote.Figures |> List.filter (fun figure -> not figure.Agrees)

            if not wrong.IsEmpty then
                let figures (text: Claims.QuotedFigure -> PrintedValue) =
                    wrong
                    |> List.map (fun figure -> $"{figure.Metric.Row.Phrase} {(text figure).Text}")
                    |> listed

                let how = if quote.IsSwapped then "swapped" else "different"

                led $"Quoted figures {how}:" $" {quote.What} has {figures _.Own}; quoted is {figures _.Quoted}."
    ]

let private listedFigures (figures: (string * PrintedValue) list) =
    figures
    |> List.map (fun (model, figure) -> $"{model}'s {figure.Text}")
    |> listed

/// What a stopping rule on a set of the test's size brings about.
let private selections (audit: Audit) : Line list =
    [
        for check in audit.Selections do
            let phrase = check.Rule.Metric.Row.Phrase

            let met =
                match check.Met with
                | [] -> ""
                | met ->
                    $" {listedFigures met} above {check.Rule.Above}'s {check.Above.Text} then holds by construction and shows nothing of other {audit.Table.Unit}."

            let notMet =
                match check.NotMet with
                | [] -> ""
                | notMet -> $" {listedFigures notMet} would never have met the rule."

            led
                $"Stopped by the test set, if the {check.Set} was it, as its size says:"
                $" {listed check.Rule.Models} stopped when their {phrase} on it exceeded {check.Rule.Above}'s.{met}{notMet}"
    ]

/// A statement of the text against the table.
let private statements (audit: Audit) : Line list =
    [
        for check in audit.Statements do
            if not check.Agrees then
                let statement = check.Statement

                let contradicted =
                    check.Contradicted
                    |> List.map (fun (metric, own, other) ->
                        $"its {metric.Row.Phrase} is {own.Text}, {statement.Than}'s {other.Text}")

                let counted =
                    $"it is above {statement.Than} in {check.Higher} of {check.Columns} columns"

                let but =
                    match contradicted with
                    | [] -> ""
                    | contradicted -> $", but {listed contradicted}"

                led $"The text says \"{statement.Quote}\" of {statement.Better}:" $" {counted}{but}."
    ]

let all (audit: Audit) =
    data audit @ selections audit @ statements audit
