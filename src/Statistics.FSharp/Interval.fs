// What holds in the whole room: numbers in, numbers out. A result that may not exist is a Result: Ok with the result, Error with the
// reason, a phrase for a table. Nothing gives NaN. Input that no data can be, such as a negative count, throws an ArgumentException
// that names the value and what was expected.
namespace QImpact.Statistics

open System
open MathNet.Numerics.Distributions

/// A two-sided interval.
type Interval =
    {
        Lower: float
        /// The upper end, at least the lower one.
        Upper: float
    }

    /// The part of it from one bound to the other.
    member this.Clipped(lower, upper) =
        {
            Lower = max lower this.Lower
            Upper = min upper this.Upper
        }

    /// centre -/+ half.
    static member Around(centre: float, half: float) =
        {
            Lower = centre - half
            Upper = centre + half
        }

/// How sure an interval is.
module Confidence =

    /// Cases of a class below which a method that takes an error as normal, or draws resamples, is too sure of itself.
    [<Literal>]
    let FewestCases = 10

    /// Why a class of so few cases has no interval or test by such a method.
    let internal tooFew cases =
        let noun = if cases = 1 then "case" else "cases"
        $"a class has {cases} {noun}; expected at least {FewestCases}"

    /// The confidence used throughout: 0.95.
    [<Literal>]
    let Default = 0.95

    /// The normal quantile z with P(|Z| <= z) = confidence; 1.95996 for 0.95.
    let quantile (confidence: float) =
        if not (confidence > 0.0 && confidence < 1.0) then
            raise (
                ArgumentException($"The confidence is {confidence}; expected a number in (0, 1).", nameof confidence)
            )

        Normal.InvCDF(0.0, 1.0, 0.5 + confidence / 2.0)
