/// Text with tables and charts, without a notation: Markdown and HTML are made of it.
module internal QImpact.Analysis.Audit.Document

open System
open System.Globalization

/// A piece of a line.
type Inline =
    | Plain of string
    | Strong of string

type Line = Inline list

type Block =
    | Paragraph of Line
    | Bullets of Line list
    /// A table; the first cell of a row is its heading.
    | Grid of head: string list * rows: Line list list
    | Remark of string
    /// A chart by its id, and what it shows.
    | Figure of id: string * caption: string

/// A chapter with the id of its anchor.
type Chapter =
    {
        Id: string
        Title: string
        Blocks: Block list
    }

let plain (text: string) : Line = [ Plain text ]

/// A line that opens with its subject.
let led (lead: string) (text: string) : Line = [ Strong lead; Plain text ]

let private invariant (format: string) (value: IFormattable) =
    value.ToString(format, CultureInfo.InvariantCulture)

let decimals (digits: int) (value: float) = invariant $"F{digits}" value

/// A whole number with its thousands apart.
let whole (value: int64) = invariant "N0" value

/// A part as a percentage, without decimals where it has none.
let percent (part: float) = invariant "0.##" (100.0 * part) + " %"

/// Three significant digits, 0.0236 or 8.43e-6.
let pValue (p: float) =
    if p >= 0.001 then
        let digits =
            if p >= 0.0995 then 3
            elif p >= 0.00995 then 4
            else 5

        decimals digits p
    else
        invariant "0.00e-0" p

/// "a, b and c".
let listed (items: string list) =
    match List.rev items with
    | [] -> ""
    | [ only ] -> only
    | last :: others -> String.Join(", ", List.rev others) + " and " + last

/// "3" or "3 to 5".
let range (low, high) =
    if low = high then
        whole (int64 low)
    else
        $"{whole (int64 low)} to {whole (int64 high)}"

/// "+4", "-27" or "0".
let signed (value: int) =
    if value > 0 then $"+{whole (int64 value)}"
    elif value < 0 then $"−{whole (int64 -value)}"
    else "0"

let signedRange (low, high) =
    if low = high then
        signed low
    else
        $"{signed low} to {signed high}"
