/// <summary>The confusion matrices that a row of printed metrics allows, out of all that there are.</summary>
/// <remarks>
/// A matrix is (r0, r1): how many of the n0 cases of class 0 and of the n1 of class 1 were decided rightly. Every metric, under
/// every convention, is non-decreasing in r0 and in r1, so the matrices that a printed cell admits lie between two descending
/// staircases, which are walked in O(n0 + n1) exact comparisons. For each r1 the cells' intervals of r0 are then swept. In
/// all O(k (n0 + n1) + k^2 n1) for k pairs of a cell and a convention, and every one of the (n0 + 1)(n1 + 1) matrices is
/// accounted for.
/// </remarks>
module QImpact.Analysis.Audit.MatrixSearch

open System
open System.Collections.Generic

/// <summary>A printed cell read under one convention.</summary>
type Reading =
    {
        Metric: TableMetric
        Convention: Convention
        Printed: PrintedValue
    }

/// <summary>Matrices with the same r1 and neighbouring r0.</summary>
[<Struct>]
type Region =
    {
        Right1: int
        LowestRight0: int
        HighestRight0: int
    }

    member this.Count = int64 (this.HighestRight0 - this.LowestRight0 + 1)

    member this.Matrices =
        let right1 = this.Right1

        seq { this.LowestRight0 .. this.HighestRight0 }
        |> Seq.map (fun right0 -> { Right0 = right0; Right1 = right1 })

/// <summary>The matrices that match exactly the same readings.</summary>
type Group =
    {
        /// <summary>Bit i is set where reading i is matched; not 0.</summary>
        Matched: uint64
        Regions: Region list
    }

    member this.Count = this.Regions |> List.sumBy _.Count

/// For each r1 the lowest r0 whose value is at or above a bound (n0 + 1 where there is none), or above it. It falls with r1,
/// so one walk down the r0 serves all r1.
let private staircase (counts: ClassCounts) (reading: Reading) halves strictly =
    let reaches (right: Right) =
        let place =
            (TableMetric.value reading.Metric reading.Convention counts right)
                .CompareToHalves(halves, reading.Printed.Decimals)

        place > 0 || (place = 0 && not strictly)

    let mutable lowest = counts.Class0 + 1

    Array.init (counts.Class1 + 1) (fun right1 ->
        while lowest > 0 && reaches { Right0 = lowest - 1; Right1 = right1 } do
            lowest <- lowest - 1

        lowest)

/// One r1's intervals of r0, first and one past the last, cut where the set of matched readings changes.
let private sweep (found: Dictionary<uint64, List<Region>>) right1 (intervals: struct (int * int)[]) =
    let ends = SortedSet<int>()

    for struct (first, past) in intervals do
        if first < past then
            ends.Add first |> ignore
            ends.Add past |> ignore

    let cuts = Array.ofSeq ends

    for i in 0 .. cuts.Length - 2 do
        let mutable matched = 0UL

        for reading in 0 .. intervals.Length - 1 do
            let struct (first, past) = intervals[reading]

            if first <= cuts[i] && cuts[i + 1] <= past then
                matched <- matched ||| (1UL <<< reading)

        if matched <> 0UL then
            if not (found.ContainsKey matched) then
                found[matched] <- List()

            found[matched].Add
                {
                    Right1 = right1
                    LowestRight0 = cuts[i]
                    HighestRight0 = cuts[i + 1] - 1
                }

/// <summary>All matrices in groups by the readings that they match, those that match none left out. Nothing matches None; at most 64 readings.</summary>
let search counts (readings: Reading option[]) =
    if readings.Length > 64 then
        raise (ArgumentException($"There are {readings.Length} readings; expected at most 64.", nameof readings))

    let stairs =
        readings
        |> Array.map (
            Option.map (fun reading ->
                let halves = 2L * int64 reading.Printed.Units
                staircase counts reading (halves - 1L) false, staircase counts reading (halves + 1L) true)
        )

    let found = Dictionary<uint64, List<Region>>()

    for right1 in 0 .. counts.Class1 do
        stairs
        |> Array.map (function
            | Some(first, past) -> struct (first[right1], past[right1])
            | None -> struct (0, 0))
        |> sweep found right1

    [
        for KeyValue(matched, regions) in found ->
            {
                Matched = matched
                Regions = List.ofSeq regions
            }
    ]
    |> List.sortBy _.Matched
