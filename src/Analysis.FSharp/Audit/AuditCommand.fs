module QImpact.Analysis.Audit.AuditCommand

// ParseResult.GetValue is annotated for references; numbers and flags are never null.
#nowarn "3265"

open System
open System.CommandLine
open QImpact.Data
open QImpact.Terminal
open QImpact.Analysis.Document

type Request =
    {
        Table: string option
        Out: string
        Settings: Audit.Settings
    }

type Outcome =
    {
        Audit: Audit.Audit
        Page: string
        Markdown: string
        Json: string
    }

let findings audit =
    Findings.all audit |> List.map Format.line

let markdown folder audit =
    Markdown.write (Markdown.picturesIn folder) (Chapters.document audit)

let execute request =
    let table =
        match request.Table with
        | Some path -> PublishedTable.read path
        | None -> Paper.table

    let audit = Audit.ofTable request.Settings table
    let document = Chapters.document audit
    AtomicFile.RequireWritableFolder request.Out

    {
        Audit = audit
        Json = Output.write request.Out "audit.json" (Facts.json document.Facts)
        Markdown = Output.write request.Out "audit.md" (Markdown.write (Markdown.picturesIn request.Out) document)
        Page = Output.write request.Out "audit.html" (Html.write document)
    }

let private print asJson outcome =
    if asJson then
        Console.Out.Write(Facts.json (AuditFacts.ofAudit outcome.Audit))
    else
        Console.Out.WriteLine outcome.Audit.Table.Title

        for finding in findings outcome.Audit do
            Console.Out.WriteLine $"- {finding}"

        Console.Out.WriteLine $"report   {outcome.Page}"
        Console.Out.WriteLine $"text     {outcome.Markdown}"
        Console.Out.WriteLine $"figures  {outcome.Json}"

/// A number in (0, 1).
let private part (name: string) (description: string) (value: float) =
    let option =
        Option<float>(name, Description = description, HelpName = "NUMBER", DefaultValueFactory = fun _ -> value)

    option.Validators.Add(fun result ->
        if Seq.isEmpty result.Errors then
            let given = result.GetValueOrDefault<float>()

            if not (given > 0.0 && given < 1.0) then
                result.AddError $"{name}={given}; expected a number between 0 and 1, such as {value}")

    option

let create () =
    let command =
        Command("audit", "Audit a paper's table of results: what its figures show, and what they leave open.")

    let table =
        Option<string>(
            "--table",
            Description =
                "The table as a JSON file (docs/audit.md). Default: Table 1 of the paper that QImpact reproduces.",
            HelpName = "FILE"
        )

    let out =
        Option<string>(
            "--out",
            Description = "The folder for audit.html, audit.md and audit.json; made where it is missing.",
            HelpName = "FOLDER",
            Required = true
        )

    let settings = Audit.Settings.Default
    let alpha = part "--alpha" "Level of the two-sided tests." settings.Alpha

    let power =
        part "--power" "The chance with which a difference is to be found, for sample sizes." settings.Power

    let discordance =
        part
            "--discordance"
            "The part of the cases that exactly one of two models judges rightly, for sample sizes."
            settings.Discordance

    let asJson = Option<bool>("--json", Description = "Print the audit as JSON.")

    let options: Option list = [ table; out; alpha; power; discordance; asJson ]
    options |> List.iter command.Options.Add

    CommandProgram.AddExamples(
        command,
        "audit --out=results/audit",
        "audit --table=other-paper.json --out=results/other-paper",
        "audit --power=0.9 --discordance=0.15 --out=results/audit --json"
    )

    command.SetAction(fun (parsed: ParseResult) ->
        execute
            {
                Table = parsed.GetValue table |> Option.ofObj
                Out =
                    match parsed.GetValue out with
                    | null -> ""
                    | out -> out
                Settings =
                    {
                        Alpha = parsed.GetValue alpha
                        Power = parsed.GetValue power
                        Discordance = parsed.GetValue discordance
                    }
            }
        |> print (parsed.GetValue asJson)

        ExitCode.Done)

    command
