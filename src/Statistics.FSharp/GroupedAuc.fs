/// Estimates of CrossedAuc where groups of images are drawn, not single ones: near copies, or images of one patient (Obuchowski 1997,
/// Biometrics 53:567). The influences of a group's images of a class are added and counted as one, in every covariance. Without that the
/// error is too small where images of a group are ranked alike. The AUCs stay as they are.
module QImpact.Statistics.GroupedAuc

open System.Collections.Generic
open QImpact.Statistics.CrossedAuc

/// The estimate with groups for images. An image's group follows from its id; an image by itself is its own group. Groups must be alike in
/// all estimates that are crossed. Undefined, with the reason, where a group lies in two folds of the repeat, and where a fold has fewer
/// than two groups of a class. What a group has in both classes counts as two, so that their covariance is left out: labels of one group
/// differ rarely.
let ofGroups (group: string -> string) (estimate: Estimate) : Result<Estimate, string> =
    let units =
        estimate.Influences
        |> Seq.groupBy (fun pair -> group pair.Key, pair.Value.Label, pair.Value.Fold)
        |> Array.ofSeq

    let parted =
        units
        |> Seq.groupBy (fun ((name, _, _), _) -> name)
        |> Seq.tryFind (fun (_, ofGroup) -> ofGroup |> Seq.distinctBy (fun ((_, _, fold), _) -> fold) |> Seq.length > 1)

    let counts =
        Array.init estimate.Folds.Length (fun fold ->
            [| 0; 1 |]
            |> Array.map (fun label ->
                units
                |> Seq.filter (fun ((_, itsLabel, itsFold), _) -> itsLabel = label && itsFold = fold)
                |> Seq.length))

    match parted, counts |> Array.tryFindIndex (Array.exists (fun count -> count < 2)) with
    | Some(name, _), _ -> Error $"group {name} lies in two folds of one repeat; expected one"
    | None, Some fold ->
        Error
            $"fold {fold + 1} has {counts[fold][0]} groups of class 0 and {counts[fold][1]} of class 1; expected at least 2"
    | None, None ->
        let influences = Dictionary<string, Influence>()

        for (name, label, fold), members in units do
            influences.Add(
                $"{name}/{label}",
                {
                    Fold = fold
                    Label = label
                    Value = members |> Seq.sumBy _.Value.Value
                }
            )

        Ok
            { estimate with
                Folds =
                    estimate.Folds
                    |> Array.mapi (fun fold old -> { old with Counts = counts[fold] })
                Influences = influences
            }
