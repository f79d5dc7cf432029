/// Values of a JSON file read by hand, so that each refusal names its place and what was expected there.
module internal QImpact.Analysis.Audit.JsonNode

open System
open System.Text.Json
open QImpact.Data

/// A value of the file with its place, such as models[2].cells[0].
type Node =
    {
        Source: string
        Place: string
        Value: JsonElement
    }

    member this.Refuse(problem: string) : 'a =
        let place = if this.Place = "" then "" else $", {this.Place}"
        raise (BadInputException $"{this.Source}{place}: {problem}")

/// What a person sees of a JSON value: its text, cut short.
let shown (node: Node) =
    let text = node.Value.GetRawText().ReplaceLineEndings " "

    if text.Length > 40 then
        text.Substring(0, 40) + "..."
    else
        text

let named (names: string list) = String.Join(", ", names)

/// The members of an object by name, each of them known.
let members (required: string list) (optional: string list) (node: Node) =
    if node.Value.ValueKind <> JsonValueKind.Object then
        node.Refuse $"is {shown node}; expected an object with {named (required @ optional)}"

    let found =
        [
            for item in node.Value.EnumerateObject() ->
                item.Name,
                { node with
                    Place =
                        (if node.Place = "" then
                             item.Name
                         else
                             $"{node.Place}.{item.Name}")
                    Value = item.Value
                }
        ]

    for name, same in found |> List.countBy fst do
        if not (List.contains name (required @ optional)) then
            node.Refuse $"has a member '{name}'; expected {named (required @ optional)}"

        if same > 1 then
            node.Refuse $"has the member '{name}' {same} times; expected it once"

    for name in required do
        if found |> List.forall (fun (other, _) -> other <> name) then
            node.Refuse $"has no member '{name}'; expected {named required}"

    Map.ofList found

let text (node: Node) =
    match node.Value.ValueKind, node.Value with
    | JsonValueKind.String, value ->
        match value.GetString() with
        | Null -> ""
        | NonNull text when not (String.IsNullOrWhiteSpace text) && not (text.Contains '\n') -> text.Trim()
        | _ -> node.Refuse $"is {shown node}; expected a text of one line"
    | _ -> node.Refuse $"is {shown node}; expected a text"

let items (node: Node) =
    if node.Value.ValueKind <> JsonValueKind.Array then
        node.Refuse $"is {shown node}; expected a list"

    [
        for index, value in Seq.indexed (node.Value.EnumerateArray()) ->
            { node with
                Place = $"{node.Place}[{index}]"
                Value = value
            }
    ]

let atLeastOne what (node: Node) =
    match items node with
    | [] -> node.Refuse $"is empty; expected at least one {what}"
    | items -> items

let count smallest largest (node: Node) =
    match node.Value.ValueKind with
    | JsonValueKind.Number ->
        match node.Value.TryGetInt32() with
        | true, value when value >= smallest && value <= largest -> value
        | _ -> node.Refuse $"is {shown node}; expected a whole number from {smallest} to {largest}"
    | _ -> node.Refuse $"is {shown node}; expected a whole number"

/// Each name once.
let requireDistinct what (node: Node) (names: string list) =
    match names |> List.countBy id |> List.tryFind (fun (_, count) -> count > 1) with
    | Some(name, count) -> node.Refuse $"has {count} {what} called '{name}'; expected each name once"
    | None -> ()
