namespace QImpact.Metrics

open System
open System.Globalization

/// <summary>Numbers as people read them.</summary>
module Decimals =

    /// <summary>So many digits after the point, in every culture; what rounds to zero has no sign.</summary>
    let shown (digits: int) (value: float) =
        let unsigned =
            if digits = 0 then
                "0"
            else
                "0." + String.replicate digits "0"

        value.ToString($"{unsigned};-{unsigned};{unsigned}", CultureInfo.InvariantCulture)

    /// <summary>Four digits after the point.</summary>
    let four value = shown 4 value

/// <summary>The value of a metric, or the reason why it has none.</summary>
/// <remarks>
/// A metric that is 0/0 is undefined, not 0: precision of a class that was never predicted says nothing about the
/// classifier's precision. A defined value is never NaN.
/// </remarks>
[<RequireQualifiedAccess>]
type MetricValue =
    /// <summary>The metric exists and has this value.</summary>
    | Defined of value: float
    /// <summary>The metric does not exist for these cases; the reason names what is missing.</summary>
    | Undefined of reason: string

    /// <summary>The value, or null when the metric is undefined.</summary>
    member this.ToNullable() =
        match this with
        | Defined value -> Nullable value
        | Undefined _ -> Nullable()

    /// <summary>The value as an option.</summary>
    member this.ToOption() =
        match this with
        | Defined value -> Some value
        | Undefined _ -> None

    /// <summary>Why the metric is undefined; the empty string when it is defined.</summary>
    member this.Reason =
        match this with
        | Defined _ -> ""
        | Undefined reason -> reason

    /// <summary>Four digits after the point, or "n/a".</summary>
    override this.ToString() =
        match this with
        | Defined value -> Decimals.four value
        | Undefined _ -> "n/a"

    /// <summary>The defined value, or <c>otherwise</c> where the metric is undefined.</summary>
    member this.ValueOr(otherwise: float) =
        match this with
        | Defined value -> value
        | Undefined _ -> otherwise

/// <summary>Arithmetic on metric values: undefined in, undefined out, with the first reason.</summary>
module MetricValue =

    /// <summary>numerator / denominator of two counts; undefined with the given reason where the denominator is 0.</summary>
    let ratio (whenZero: string) (numerator: int64) (denominator: int64) =
        if denominator = 0L then
            MetricValue.Undefined whenZero
        else
            MetricValue.Defined(float numerator / float denominator)

    /// <summary>f of the value, if there is one.</summary>
    let map (f: float -> float) (value: MetricValue) =
        match value with
        | MetricValue.Defined x -> MetricValue.Defined(f x)
        | MetricValue.Undefined reason -> MetricValue.Undefined reason

    /// <summary>f of two values, if there are both.</summary>
    let map2 (f: float -> float -> float) (first: MetricValue) (second: MetricValue) =
        match first, second with
        | MetricValue.Defined x, MetricValue.Defined y -> MetricValue.Defined(f x y)
        | MetricValue.Undefined reason, _
        | _, MetricValue.Undefined reason -> MetricValue.Undefined reason
