/// The options of the commands that read runs and tables.
module internal QImpact.Analysis.Input.CommandOptions

// ParseResult.GetValue is annotated for references; numbers and flags are never null.
#nowarn "3265"

open System
open System.CommandLine
open System.Threading
open QImpact.Data
open QImpact.Terminal

let text (name: string) help description =
    Options.Of<string>(name, help, description)

let required name help description =
    let option = text name help description
    option.Required <- true
    option

let number (name: string) (value: float) description =
    let option = Options.Of<float>(name, "NUMBER", description)
    option.DefaultValueFactory <- fun _ -> value
    option

let tables description =
    let option = Options.Of<string[]>("--predictions", "FILE", description)
    option.AllowMultipleArgumentsPerToken <- true
    option

let split () =
    let option =
        text
            "--split"
            "NAME"
            "The images that the models are compared on: train, val, test, or all of a data set or folder."

    option.DefaultValueFactory <- fun _ -> "test"
    Choice.AcceptOnly(option, [| yield! Dataset.SplitNames; "all" |])

let dataset () =
    text
        "--dataset"
        "NAME"
        "The data set to compare on, where the runs are on several. Default: the only one that there is."

let margin () =
    Options.Where(
        Options.Of<Nullable<float>>(
            "--margin",
            "NUMBER",
            "The largest difference that would not matter, such as 0.05: tests equivalence."
        ),
        (fun value -> value > 0.0 && value < 1.0),
        "a number between 0 and 1, such as 0.05 for five points"
    )

let seed () =
    let option = Options.Of<int>("--seed", "N", "Seed of resamples and permutations.")
    option.DefaultValueFactory <- fun _ -> 0
    option

let asJson description =
    Option<bool>("--json", Description = description)

/// The text given for an option, if any.
let given (parsed: ParseResult) (option: Option<string>) = parsed.GetValue option |> Option.ofObj

/// The text of an option that has one in any case.
let value parsed option =
    given parsed option |> Option.defaultValue ""

let files (parsed: ParseResult) (option: Option<string[]>) =
    parsed.GetValue option
    |> Option.ofObj
    |> Option.map List.ofArray
    |> Option.defaultValue []

let flag (parsed: ParseResult) (option: Option<bool>) = parsed.GetValue option

let whole (parsed: ParseResult) (option: Option<int>) = parsed.GetValue option

let real (parsed: ParseResult) (option: Option<float>) = parsed.GetValue option

let givenReal (parsed: ParseResult) (option: Option<Nullable<float>>) =
    parsed.GetValue option |> Option.ofNullable

let private bare name (description: string) (options: Option list) (examples: string list) =
    let command = Command(name, description)
    options |> List.iter command.Options.Add
    CommandProgram.AddExamples(command, Array.ofList examples)
    command

/// A command with its options and examples that prints what comes of it.
let command name description options examples (run: ParseResult -> unit) =
    let command = bare name description options examples

    CommandProgram.SetAction(
        command,
        fun (parsed: ParseResult) ->
            run parsed
            ExitCode.Done
    )

    command

/// One whose work can be stopped.
let cancellable name description options examples (run: ParseResult -> CancellationToken -> unit) =
    let command = bare name description options examples

    CommandProgram.SetAction(
        command,
        fun (parsed: ParseResult) (cancellation: CancellationToken) ->
            run parsed cancellation
            ExitCode.Done
    )

    command
