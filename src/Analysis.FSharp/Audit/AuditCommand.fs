/// <summary>Audits a table of results: the paper's, or that in a file.</summary>
module QImpact.Analysis.Audit.AuditCommand

open System
open QImpact.Data
open QImpact.Terminal
open QImpact.Analysis.Document
open QImpact.Analysis.Input.CommandOptions

type Request =
    {
        /// <summary>The file with the table; None for the paper's Table 1.</summary>
        Table: string option
        Out: string
        Settings: Audit.Settings
    }

/// <summary>The audit and the full paths of audit.html, audit.md and audit.json.</summary>
type Outcome =
    {
        Audit: Audit.Audit
        Page: string
        Markdown: string
        Json: string
    }

/// <summary>The findings, one per line, without notation.</summary>
let findings audit =
    Findings.all audit |> List.map Format.line

/// <summary>The audit in Markdown; a chart is shown by the picture audit-ID.png that lies in the folder, if any.</summary>
let markdown folder audit =
    Markdown.write (Markdown.picturesIn folder) (Chapters.document audit)

/// <summary>Audits and writes audit.html, audit.md and audit.json.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The table can't be used or the folder not be written to; nothing is written then.</exception>
let execute request =
    let table =
        match request.Table with
        | Some path -> PublishedTable.read path
        | None -> Paper.table

    // What follows takes a second or more.
    ProgressDisplay.Say $"auditing {table.Title}"
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
let private part name value description =
    Options.Where(
        number name value description,
        (fun given -> given > 0.0 && given < 1.0),
        $"a number between 0 and 1, such as {value}"
    )

let create () =
    let settings = Audit.Settings.Default

    let table =
        text
            "--table"
            "FILE"
            "The table as a JSON file (docs/audit.md). Default: Table 1 of the paper that QImpact reproduces."

    let out =
        required "--out" "FOLDER" "The folder for audit.html, audit.md and audit.json; made where it is missing."

    let alpha = part "--alpha" settings.Alpha "Level of the two-sided tests."

    let power =
        part "--power" settings.Power "The chance with which a difference is to be found, for sample sizes."

    let discordance =
        part
            "--discordance"
            settings.Discordance
            "The part of the cases that exactly one of two models judges rightly, for sample sizes."

    let json = asJson "Print the audit as JSON."

    command
        "audit"
        "Audit a paper's table of results: what its figures show, and what they leave open."
        [ table; out; alpha; power; discordance; json ]
        [
            "audit --out=results/audit"
            "audit --table=other-paper.json --out=results/other-paper"
            "audit --power=0.9 --discordance=0.15 --out=results/audit --json"
        ]
        (fun parsed ->
            execute
                {
                    Table = given parsed table
                    Out = value parsed out
                    Settings =
                        {
                            Alpha = real parsed alpha
                            Power = real parsed power
                            Discordance = real parsed discordance
                        }
                }
            |> print (flag parsed json))
