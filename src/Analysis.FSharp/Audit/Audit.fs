/// <summary>A table of results, audited: what its figures show and what they leave open.</summary>
module QImpact.Analysis.Audit.Audit

open System
open QImpact.Statistics
open QImpact.Analysis.Audit.PublishedTable

/// <summary>What the tests and the sample sizes are asked for.</summary>
type Settings =
    {
        /// <summary>The level of the two-sided tests, in (0, 1).</summary>
        Alpha: float
        /// <summary>The chance with which a difference is to be found, in (0, 1).</summary>
        Power: float
        /// <summary>The part of the cases that exactly one of two models judges rightly, assumed for sample sizes; in (0, 1).</summary>
        Discordance: float
    }

    static member Default =
        {
            Alpha = 0.05
            Power = 0.8
            Discordance = 0.1
        }

/// <summary>McNemar's test over every possible pairing; the verdict is the exact test's.</summary>
type TestBounds =
    {
        Exact: Pairings.Bounds
        MidP: Pairings.Bounds
        Verdict: Pairings.Verdict
    }

/// <summary>The cases that a difference takes at one discordance.</summary>
type SampleRow =
    {
        Discordance: float
        /// <summary>By enumeration of the exact test.</summary>
        Exact: Result<McNemarPower.SampleSize, string>
        /// <summary>By Connor's formula, not rounded.</summary>
        Connor: Result<float, string>
        /// <summary>The power of the exact test on as many cases as the table's.</summary>
        PowerHere: float
    }

/// <summary>How many cases it would take to find a difference as large as the table's.</summary>
type SampleNeed =
    {
        /// <summary>The difference of the accuracies, above 0.</summary>
        Difference: float
        /// <summary>By rising discordance: round values, and the least and the largest that the matrices allow.</summary>
        Rows: SampleRow list
        /// <summary>The row of the asked-for discordance; None where the difference is not possible at it.</summary>
        Asked: SampleRow option
    }

type PairAudit =
    {
        First: string
        Second: string
        /// <summary>Over all cases; why there is nothing.</summary>
        All: Result<TestBounds, string>
        /// <summary>The largest exact p-value of any pairing, by Holm's method adjusted for all pairs of the table; an upper bound, as the adjustment rises with each p-value.</summary>
        LargestAdjusted: float option
        /// <summary>Whether only the numbers of right decisions were used, as there are too many matrices: the bounds may be too wide.</summary>
        FromTotals: bool
        /// <summary>Over the cases of class 0 and of class 1: the recall of that class.</summary>
        OfClass: Result<TestBounds, string> list
        Auc: AucBounds.AucPair option
        /// <summary>Where the difference is known, not 0, and not significant under every pairing.</summary>
        Need: SampleNeed option
    }

    member this.Title = $"{this.Second} against {this.First}"

type Audit =
    {
        Table: PublishedTable
        Settings: Settings
        Reconstruction: Reconstruction.Reconstruction
        Aucs: AucBounds.ModelAuc list
        Pairs: PairAudit list
        Counts: Claims.CountCheck list
        Quotes: Claims.QuoteCheck list
        Selections: Claims.SelectionCheck list
        Statements: Claims.StatementCheck list
    }

/// More pairs of candidates than this say little and take long.
let private mostCandidates = 1_000_000L

let private test (settings: Settings) candidates =
    let exact = Pairings.bounds McNemar.exact settings.Alpha candidates

    {
        Exact = exact
        MidP = Pairings.bounds McNemar.midP settings.Alpha candidates
        Verdict = Pairings.verdict settings.Alpha exact
    }

/// What either model may have, each with each.
let private testEach settings first second (margins: 'a -> 'a -> Pairings.Margin list) =
    seq {
        for a in first do
            for b in second -> margins a b
    }
    |> test settings

let private margin cases a b : Pairings.Margin =
    {
        Cases = cases
        FirstRight = a
        SecondRight = b
    }

/// Numbers of right decisions that either model may have, as margins of one set of cases.
let private margins settings cases (a: Reconstruction.ModelMatrices) (b: Reconstruction.ModelMatrices) right =
    let numbers (model: Reconstruction.ModelMatrices) : int list =
        model.Regions |> List.collect right |> List.distinct

    let first, second = numbers a, numbers b

    if int64 first.Length * int64 second.Length > mostCandidates then
        Error "the table leaves too many confusion matrices"
    else
        Ok(testEach settings first second (fun a b -> [ margin cases a b ]))

let private right0 (region: MatrixSearch.Region) =
    [ region.LowestRight0 .. region.HighestRight0 ]

let private right1 (region: MatrixSearch.Region) = [ region.Right1 ]

/// Every pair of matrices, class by class.
let private byClass settings (counts: ClassCounts) first second =
    let matrices (model: Reconstruction.ModelMatrices) =
        model.Regions |> Seq.collect _.Matrices |> Array.ofSeq

    testEach settings (matrices first) (matrices second) (fun a b ->
        [
            margin counts.Class0 a.Right0 b.Right0
            margin counts.Class1 a.Right1 b.Right1
        ])

