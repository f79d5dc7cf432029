/// AUC of repeated, stratified cross-validation, and what the images alone do to it.
/// A repeat divides the images into test folds, each image in one. Its estimate is the AUC within each fold, averaged over the folds:
/// scores of different models are never ranked against each other. Repeats and images are crossed: each repeat of each arm judges the
/// same images, matched by their ids. One fold is the published split, with seeds as repeats.
/// The covariance of two estimates rests on each image's influence on them, DeLong's structural component less its mean (DeLong,
/// DeLong and Clarke-Pearson 1988). It takes the trained models as given: that they would differ with other training images is not
/// in it (docs/statistics.md says what follows).
module QImpact.Statistics.CrossedAuc

open System
open System.Collections.Generic

/// One image of a test fold.
[<Struct>]
type Case =
    {
        /// What tells the image from all others, alike in every repeat and arm.
        Id: string
        /// 0 or 1.
        Label: int
        /// The higher the more class 1; any finite or infinite number.
        Score: float
    }

/// What an image does to the AUC of its fold.
[<Struct>]
type Influence =
    {
        /// The place of its fold in the repeat, from 0.
        Fold: int
        /// 0 or 1.
        Label: int
        /// Structural component less the fold's AUC, over the images of its class in the fold: these add up to 0.
        Value: float
    }

/// The AUC of a test fold.
type Fold =
    {
        /// In [0, 1], ties half.
        Auc: float
        /// Images of class 0 and of class 1, at least 2 each; of GroupedAuc groups.
        Counts: int[]
    }

/// The AUC of one arm in one repeat.
type Estimate =
    {
        /// The mean of the folds' AUCs.
        Auc: float
        /// In the order given.
        Folds: Fold[]
        /// By the image's id, all images of the repeat; of GroupedAuc by group and class.
        Influences: IReadOnlyDictionary<string, Influence>
    }

let private checkedCase fold (case: Case) =
    if Double.IsNaN case.Score then
        Error $"fold {fold + 1}: image {case.Id} has no score (NaN)"
    elif case.Label <> 0 && case.Label <> 1 then
        Error $"fold {fold + 1}: image {case.Id} has label {case.Label}; expected 0 or 1"
    else
        Ok()

/// The first error, or nothing.
let private firstError results =
    results
    |> Seq.tryPick (function
        | Error reason -> Some reason
        | Ok() -> None)
    |> Option.map Error
    |> Option.defaultValue (Ok())

let private ofFold index (cases: IReadOnlyList<Case>) =
    let counts = [| 0; 0 |]

    for case in cases do
        if case.Label = 0 || case.Label = 1 then
            counts[case.Label] <- counts[case.Label] + 1

    let enough label =
        if counts[label] >= 2 then
            Ok()
        else
            Error $"fold {index + 1} has {counts[label]} images of class {label}; expected at least 2"

    [ 0; 1 ]
    |> Seq.map enough
    |> Seq.append (cases |> Seq.map (checkedCase index))
    |> firstError
    |> Result.bind (fun () ->
        DeLong.components [| for case in cases -> case.Label |] [| for case in cases -> case.Score |])
    |> Result.map (fun components ->
        let next = [| 0; 0 |]
        let ofLabel = [| components.OfClass0; components.OfClass1 |]

        let influence (case: Case) =
            let place = next[case.Label]
            next[case.Label] <- place + 1

            case.Id,
            {
                Fold = index
                Label = case.Label
                Value = (ofLabel[case.Label][place] - components.Auc) / float counts[case.Label]
            }

        let fold: Fold =
            {
                Auc = components.Auc
                Counts = counts
            }

        fold, [| for case in cases -> influence case |])

/// The estimate of one arm in one repeat, from its test folds. Undefined, with the reason, where there is no fold, a fold has fewer
/// than two images of a class, a score is NaN, or an image is tested twice.
let estimate (folds: IReadOnlyList<IReadOnlyList<Case>>) : Result<Estimate, string> =
    let judged = folds |> Seq.mapi ofFold |> Array.ofSeq
    let seen = HashSet<string>()

    let repeated =
        folds |> Seq.collect id |> Seq.tryFind (fun case -> not (seen.Add case.Id))

    match repeated, judged |> Seq.map (Result.map ignore) |> firstError with
    | _ when folds.Count = 0 -> Error "there is no fold; expected at least one"
    | Some image, _ -> Error $"image {image.Id} is tested twice in one repeat; expected once"
    | None, Error reason -> Error reason
    | None, Ok() ->
        let judged = judged |> Array.choose Result.toOption
        let influences = Dictionary<string, Influence>()

        for _, ofImages in judged do
            for id, influence in ofImages do
                influences.Add(id, influence)

        Ok
            {
                Auc = judged |> Array.averageBy (fun (fold, _) -> fold.Auc)
                Folds = judged |> Array.map fst
                Influences = influences
            }

/// What two estimates that are to be compared must share: the images and their labels.
let private sameImages (first: Estimate) (second: Estimate) =
    let missing (a: Estimate) (b: Estimate) =
        a.Influences.Keys |> Seq.tryFind (fun id -> not (b.Influences.ContainsKey id))

    match missing first second, missing second first with
    | Some image, _ -> Error $"image {image} is tested by one and missing in the other"
    | None, Some image -> Error $"image {image} is missing in one and tested by the other"
    | None, None ->
        first.Influences
        |> Seq.tryFind (fun pair -> second.Influences[pair.Key].Label <> pair.Value.Label)
        |> Option.map (fun pair -> Error $"image {pair.Key} has two labels")
        |> Option.defaultValue (Ok())

