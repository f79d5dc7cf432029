// What holds in the whole room: numbers in, numbers out. A result that may not exist is a Result: Ok with the result, Error with the
// reason, a phrase for a table. Nothing gives NaN. Input that no data can be, such as a negative count, throws an ArgumentException
// that names the value and what was expected.
namespace QImpact.Statistics

open System
open MathNet.Numerics.Distributions

/// <summary>A two-sided interval.</summary>
type Interval =
    {
        /// <summary>The lower end.</summary>
        Lower: float
        /// <summary>The upper end, at least the lower one.</summary>
        Upper: float
    }

    /// <summary>Whether the two intervals have a point in common.</summary>
    member this.Overlaps(other: Interval) =
        this.Lower <= other.Upper && other.Lower <= this.Upper

/// <summary>How sure an interval is.</summary>
module Confidence =

    /// <summary>The confidence used throughout: 0.95.</summary>
    [<Literal>]
    let Default = 0.95

    /// <summary>
    /// The normal quantile z with P(|Z| &lt;= z) = confidence; 1.95996 for 0.95.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">The confidence is not between 0 and 1.</exception>
    let quantile (confidence: float) =
        if not (confidence > 0.0 && confidence < 1.0) then
            raise (
                ArgumentException($"The confidence is {confidence}; expected a number in (0, 1).", nameof confidence)
            )

        Normal.InvCDF(0.0, 1.0, 0.5 + confidence / 2.0)
