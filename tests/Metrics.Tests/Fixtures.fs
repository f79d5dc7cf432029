/// The reference values of tests/fixtures/statistics; their README says what each field is and which program made it.
module QImpact.Fixtures

open System
open System.IO
open System.Text.Json

/// The folder with QImpact.slnx, found upwards from the test program.
let repositoryRoot =
    let rec search (folder: DirectoryInfo | null) =
        match folder with
        | null -> failwith $"No folder with QImpact.slnx at or above {AppContext.BaseDirectory}."
        | folder when File.Exists(Path.Combine(folder.FullName, "QImpact.slnx")) -> folder.FullName
        | folder -> search folder.Parent

    search (DirectoryInfo AppContext.BaseDirectory)

let statistics = Path.Combine(repositoryRoot, "tests", "fixtures", "statistics")

let load (file: string) =
    use document = JsonDocument.Parse(File.ReadAllText(Path.Combine(statistics, file)))
    document.RootElement.Clone()

/// The prediction files, sorted by name.
let predictionFiles =
    Directory.GetFiles(Path.Combine(statistics, "predictions"), "*.json")
    |> Array.map (fun path -> $"predictions/{Path.GetFileName path}")
    |> Array.sort

/// A number, or None for null (undefined).
let number (element: JsonElement) =
    if element.ValueKind = JsonValueKind.Null then
        None
    else
        Some(element.GetDouble())

let field (name: string) (element: JsonElement) = element.GetProperty name

let numbers (element: JsonElement) =
    [| for item in element.EnumerateArray() -> item.GetDouble() |]

/// One classifier of one prediction file.
type Classifier =
    {
        Source: string
        Labels: int[]
        Scores: float[]
        Expected: JsonElement
    }

/// Every classifier of every prediction file.
let classifiers =
    [|
        for file in predictionFiles do
            let root = load file
            let input = field "input" root

            let labels =
                [| for label in (field "y" input).EnumerateArray() -> label.GetInt32() |]

            for expected in (root |> field "expected" |> field "classifiers").EnumerateObject() do
                {
                    Source = $"{file}, {expected.Name}"
                    Labels = labels
                    Scores = numbers (input |> field "scores" |> field expected.Name)
                    Expected = expected.Value
                }
    |]

/// A pair of classifiers of one prediction file; differences are the first's less the second's.
type Pair =
    {
        Source: string
        First: Classifier
        Second: Classifier
        Expected: JsonElement
    }

/// Every pair of every prediction file.
let pairs =
    [|
        for file in predictionFiles do
            for expected in (load file |> field "expected" |> field "pairs").EnumerateArray() do
                let name which =
                    string ((field which expected).GetString())

                let classifier which =
                    classifiers |> Array.find (fun c -> c.Source = $"{file}, {name which}")

                {
                    Source = $"""{file}, {name "a"} and {name "b"}"""
                    First = classifier "a"
                    Second = classifier "b"
                    Expected = expected
                }
    |]

/// The files of which only confusion matrices are known, sorted by name.
let marginFiles =
    Directory.GetFiles(statistics, "margins_*.json")
    |> Array.map (fun path -> string (Path.GetFileName path))
    |> Array.sort
