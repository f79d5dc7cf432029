/// The tables of docs/statistics.md, from the file that the simulation writes.
module QImpact.AnalysisBenchmarks.ClaimsTable

open System
open System.Globalization
open System.IO

/// A line of the file.
type Line =
    {
        World: string
        Folds: int
        Repeats: int
        Method: string
        Measure: string
        Difference: float
        Trials: int
        Count: int
    }

    /// In percent.
    member this.Rate = 100.0 * float this.Count / float this.Trials

    /// The simulation's standard error of the rate, in percent, as if the rate were this one.
    member this.ErrorAt(rate: float) =
        100.0 * sqrt (rate / 100.0 * (1.0 - rate / 100.0) / float this.Trials)

/// Reads the file: world and method are quoted.
let read file =
    File.ReadAllLines file
    |> Array.skip 1
    |> Array.map (fun line ->
        let parts = line.Split '"'
        let cells = (parts[2] + parts[4]).Split ','

        {
            World = parts[1]
            Folds = int cells[1]
            Repeats = int cells[2]
            Method = parts[3]
            Measure = cells[4]
            Difference = Double.Parse(cells[5], CultureInfo.InvariantCulture)
            Trials = int cells[6]
            Count = int cells[7]
        })

let private rate (lines: Line[]) world folds measure method =
    let rates =
        lines
        |> Array.filter (fun line ->
            line.World = world
            && line.Folds = folds
            && line.Measure = measure
            && line.Method = method)
        |> Array.sortBy _.Repeats
        |> Array.map (fun line -> line.Rate.ToString("F1", CultureInfo.InvariantCulture))

    if rates.Length = 0 then "" else String.Join(" / ", rates)

/// What a world's rates are of, in the order of its numbers of repeats.
let private layout (lines: Line[]) world folds =
    let repeats =
        lines
        |> Array.filter (fun line -> line.World = world && line.Folds = folds)
        |> Array.map _.Repeats
        |> Array.distinct
        |> Array.sort

    let numbers = String.Join(" / ", repeats)

    if folds = 1 then
        $"156 images, {numbers} seeds"
    else
        $"780 images, {numbers} repeats of {folds} folds"

/// A row for each world that has the measure, a column for each method.
let private table (lines: Line[]) measure (columns: (string * string) list) chosen =
    let row (cells: string list) = "| " + String.Join(" | ", cells) + " |"

    let worlds =
        lines
        |> Array.filter chosen
        |> Array.distinctBy (fun line -> line.World, line.Folds)
        |> Array.map (fun line -> line.World, line.Folds)

    [
        row ("world" :: List.map fst columns)
        row ("---" :: List.map (fun _ -> "---") columns)

        for world, folds in worlds do
            row (
                $"{layout lines world folds}: {world}"
                :: [ for _, method in columns -> rate lines world folds measure method ]
            )
    ]

let private obuchowskiRockette = "Obuchowski-Rockette", "Obuchowski-Rockette"
let private asUsed = "as used", "Obuchowski-Rockette as used"
let private nadeauBengio = "Nadeau-Bengio", "Nadeau-Bengio"
let private both = "both", "Obuchowski-Rockette and Nadeau-Bengio"
let private bayes = "Bayesian t", "Bayesian correlated t"
let private repeatsAlone = "t of repeats", "repeats alone"
let private imagesAlone = "images alone", "images alone"

/// The tables, as lines of Markdown.
let markdown (lines: Line[]) =
    let claims =
        [
            obuchowskiRockette
            asUsed
            "Holm over three", "Holm over three"
            nadeauBengio
            both
            bayes
            repeatsAlone
            imagesAlone
        ]

    [
        "Claims of a difference where there is none, in percent:"
        ""
        yield! table lines "Claim" claims (fun line -> line.Difference = 0.0)
        ""
        "Claims of a difference where there is one of .05, of either sign:"
        ""
        yield! table lines "Claim" claims (fun line -> line.Difference <> 0.0)
        ""
        "How often 95 % intervals hold the true difference:"
        ""
        yield! table lines "Held" [ obuchowskiRockette; nadeauBengio; repeatsAlone; imagesAlone ] (fun _ -> true)
        ""
        "Claims that the arms are equal to .05, false where the true difference is .05, and alarms of two heaps in either arm:"
        ""
        let equal = table lines "Equal" [ obuchowskiRockette; bayes ] (fun _ -> true)

        let alarms =
            table
                lines
                "Alarm"
                [
                    "heaps of runs", "two heaps of runs"
                    "heaps of repeats", "two heaps of repeats"
                ]
                (fun _ -> true)

        for left, right in List.zip equal alarms do
            left + right.Substring(right.IndexOf('|', 1) + 1)
    ]

let private start, stop = "<!-- claims -->", "<!-- end of claims -->"

/// The page with the tables between its two marks, which it must have.
let fill (page: string) (lines: Line[]) =
    let first = page.IndexOf(start, StringComparison.Ordinal) + start.Length
    let last = page.IndexOf(stop, StringComparison.Ordinal)

    page[.. first - 1]
    + "\n"
    + String.Join("\n", markdown lines)
    + "\n"
    + page[last..]
