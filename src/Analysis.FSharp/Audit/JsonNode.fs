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

    member this.At(place, value) =
        { this with
            Place = place
            Value = value
        }

    member this.Refuse(problem: string) : 'a =
        let place = if this.Place = "" then "" else $", {this.Place}"
        raise (BadInputException $"{this.Source}{place}: {problem}")

/// The whole file.
let root source (document: JsonDocument) =
    {
        Source = source
        Place = ""
        Value = document.RootElement
    }

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

    let parent = if node.Place = "" then "" else node.Place + "."

    let found =
        [
            for item in node.Value.EnumerateObject() -> item.Name, node.At(parent + item.Name, item.Value)
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
    if node.Value.ValueKind <> JsonValueKind.String then
        node.Refuse $"is {shown node}; expected a text"

    match node.Value.GetString() with
    | NonNull text when not (String.IsNullOrWhiteSpace text) && not (text.Contains '\n') -> text.Trim()
    | _ -> node.Refuse $"is {shown node}; expected a text of one line"

let items (node: Node) =
    if node.Value.ValueKind <> JsonValueKind.Array then
        node.Refuse $"is {shown node}; expected a list"

    [
        for index, value in Seq.indexed (node.Value.EnumerateArray()) -> node.At($"{node.Place}[{index}]", value)
    ]

let atLeastOne what (node: Node) =
    match items node with
    | [] -> node.Refuse $"is empty; expected at least one {what}"
    | items -> items

/// A list of two; otherwise it has so many of what was expected.
let two expected (read: Node -> 'value) (node: Node) =
    match items node with
    | [ first; second ] -> read first, read second
    | other -> node.Refuse $"has {other.Length} {expected}"

let count smallest largest (node: Node) =
    if node.Value.ValueKind <> JsonValueKind.Number then
        node.Refuse $"is {shown node}; expected a whole number"

    match node.Value.TryGetInt32() with
    | true, value when value >= smallest && value <= largest -> value
    | _ -> node.Refuse $"is {shown node}; expected a whole number from {smallest} to {largest}"

/// Each name once.
let requireDistinct what (node: Node) (names: string list) =
    match names |> List.countBy id |> List.tryFind (fun (_, count) -> count > 1) with
    | Some(name, count) -> node.Refuse $"has {count} {what} called '{name}'; expected each name once"
    | None -> ()
