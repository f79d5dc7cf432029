namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>Metrics of one two-class classifier on one set of cases.</summary>
[<Sealed>]
type MetricValues internal (confusion: ConfusionMatrix, values: (Metric * MetricValue)[]) =

    /// <summary>Number of cases.</summary>
    member _.N = confusion.Total

    /// <summary>The decisions counted, class 1 positive.</summary>
    member _.Confusion = confusion

    /// <summary>The metrics with their values, in the order of the table.</summary>
    member _.Values: IReadOnlyList<Metric * MetricValue> = values

    /// <summary>A metric's value, or why there is none.</summary>
    /// <exception cref="T:System.ArgumentException">The metric was not asked for.</exception>
    member _.Item
        with get (metric: Metric) =
            match values |> Array.tryFind (fun (other, _) -> other = metric) with
            | Some(_, value) -> value
            | None ->
                raise (ArgumentException($"{metric} is not among the metrics that were evaluated.", nameof metric))
