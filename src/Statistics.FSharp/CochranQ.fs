/// Cochran's Q (1950): do k classifiers, judged on the same cases, err equally often?
module QImpact.Statistics.CochranQ

open System.Collections.Generic

/// Q = (k - 1)(k Sum G_j^2 - (Sum G_j)^2) / (k Sum L_i - Sum L_i^2), against chi-squared with k - 1 degrees of freedom, of
/// right[case][classifier]; G_j right cases of classifier j, L_i classifiers right on case i. With two classifiers it is McNemar's
/// uncorrected test. Asymptotic: trust it where at least about 24 entries stand in cases on which the classifiers disagree (Tate
/// and Brown 1970). It says that some differ, not which: pairs follow with McNemar's test and adjusted p-values. Undefined where
/// every case is judged alike by all. Fewer than two classifiers, no case, or lists that differ in length throw an
/// ArgumentException.
let test (right: IReadOnlyList<IReadOnlyList<bool>>) =
    Arguments.requireTable "right" "Case" "classifiers" right
    let classifiers = int64 right[0].Count

    let count (entries: bool seq) =
        entries |> Seq.sumBy (fun isRight -> if isRight then 1L else 0L)

    let ofCases = right |> Seq.map count |> Array.ofSeq

    let ofClassifiers =
        [|
            for j in 0 .. right[0].Count - 1 -> right |> Seq.map (fun entries -> entries[j]) |> count
        |]

    let squares values =
        values |> Array.sumBy (fun (value: int64) -> value * value)

    let total = Array.sum ofCases
    let denominator = classifiers * total - squares ofCases

    if denominator = 0L then
        Error "every case is judged alike by all"
    else
        let numerator =
            (classifiers - 1L) * (classifiers * squares ofClassifiers - total * total)

        Ok(ChiSquared.Of(int classifiers - 1, float numerator / float denominator))
