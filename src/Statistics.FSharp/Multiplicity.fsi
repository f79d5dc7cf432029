/// <summary>Adjusted p-values of a family of tests: compare them with alpha instead of the raw ones.</summary>
/// <remarks>
/// The family must be settled before the results are known and hold every test whose result could have been claimed. Results keep
/// the order of the input. A p-value outside [0, 1] throws an ArgumentException.
/// </remarks>
module QImpact.Statistics.Multiplicity

open System.Collections.Generic

/// <summary>
/// Holm's step-down adjustment (1979): the chance of any false claim stays below alpha, whatever the dependence. Never worse than
/// Bonferroni's.
/// </summary>
val holm: pValues: IReadOnlyList<float> -> float[]

/// <summary>
/// Benjamini and Hochberg's step-up adjustment (1995): the expected part of false claims among the claims stays below alpha for
/// independent or positively dependent tests. A weaker promise than Holm's: for screening, not for single claims.
/// </summary>
val benjaminiHochberg: pValues: IReadOnlyList<float> -> float[]

/// <summary>min(1, m p) for m tests. Simple and never better than Holm's.</summary>
val bonferroni: pValues: IReadOnlyList<float> -> float[]

/// <summary>Adjusts the p-values that exist, each in its place.</summary>
val ofDefined: adjust: (IReadOnlyList<float> -> float[]) -> pValues: Result<float, string> list -> float option list