let private roundDiscordances = [ 0.03; 0.05; 0.1; 0.15; 0.2; 0.3; 0.4 ]

let private row (settings: Settings) cases difference discordance =
    let p10, p01 = (discordance - difference) / 2.0, (discordance + difference) / 2.0

    {
        Discordance = discordance
        Exact = McNemarPower.sampleSize settings.Alpha settings.Power p10 p01
        Connor = McNemarPower.connor settings.Alpha settings.Power p10 p01
        PowerHere = McNemarPower.power settings.Alpha cases p10 p01
    }

let private need (settings: Settings) cases (bounds: TestBounds) =
    match bounds.Exact.Gain with
    | lowest, highest when bounds.Verdict = Pairings.EveryPairing || lowest <> highest || lowest = 0 -> None
    | gain, _ ->
        let difference = float (abs gain) / float cases

        let discordance (extreme: int * int -> int) =
            float (extreme bounds.Exact.OnlyFirst + extreme bounds.Exact.OnlySecond)
            / float cases

        // p10 = 0 exactly at the least discordance, without what subtraction leaves.
        let least, largest = max difference (discordance fst), discordance snd

        let rows =
            least
            :: List.filter (fun value -> value > least && value < largest) roundDiscordances
            @ [ largest ]
            |> List.distinct
            |> List.map (row settings cases difference)

        Some
            {
                Difference = difference
                Rows = rows
                Asked =
                    if settings.Discordance < difference then
                        None
                    else
                        rows
                        |> List.tryFind (fun row -> row.Discordance = settings.Discordance)
                        |> Option.defaultWith (fun () -> row settings cases difference settings.Discordance)
                        |> Some
            }

let private cellOf metric (table: PublishedTable) (model: TableModel) =
    List.zip table.Columns model.Cells
    |> List.tryPick (fun (column, cell) -> if column.Metric = metric then cell else None)

let private pair
    settings
    (table: PublishedTable)
    (firstRow, a: Reconstruction.ModelMatrices)
    (secondRow, b: Reconstruction.ModelMatrices)
    =
    let counts = table.Counts
    let fromTotals = a.Count > 0L && b.Count > 0L && a.Count > mostCandidates / b.Count

    let all =
        if a.Count = 0L || b.Count = 0L then
            Error "no confusion matrix agrees with any cell"
        elif fromTotals then
            margins settings counts.Total a b (fun region -> right0 region |> List.map ((+) region.Right1))
        else
            Ok(byClass settings counts a b)

    let ofClass cases right =
        all |> Result.bind (fun _ -> margins settings cases a b right)

    {
        First = a.Model
        Second = b.Model
        All = all
        LargestAdjusted = None
        FromTotals = fromTotals
        OfClass = [ ofClass counts.Class0 right0; ofClass counts.Class1 right1 ]
        Auc =
            (cellOf TableMetric.auc table firstRow, cellOf TableMetric.auc table secondRow)
            ||> Option.map2 (AucBounds.ofPair settings.Alpha counts)
        Need = all |> Result.toOption |> Option.bind (need settings counts.Total)
    }

/// Every pair's largest p-value adjusted for all pairs.
let private adjusted (pairs: PairAudit list) =
    let largest =
        pairs
        |> List.choose (fun pair -> Result.toOption pair.All |> Option.map _.Exact.LargestP)

    let adjust left pair =
        match pair.All, left with
        | Ok _, first :: rest ->
            { pair with
                LargestAdjusted = Some first
            },
            rest
        | _ -> pair, left

    pairs |> List.mapFold adjust (List.ofArray (Multiplicity.holm largest)) |> fst

/// <summary>Audits a table.</summary>
/// <exception cref="T:System.ArgumentException">A setting is not in (0, 1).</exception>
let ofTable (settings: Settings) (table: PublishedTable) =
    for name, value in
        [
            "alpha", settings.Alpha
            "power", settings.Power
            "discordance", settings.Discordance
        ] do
        if not (value > 0.0 && value < 1.0) then
            raise (ArgumentException($"The {name} is {value}; expected a number in (0, 1).", name))

    let reconstruction = Reconstruction.ofTable table
    let models = List.zip table.Models reconstruction.Models

    {
        Table = table
        Settings = settings
        Reconstruction = reconstruction
        Aucs =
            [
                for row, matrices in models do
                    for printed in Option.toList (cellOf TableMetric.auc table row) do
                        AucBounds.ofModel table.Counts matrices.Regions row.Name printed
            ]
        Pairs =
            [
                for index, first in List.indexed models do
                    for second in List.skip (index + 1) models -> pair settings table first second
            ]
            |> adjusted
        Counts = table.Data |> Option.map Claims.counts |> Option.defaultValue []
        Quotes = Claims.quotes table
        Selections = Claims.selections table
        Statements = Claims.statements table
    }
