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

let requireFinite name (values: float seq) =
    values
    |> Seq.iteri (fun index value ->
        if not (Double.IsFinite value) then
            refuse name $"{name} has {shown value} at index {index}; expected a finite number.")

/// x - y of pairs; at least one, all finite.
let differences (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    requireSameLength "x" x.Count "y" y.Count

    if x.Count = 0 then
        refuse "x" "There are no pairs; expected at least one."

    requireFinite "x" x
    requireFinite "y" y
    Array.init x.Count (fun i -> x[i] - y[i])
