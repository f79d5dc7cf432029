namespace QImpact.Analysis.Audit

open System

/// <summary>
/// A metric's value without rounding: a fraction of whole numbers, or the signed square root of one. 0/0 counts as 0 here,
/// which is what scikit-learn prints for it.
/// </summary>
[<Struct>]
type ExactValue =
    private
        {
            Numerator: Int128
            Denominator: Int128
            IsRoot: bool
        }

    /// <summary>Whether it is 0/0, which has no value.</summary>
    member IsUndefined: bool

    /// <summary>The nearest double.</summary>
    member ToFloat: unit -> float

    /// <summary>numerator / denominator, the denominator at least 0.</summary>
    static member Ratio: numerator: Int128 * denominator: Int128 -> ExactValue

    /// <summary>The signed root sgn(numerator) sqrt(|numerator| / denominator), the denominator at least 0.</summary>
    static member Root: numerator: Int128 * denominator: Int128 -> ExactValue

    /// <summary>
    /// The sign of value - halves / (2 * 10^decimals): where the value lies with respect to a bound of the numbers that round
    /// to a printed one. Exact.
    /// </summary>
    member CompareToHalves: halves: int64 * decimals: int -> int

/// <summary>A number as a table prints it: its value is units / 10^decimals.</summary>
type PrintedValue =
    {
        /// <summary>The text, such as "0.7436" or "74.36 %".</summary>
        Text: string
        /// <summary>The number in units of its last digit, 7436 for either text.</summary>
        Units: int
        /// <summary>Decimals of the number as a fraction, 4 for either text; 0 to 6.</summary>
        Decimals: int
        /// <summary>Whether it is printed in percent.</summary>
        IsPercent: bool
    }

    /// <summary>The printed number, as a fraction.</summary>
    member Value: float

    /// <summary>Half a unit of the last digit: how far rounding may have moved it.</summary>
    member HalfUnit: float

    /// <summary>
    /// Whether a value may have been printed so: it lies within half a unit of the last digit. A value that lies exactly
    /// between two numbers may be printed as either: half-up, half-to-even and the binary representation of a computed
    /// number decide differently.
    /// </summary>
    member Admits: value: ExactValue -> bool

    /// <summary>The value rounded half-up to as many digits, in the same notation.</summary>
    member Rounded: value: ExactValue -> string

    /// <summary>Whether the printed number is the value cut off after its last digit instead of rounded.</summary>
    member IsCutOff: value: ExactValue -> bool

    /// <summary>The value's distance from the printed number, in units of its last digit.</summary>
    member Distance: value: ExactValue -> float

    /// <summary>Reads a printed number, or says what is wrong with the text.</summary>
    static member Parse: text: string -> Result<PrintedValue, string>
