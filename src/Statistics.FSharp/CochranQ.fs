module QImpact.Statistics.CochranQ

open System.Collections.Generic

let private check (right: IReadOnlyList<IReadOnlyList<bool>>) =
    if right.Count = 0 then
        Arguments.refuse "right" "There are no cases; expected at least one."

    if right[0].Count < 2 then
        Arguments.refuse "right" $"There are {right[0].Count} classifiers; expected at least two."

    right
    |> Seq.iteri (fun case entries ->
        if entries.Count <> right[0].Count then
            Arguments.refuse
                "right"
                $"Case {case} has {entries.Count} classifiers, the first case {right[0].Count}; expected the same number.")

let test (right: IReadOnlyList<IReadOnlyList<bool>>) =
    check right
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
