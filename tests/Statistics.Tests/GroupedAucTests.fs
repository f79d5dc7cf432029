/// Groups of images as what is drawn. Oracles: laws, and a case by hand.
module QImpact.Statistics.Tests.GroupedAucTest

open System
open System.Collections.Generic
open Xunit
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private get result =
    match result with
    | Ok value -> value
    | Error reason -> failwith reason

let private case id label score : CrossedAuc.Case =
    {
        Id = id
        Label = label
        Score = score
    }

let private estimate (folds: CrossedAuc.Case[] list) =
    get (CrossedAuc.estimate [ for fold in folds -> fold :> IReadOnlyList<_> ])

/// Two folds of 12 images, scores by chance.
let private folds (random: Random) =
    [
        for fold in 0..1 ->
            Array.init 12 (fun i ->
                case $"{fold}-{i}" (i % 2) (Math.Round(random.NextDouble() + 0.3 * float (i % 2), 1)))
    ]

[<Fact>]
let ``groups of one image each change nothing`` () =
    let random = Random 5
    let first, second = estimate (folds random), estimate (folds random)
    let single = GroupedAuc.ofGroups id >> get
    close "covariance" (CrossedAuc.covariance first second) (CrossedAuc.covariance (single first) (single second))

[<Fact>]
let ``images that stand twice count once where the copies are a group, and make the error too small where not`` () =
    let random = Random 6
    let once = folds random

    let twice =
        once
        |> List.map (fun fold -> Array.append fold [| for case in fold -> { case with Id = case.Id + "+" } |])

    let copies = estimate twice
    let grouped = get (GroupedAuc.ofGroups (fun id -> id.TrimEnd '+') copies)
    let variance = CrossedAuc.covariance (estimate once) (estimate once)
    Assert.Equal(copies.Auc, grouped.Auc)
    close "variance" variance (CrossedAuc.covariance grouped grouped)
    Assert.True(CrossedAuc.covariance copies copies < 0.6 * variance)

[<Fact>]
let ``the variance of groups is Obuchowski's sum, by hand`` () =
    // Components of class 1: a 1, b 1/3, c 2/3, mean 2/3; of class 0: x 2/3, y 1/3, z 1. Groups {a, b} and {c}; {x, y} and {z}.
    // Influences (component - 2/3) / 3: a 1/9, b -1/9, c 0; x 0, y -1/9, z 1/9. Sums of groups: 0, 0; -1/9, 1/9.
    // Over 1 - 1/2 each: 2 (1/81 + 1/81) = 4/81.
    let scores =
        [|
            case "a" 1 6.0
            case "b" 1 2.0
            case "c" 1 4.0
            case "x" 0 3.0
            case "y" 0 5.0
            case "z" 0 1.0
        |]

    let group image =
        match image with
        | "b" -> "a"
        | "y" -> "x"
        | other -> other

    let grouped = get (GroupedAuc.ofGroups group (estimate [ scores ]))
    close "AUC" (2.0 / 3.0) grouped.Auc
    close "variance" (4.0 / 81.0) (CrossedAuc.covariance grouped grouped)

[<Fact>]
let ``a group in two folds and too few groups are named`` () =
    let parts = estimate (folds (Random 7))

    Assert.Equal(
        Error "group 0-0 lies in two folds of one repeat; expected one",
        GroupedAuc.ofGroups (fun id -> if id = "1-0" then "0-0" else id) parts
    )

    Assert.Equal(
        Error "fold 1 has 1 groups of class 0 and 1 of class 1; expected at least 2",
        GroupedAuc.ofGroups (fun id -> id.Substring(0, 1)) parts
    )
