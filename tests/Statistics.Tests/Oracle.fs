/// Comparison with the reference values, within the tolerances that their README names.
module QImpact.Statistics.Tests.Oracle

open System
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Statistics

/// Equal within the relative tolerance or the absolute one.
let closeBy relative absolute (what: string) (expected: float) (actual: float) =
    Assert.True(
        (expected = actual)
        || abs (expected - actual) <= max absolute (relative * abs expected),
        $"{what}: expected {expected:R}, got {actual:R}"
    )

/// p-values and ends of intervals.
let close what expected actual = closeBy 1e-9 1e-12 what expected actual

/// Statistics: z, t, chi-squared.
let closeStatistic what expected actual =
    closeBy 1e-10 1e-12 what expected actual

/// A number with "Infinity" as the reference writes it; None for null.
let extended (element: JsonElement) =
    match element.ValueKind with
    | JsonValueKind.Null -> None
    | JsonValueKind.String ->
        match element.GetString() with
        | "Infinity" -> Some Double.PositiveInfinity
        | "-Infinity" -> Some Double.NegativeInfinity
        | other -> failwith $"expected a number, got {other}"
    | _ -> Some(element.GetDouble())

let count name element = (field name element).GetInt32()
let real name element = (field name element).GetDouble()

/// Defined and close, or undefined in both; an undefined result says why.
let sameBy compare (what: string) (expected: float option) (actual: Result<float, string>) =
    match expected, actual with
    | Some expected, Ok actual -> compare what expected actual
    | None, Error reason -> Assert.NotEmpty reason
    | _ -> Assert.Fail $"{what}: expected %A{expected}, got %A{actual}"

let same what expected actual = sameBy close what expected actual

let sameInterval what (expected: JsonElement) (actual: Interval) =
    close $"{what}, lower end" (expected[0].GetDouble()) actual.Lower
    close $"{what}, upper end" (expected[1].GetDouble()) actual.Upper

/// An interval, or null where there is none.
let sameIntervalResult what (expected: JsonElement) (actual: Result<Interval, string>) =
    match expected.ValueKind, actual with
    | JsonValueKind.Null, Error reason -> Assert.NotEmpty reason
    | JsonValueKind.Array, Error _ when expected[0].ValueKind = JsonValueKind.Null -> ()
    | JsonValueKind.Array, Ok actual -> sameInterval what expected actual
    | _ -> Assert.Fail $"{what}: expected {expected}, got %A{actual}"

/// The cases of one of the small files, each with its input and expected values.
let cases file =
    (load file |> field "cases").EnumerateArray()
    |> Seq.mapi (fun index case -> $"{file}, case {index}", field "input" case, field "expected" case)
    |> List.ofSeq

let items (element: JsonElement) = List.ofSeq (element.EnumerateArray())

let text name element =
    string ((field name element).GetString())

/// The message of the ArgumentException that the action throws.
let refusal action =
    Assert.Throws<ArgumentException>(fun () -> action () |> ignore).Message
