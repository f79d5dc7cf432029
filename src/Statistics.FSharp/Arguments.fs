/// Checks that several tests make of what they are given.
module QImpact.Statistics.Arguments

open System
open System.Collections.Generic
open System.Globalization

let refuse (parameter: string) (message: string) : unit =
    raise (ArgumentException(message, parameter))

/// Numbers as people write them, whatever the machine's culture.
let shown (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture)

let requireCount name (value: int) =
    if value < 0 then
        refuse name $"{name} is {value}; expected a count of at least 0."

let requireSameLength first (firstLength: int) second (secondLength: int) =
    if firstLength <> secondLength then
        refuse second $"There are {firstLength} values in {first} and {secondLength} in {second}; expected pairs."

/// A probability that is neither 0 nor 1, such as a level or a power.
let requireOpenProbability name (value: float) =
    if not (value > 0.0 && value < 1.0) then
        refuse name $"{name} is {shown value}; expected a number in (0, 1)."

let requireProbability name (value: float) =
    if not (value >= 0.0 && value <= 1.0) then
        refuse name $"{name} is {shown value}; expected a number in [0, 1]."

let requirePositive name (value: float) =
    if not (value > 0.0 && Double.IsFinite value) then
        refuse name $"{name} is {shown value}; expected a positive number."

let requireCorrelation (correlation: float) =
    if not (abs correlation <= 1.0) then
        refuse "correlation" $"The correlation is {shown correlation}; expected a number in [-1, 1]."

let requireFinite name (values: float seq) =
    values
    |> Seq.iteri (fun index value ->
        if not (Double.IsFinite value) then
            refuse name $"{name} has {shown value} at index {index}; expected a finite number.")

/// A table of at least one row and two columns, all rows of the same length. Nouns name a row (Case) and the columns (classifiers).
let requireTable name (row: string) columns (table: IReadOnlyList<IReadOnlyList<'a>>) =
    let noun = row.ToLowerInvariant()

    if table.Count = 0 then
        refuse name $"There are no {noun}s; expected at least one."

    if table[0].Count < 2 then
        refuse name $"There are {table[0].Count} {columns}; expected at least two."

    table
    |> Seq.iteri (fun index cells ->
        if cells.Count <> table[0].Count then
            refuse
                name
                $"{row} {index} has {cells.Count} {columns}, the first {noun} {table[0].Count}; expected the same number.")

/// x - y of pairs; at least one, all finite.
let differences (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    requireSameLength "x" x.Count "y" y.Count

    if x.Count = 0 then
        refuse "x" "There are no pairs; expected at least one."

    requireFinite "x" x
    requireFinite "y" y
    Array.init x.Count (fun i -> x[i] - y[i])
