namespace QImpact.Analysis.Audit

open System
open System.Globalization
open System.Text.RegularExpressions

/// <summary>A metric's value without rounding: a fraction, or the signed root of one. 0/0 counts as 0, as scikit-learn prints it.</summary>
[<Struct>]
type ExactValue =
    private
        {
            Numerator: Int128
            Denominator: Int128
            IsRoot: bool
        }

    /// <summary>Whether it is 0/0, which has no value.</summary>
    member this.IsUndefined = this.Denominator.Equals Int128.Zero

    static member private Of(numerator: Int128, denominator: Int128, isRoot) =
        {
            Numerator = numerator
            Denominator = denominator
            IsRoot = isRoot
        }

    /// <summary>numerator / denominator, the denominator at least 0.</summary>
    static member Ratio(numerator, denominator) =
        ExactValue.Of(numerator, denominator, false)

    /// <summary>The signed root sgn(numerator) sqrt(|numerator| / denominator), the denominator at least 0.</summary>
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

    /// <summary>The sign of value - halves / (2 * 10^decimals), a bound of the numbers that round to a printed one. Exact.</summary>
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

/// <summary>A number as a table prints it: its value is units / 10^decimals.</summary>
type PrintedValue =
    {
        /// <summary>The text, such as "0.7436" or "74.36 %".</summary>
        Text: string
        /// <summary>The number in units of its last digit, 7436 for either text.</summary>
        Units: int
        /// <summary>Decimals of the number as a fraction, 4 for either text; 0 to 6.</summary>
        Decimals: int
        IsPercent: bool
    }

    /// <summary>The printed number, as a fraction.</summary>
    member this.Value = float this.Units / Math.Pow(10.0, this.Decimals)

    /// <summary>Half a unit of the last digit: how far rounding may have moved it.</summary>
    member this.HalfUnit = 0.5 / Math.Pow(10.0, this.Decimals)

    /// <summary>
    /// Whether a value may have been printed so: it lies within half a unit of the last digit. A value that lies exactly
    /// between two numbers may be printed as either: half-up, half-to-even and the binary representation of a computed
    /// number decide differently.
    /// </summary>
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

    /// <summary>The value rounded half-up to as many digits, in the same notation.</summary>
    member this.Rounded(value: ExactValue) =
        let units = this.Steps(value, -1L)
        let decimals = if this.IsPercent then this.Decimals - 2 else this.Decimals
        let number = decimal units / decimal (pown 10L decimals)

        number.ToString("F" + string decimals, CultureInfo.InvariantCulture)
        + (if this.IsPercent then " %" else "")

    /// <summary>Whether the printed number is the value cut off after its last digit instead of rounded.</summary>
    member this.IsCutOff(value: ExactValue) =
        not (this.Admits value)
        && this.Units >= 0
        && this.Steps(value, 0L) = int64 this.Units

    /// <summary>The value's distance from the printed number, in units of its last digit.</summary>
    member this.Distance(value: ExactValue) =
        abs (value.ToFloat() - this.Value) / (2.0 * this.HalfUnit)

    static member private Pattern =
        Regex(@"^(-?)([0-9]{0,4})(?:\.([0-9]{0,9}))?\s*(%?)$", RegexOptions.CultureInvariant)

    /// <summary>Reads a printed number, or says what is wrong with the text.</summary>
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
