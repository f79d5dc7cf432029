/// Protocols that stand side by side: each has architectures of its own to compare.
module internal QImpact.Analysis.Models.Apart

let private protocol (model: Model) =
    model.Run |> Option.map _.Config.Protocol

let private hasSeveralArchitectures (models: Model list) =
    models
    |> List.choose _.Run
    |> List.map _.Config.Architecture
    |> List.distinct
    |> List.length
        >
        1

/// The models by protocol, in their order, where there are several protocols and each has two architectures or more; otherwise all of them, without
/// a name. Models are compared within a part: two that differ in both protocol and architecture would show neither's part.
let parts (models: Model list) =
    let byProtocol = List.indexed models |> List.groupBy (snd >> protocol)

    match byProtocol with
    | _ :: _ :: _ when
        byProtocol
        |> List.forall (fun (name, same) -> name.IsSome && hasSeveralArchitectures (List.map snd same))
        ->
        byProtocol
    | _ -> [ None, List.indexed models ]

/// The name of models in a part of this name, which stands before what tells them apart in it; "" for all.
let scope (part: string option) within =
    [
        part |> Option.map (fun name -> $"protocol {name}") |> Option.defaultValue ""
        within
    ]
    |> List.filter ((<>) "")
    |> String.concat ", "
