namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>Metrics of one classifier on one set of cases.</summary>
[<Sealed>]
type MetricValues internal (counts: CountMatrix, values: (Metric * MetricValue)[]) =

    /// <summary>Number of cases.</summary>
    member _.N = counts.Total

    /// <summary>The decisions counted by true and by decided class.</summary>
    member _.Counts = counts

    /// <summary>The decisions of two classes counted, class 1 positive.</summary>
    /// <exception cref="T:System.InvalidOperationException">There are more than two classes: they have Counts alone.</exception>
    member _.Confusion =
        if counts.Classes > 2 then
            raise (InvalidOperationException $"There are {counts.Classes} classes; four counts are of two.")

        counts.Against 1

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
