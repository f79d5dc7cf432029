namespace QImpact.Analysis.Audit

open System
open System.Globalization
open System.Text.RegularExpressions

[<Struct>]
type ExactValue =
    private
        {
            Numerator: Int128
            Denominator: Int128
            IsRoot: bool
        }

    member this.IsUndefined = this.Denominator.Equals Int128.Zero

    static member private Of(numerator: Int128, denominator: Int128, isRoot) =
        {
            Numerator = numerator
            Denominator = denominator
            IsRoot = isRoot
        }

    static member Ratio(numerator, denominator) =
        ExactValue.Of(numerator, denominator, false)

    static member Root(numerator, denominator) =
        ExactValue.Of(numerator, denominator, true)

    member this.ToFloat() =
        if this.IsUndefined then
            0.0
        else
            let ratio = float this.Numerator / float this.Denominator

            if this.IsRoot then
                float (sign ratio) * sqrt (abs ratio)
            else
                ratio

    member this.CompareToHalves(halves: int64, decimals: int) =
        let scale = 2L * pown 10L decimals
        let bound, scale = Int128.op_Implicit halves, Int128.op_Implicit scale

        if this.IsUndefined then
            -(sign halves)
        elif this.IsRoot then
            // x -> x |x| is increasing, so the squares with their signs compare as the numbers do.
            (this.Numerator * scale * scale).CompareTo(bound * Int128.Abs bound * this.Denominator)
        else
            (this.Numerator * scale).CompareTo(bound * this.Denominator)

type PrintedValue =
    {
        Text: string
        Units: int
        Decimals: int
        IsPercent: bool
    }

    member this.Value = float this.Units / Math.Pow(10.0, this.Decimals)

    member this.HalfUnit = 0.5 / Math.Pow(10.0, this.Decimals)

    member this.Admits(value: ExactValue) =
        let halves = 2L * int64 this.Units

        value.CompareToHalves(halves - 1L, this.Decimals) >= 0
        && value.CompareToHalves(halves + 1L, this.Decimals) <= 0

    /// The largest whole number of steps of 10^-decimals that is at most the value less an offset in half steps.
    member private this.Steps(value: ExactValue, offset: int64) =
        let reaches (steps: int64) =
            value.CompareToHalves(2L * steps + offset, this.Decimals) >= 0

        let guess =
            int64 (Math.Floor(value.ToFloat() * Math.Pow(10.0, this.Decimals) - float offset / 2.0))

        // The double is off by far less than one step.
        [ guess + 1L; guess; guess - 1L ] |> List.find reaches

    member this.Rounded(value: ExactValue) =
        let units = this.Steps(value, -1L)
        let decimals = if this.IsPercent then this.Decimals - 2 else this.Decimals
        let number = decimal units / decimal (pown 10L decimals)

        number.ToString("F" + string decimals, CultureInfo.InvariantCulture)
        + (if this.IsPercent then " %" else "")

    member this.IsCutOff(value: ExactValue) =
        not (this.Admits value)
        && this.Units >= 0
        && this.Steps(value, 0L) = int64 this.Units

    member this.Distance(value: ExactValue) =
        abs (value.ToFloat() - this.Value) / (2.0 * this.HalfUnit)

    static member private Pattern =
        Regex(@"^(-?)([0-9]{0,4})(?:\.([0-9]{0,9}))?\s*(%?)$", RegexOptions.CultureInvariant)

    static member Parse(text: string) =
        let trimmed = text.Trim().Replace('−', '-')
        let found = PrintedValue.Pattern.Match trimmed
        let whole, fraction = found.Groups[2].Value, found.Groups[3].Value
        let isPercent = found.Groups[4].Value = "%"
        let decimals = fraction.Length + (if isPercent then 2 else 0)

        if not found.Success || whole + fraction = "" then
            Error $"'{text}' is no printed number; expected one such as 0.7436 or 74.36 %%"
        elif decimals > 6 then
            Error $"'{text}' has more digits than are looked at; expected at most 6 decimals, 4 in percent"
        else
            let magnitude = Int64.Parse(whole + fraction, CultureInfo.InvariantCulture)

            let units =
                if found.Groups[1].Value = "-" then
                    -magnitude
                else
                    magnitude

            if abs units > pown 10L decimals then
                Error
                    $"'{text}' is more than 1; expected a fraction such as 0.7436, or a percentage with its sign such as 74.36 %%"
            else
                Ok
                    {
                        Text = trimmed
                        Units = int units
                        Decimals = decimals
                        IsPercent = isPercent
                    }