/// An estimate with its influences in an order of the images.
type private Aligned =
    {
        Estimate: Estimate
        Ordered: Influence[]
    }

let private align (order: string[]) (estimate: Estimate) =
    {
        Estimate = estimate
        Ordered = order |> Array.map (fun id -> estimate.Influences[id])
    }

let private covarianceOf (first: Aligned) (second: Aligned) =
    let folds1, folds2 = first.Estimate.Folds, second.Estimate.Folds
    let sums = Array.zeroCreate<float>(2 * folds1.Length * folds2.Length)
    let shared = Array.zeroCreate<int> sums.Length

    for i in 0 .. first.Ordered.Length - 1 do
        let a, b = first.Ordered[i], second.Ordered[i]
        let cell = (a.Label * folds1.Length + a.Fold) * folds2.Length + b.Fold
        sums[cell] <- sums[cell] + a.Value * b.Value
        shared[cell] <- shared[cell] + 1

    let part cell sum =
        let label = cell / (folds1.Length * folds2.Length)
        let n = float folds1[cell / folds2.Length % folds1.Length].Counts[label]
        let m = float folds2[cell % folds2.Length].Counts[label]
        let expected = 1.0 - 1.0 / n - 1.0 / m + float shared[cell] / (n * m)

        if shared[cell] > 0 && expected > 0.0 then
            sum / expected
        else
            0.0

    (sums |> Array.mapi part |> Array.sum) / float (folds1.Length * folds2.Length)

/// The covariance of two estimates on the same images that the drawing of the images gives. For each pair of a fold of one and a fold
/// of the other, class by class, the products of the influences of the images in both are added, and divided by their expectation
/// for a covariance of 1: 1 - 1/n - 1/m + k/(n m), n and m the class's images in either fold, k those in both. In one and the same
/// division that is DeLong's n/(n-1). Images that the second lacks throw a KeyNotFoundException; `cross` checks that first.
let covariance (first: Estimate) (second: Estimate) =
    let order = Array.ofSeq first.Influences.Keys
    covarianceOf (align order first) (align order second)

/// Arms and repeats that judge the same images.
type Crossed =
    {
        /// The arms' names.
        Arms: string[]
        /// values[arm][repeat], every arm with the same repeats in the same order.
        Values: float[][]
        /// covariances[arm * repeats + repeat, arm' * repeats + repeat'], symmetric; the diagonal has the variances.
        Covariances: float[,]
    }

    /// Some of the arms, by their places from 0, in the order given: of two, the contrast that is claimed or not.
    member this.Choose(places: IReadOnlyList<int>) =
        let repeats = this.Values[0].Length

        let place index =
            places[index / repeats] * repeats + index % repeats

        let count = places.Count * repeats

        {
            Arms = [| for arm in places -> this.Arms[arm] |]
            Values = [| for arm in places -> this.Values[arm] |]
            Covariances = Array2D.init count count (fun a b -> this.Covariances[place a, place b])
        }

/// Crosses the arms' repeats. Undefined, with the reason, for fewer than two arms, an arm twice, no repeat, unequal numbers of
/// repeats, and images or labels that are not the same everywhere.
let cross (arms: IReadOnlyList<string * IReadOnlyList<Estimate>>) : Result<Crossed, string> =
    let name, reference =
        if arms.Count = 0 then
            "", [||]
        else
            (fst arms[0], Array.ofSeq (snd arms[0]))

    let checkedArm (arm: string, repeats: IReadOnlyList<Estimate>) =
        if repeats.Count <> reference.Length then
            Error $"{arm} has {repeats.Count} repeats, {name} {reference.Length}; expected the same number"
        else
            repeats
            |> Seq.mapi (fun i repeat ->
                sameImages reference[0] repeat
                |> Result.mapError (fun reason -> $"{arm}, repeat {i + 1}, against {name}, repeat 1: {reason}"))
            |> firstError

    let twice = arms |> Seq.countBy fst |> Seq.tryFind (fun (_, count) -> count > 1)

    match twice with
    | _ when arms.Count < 2 -> Error $"there are {arms.Count} arms; expected at least two"
    | _ when reference.Length = 0 -> Error $"{name} has no repeat; expected at least one"
    | Some(arm, _) -> Error $"{arm} stands twice among the arms"
    | None ->
        arms
        |> Seq.map checkedArm
        |> firstError
        |> Result.map (fun () ->
            let order = Array.ofSeq reference[0].Influences.Keys
            let all = arms |> Seq.collect snd |> Seq.map (align order) |> Array.ofSeq
            let covariances = Array2D.zeroCreate<float> all.Length all.Length

            for i in 0 .. all.Length - 1 do
                for j in i .. all.Length - 1 do
                    let value = covarianceOf all[i] all[j]
                    covariances[i, j] <- value
                    covariances[j, i] <- value

            {
                Arms = [| for arm in arms -> fst arm |]
                Values = [| for arm in arms -> [| for repeat in snd arm -> repeat.Auc |] |]
                Covariances = covariances
            })
