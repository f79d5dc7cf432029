/// <summary>
/// One stratified bootstrap pass over the images for every metric of every model: each resample draws as many images of each class
/// as there are, with replacement, and all models are judged on the same draws. So differences of models keep their pairing.
/// </summary>
namespace QImpact.Statistics

open System.Collections.Generic
open QImpact.Metrics

/// <summary>One model to resample.</summary>
type Judged =
    {
        /// <summary>P(class 1) of each image, in [0, 1].</summary>
        Scores: IReadOnlyList<float>
        /// <summary>Decision 1 where the score is at or above it.</summary>
        Threshold: float
    }

/// <summary>Every metric of every model on the sample, on each resample and with each image left out.</summary>
[<Sealed>]
type MetricBootstrap =

    /// <summary>Resamples per pass by default: 10,000.</summary>
    static member DefaultReplicates: int

    /// <summary>Makes the resamples. The same seed gives the same result, on any number of cores.</summary>
    /// <param name="metrics">What is asked of each resample: the table's, or further ones.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="replicates">Number of resamples, at least 2.</param>
    /// <param name="labels">True classes of the images, 0 or 1.</param>
    /// <param name="models">The models; at least one.</param>
    /// <exception cref="T:System.ArgumentException">Scores or labels that <see cref="T:QImpact.Metrics.Classification"/> refuses, or a number too small.</exception>
    static member Run:
        metrics: Metric seq * seed: int * replicates: int * labels: IReadOnlyList<int> * models: IReadOnlyList<Judged> ->
            MetricBootstrap

    /// <summary>Number of resamples.</summary>
    member Replicates: int

    /// <summary>The metric of the model on the sample.</summary>
    member Value: metric: Metric * model: int -> MetricValue

    /// <summary>
    /// The distribution of a sum of the metric over models, each with a weight: one model; a difference, with weights 1 and -1; the
    /// difference of two means over seeds. Undefined where the metric is so on the sample, on more than 1 % of the resamples, or with
    /// some image left out; up to 1 % of undefined resamples are dropped.
    /// </summary>
    member Distribution:
        metric: Metric * weights: IReadOnlyList<struct (int * float)> -> Result<Bootstrap.Distribution, string>
