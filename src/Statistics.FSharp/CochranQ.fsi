/// <summary>Cochran's Q (1950): do k classifiers, judged on the same cases, err equally often?</summary>
module QImpact.Statistics.CochranQ

open System.Collections.Generic

/// <summary>
/// Q = (k - 1)(k Sum G_j^2 - (Sum G_j)^2) / (k Sum L_i - Sum L_i^2), against chi-squared with k - 1 degrees of freedom; G_j
/// right cases of classifier j, L_i classifiers right on case i. With two classifiers it is McNemar's uncorrected test.
/// </summary>
/// <remarks>
/// Asymptotic: trust it where at least about 24 entries stand in cases on which the classifiers disagree (Tate and Brown
/// 1970). It says that some differ, not which: pairs follow with McNemar's test and adjusted p-values. Undefined where every case
/// is judged alike by all.
/// </remarks>
/// <param name="right">One list per case, its entries one per classifier: whether that classifier was right.</param>
/// <exception cref="T:System.ArgumentException">Fewer than two classifiers, no case, or lists that differ in length.</exception>
val test: right: IReadOnlyList<IReadOnlyList<bool>> -> Result<ChiSquared, string>
