/// <summary>Numbers as documents show them.</summary>
module QImpact.Analysis.Document.Format

open System
open System.Globalization
open QImpact.Metrics
open QImpact.Statistics

let private invariant (format: string) (value: IFormattable) =
    value.ToString(format, CultureInfo.InvariantCulture)

/// <summary>A whole number with its thousands apart.</summary>
let whole (value: int64) = invariant "N0" value

/// <summary>A part as a percentage, without decimals where it has none.</summary>
let percent (part: float) = invariant "0.##" (100.0 * part) + " %"

/// <summary>Three significant digits, 0.0236 or 8.43e-6.</summary>
let pValue (p: float) =
    if p >= 0.001 then
        let digits =
            if p >= 0.0995 then 3
            elif p >= 0.00995 then 4
            else 5

        Decimals.shown digits p
    else
        invariant "0.00e-0" p

/// <summary>Four decimals, or that it is below them.</summary>
let probability (p: float) =
    if p < 0.0001 then "< 0.0001" else Decimals.four p

/// <summary>"0.123 to 0.456".</summary>
let interval (digits: int) (interval: Interval) =
    $"{Decimals.shown digits interval.Lower} to {Decimals.shown digits interval.Upper}"

/// <summary>"a, b and c".</summary>
let listed (items: string list) =
    match List.rev items with
    | [] -> ""
    | [ only ] -> only
    | last :: others -> String.Join(", ", List.rev others) + " and " + last

/// <summary>"3" or "3 to 5".</summary>
let range (low, high) =
    if low = high then
        whole (int64 low)
    else
        $"{whole (int64 low)} to {whole (int64 high)}"

/// <summary>"+4", "−27" or "0".</summary>
let signed (value: int) =
    if value > 0 then $"+{whole (int64 value)}"
    elif value < 0 then $"−{whole (int64 -value)}"
    else "0"

let signedRange (low, high) =
    if low = high then
        signed low
    else
        $"{signed low} to {signed high}"

/// <summary>The line's text without a notation.</summary>
let line (parts: Line) =
    parts
    |> List.map (function
        | Plain text
        | Strong text
        | Code text
        | Sub text
        | Super text
        | Aside text
        | Published text
        | Model(text, _)
        | Reference(_, text) -> text)
    |> String.Concat

/// <summary>The text of a cell that is not a line.</summary>
let cell cell =
    match cell with
    | Text parts -> line parts
    | Number(value, digits) -> Decimals.shown digits value
    | Estimated(value, None) -> string value
    | Estimated(value, Some bounds) -> $"{value} ({interval 3 bounds})"
    | Range bounds -> interval 4 bounds
    | PValue p -> probability p
    | Missing "" -> "n/a"
    | Missing reason -> $"n/a ({reason})"
