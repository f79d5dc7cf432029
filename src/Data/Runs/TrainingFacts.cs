namespace QImpact.Data.Runs;

/// <summary>What training did to a network, beyond its metrics; null = there is no such thing in this run.</summary>
/// <param name="StoppingRuleMet">Whether a hybrid that stops above its baseline ever did; null where no such rule was set.</param>
/// <param name="CircuitChange">The largest change of an angle of the quantum layer, from its first value to that of the chosen epoch, radians.</param>
/// <param name="HeadChange">The same of the weights and biases of the last layer, which gives the logits.</param>
/// <param name="LowestProbability">The lowest probability of class 1 that the last layer of two classes can give, whatever the inputs of the quantum layer before it.</param>
/// <param name="HighestProbability">The highest.</param>
/// <param name="ProbabilitiesAreBounds">
/// Whether these two are bounds from the observables' own, of which a large circuit may reach less; otherwise a search over the inputs found them.
/// </param>
/// <param name="Weights">Trained weights.</param>
/// <param name="LiveWeights">Those of them that can change an output for images of the run's size; the others only ever see padding.</param>
/// <param name="BaselineWeights">What the baseline on the same stem and images has; in a baseline its own.</param>
public sealed record TrainingFacts(
    bool? StoppingRuleMet,
    double? CircuitChange,
    double HeadChange,
    double? LowestProbability,
    double? HighestProbability,
    bool? ProbabilitiesAreBounds,
    long Weights,
    long LiveWeights,
    long BaselineWeights
);
