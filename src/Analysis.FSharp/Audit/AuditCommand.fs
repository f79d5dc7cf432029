module QImpact.Analysis.Audit.AuditCommand

// ParseResult.GetValue is annotated for references; numbers and flags are never null.
#nowarn "3265"

open System
open System.CommandLine
open System.IO
open System.Text.Json
open QImpact.Data
open QImpact.Terminal
open QImpact.Statistics
open QImpact.Analysis.Audit.PublishedTable

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
    Findings.all audit
    |> List.map (fun line ->
        line
        |> List.map (function
            | Document.Plain text
            | Document.Strong text -> text)
        |> String.Concat)

let markdown folder (audit: Audit.Audit) =
    Markdown.render audit.Table.Title (Markdown.pictureIn folder) (Chapters.ofAudit audit)

let private ofResult (shape: 'a -> 'b) result =
    match result with
    | Ok value ->
        {|
            Value = Some(shape value)
            Undefined = None
        |}
    | Error(reason: string) ->
        {|
            Value = None
            Undefined = Some reason
        |}

let private testShape (bounds: Pairings.Bounds) =
    {|
        OnlyFirst = [ fst bounds.OnlyFirst; snd bounds.OnlyFirst ]
        OnlySecond = [ fst bounds.OnlySecond; snd bounds.OnlySecond ]
        Gain = [ fst bounds.Gain; snd bounds.Gain ]
        Pairings = bounds.Pairings
        SignificantPairings = bounds.Significant
        SmallestP = bounds.Smallest.PValue
        LargestP = bounds.Largest.PValue
    |}

let private boundsShape (bounds: Audit.TestBounds) =
    {|
        Exact = testShape bounds.Exact
        MidP = testShape bounds.MidP
        Significant =
            match bounds.Verdict with
            | Pairings.EveryPairing -> "every-pairing"
            | Pairings.NoPairing -> "no-pairing"
            | Pairings.Open -> "depends-on-the-pairing"
    |}

/// What is undefined is written as null, in an option.
let private jsonOptions =
    JsonSerializerOptions(Json.Options, RespectNullableAnnotations = false)

let private two (first: 'a, second: 'a) = [ first; second ]

let json (audit: Audit.Audit) =
    let table, found = audit.Table, audit.Reconstruction

    let convention (metric, convention) =
        {|
            Metric = TableMetric.name metric
            PositiveClass =
                match convention with
                | Positive cls -> Some(table.ClassName cls)
                | Macro -> Some "macro"
                | Weighted -> Some "weighted"
                | Symmetric -> None
        |}

    let model (model: Reconstruction.ModelMatrices) =
        {|
            Model = model.Model
            Cells = model.Cells
            Reproduced = model.Matched
            Matrices = model.Count
            Nearest =
                model.Nearest
                |> List.map (fun (right, cells) ->
                    {|
                        Right = [ right.Right0; right.Right1 ]
                        Misses =
                            cells
                            |> List.filter (fun cell -> not cell.Agrees)
                            |> List.map (fun cell ->
                                {|
                                    Metric = TableMetric.name cell.Metric
                                    Printed = cell.Printed.Text
                                    Value = cell.Value.ToFloat()
                                |})
                    |})
            MatricesByReproducedCells = model.Histogram
        |}

    let auc (auc: AucBounds.ModelAuc) =
        {|
            Model = auc.Model
            Printed = auc.Printed.Text
            RightPairs = auc.RightPairs |> Option.map two
            Possible = auc.Possible |> Option.map (fun possible -> [ possible.Lower; possible.Upper ])
            StandardErrors = ofResult two auc.StandardErrors
        |}

    let need (need: Audit.SampleNeed) =
        {|
            Difference = need.Difference
            Rows =
                need.Rows
                |> List.map (fun row ->
                    {|
                        Discordance = row.Discordance
                        Exact = ofResult (fun (size: McNemarPower.SampleSize) -> size.First) row.Exact
                        Connor = ofResult id row.Connor
                        PowerHere = row.PowerHere
                    |})
        |}

    let pair (pair: Audit.PairAudit) =
        {|
            First = pair.First
            Second = pair.Second
            All = ofResult boundsShape pair.All
            FromTotals = pair.FromTotals
            ByClass = pair.OfClass |> List.map (ofResult boundsShape)
            AucDifference = pair.Auc |> Option.map _.Difference
            AucCorrelationNeeded = pair.Auc |> Option.map (fun auc -> ofResult two auc.Needed)
            SampleSize = pair.Need |> Option.map need
        |}

    JsonSerializer.Serialize(
        {|
            Title = table.Title
            Classes =
                [ fst table.Classes; snd table.Classes ]
                |> List.map (fun cls -> {| Name = cls.Name; Count = cls.Count |})
            Alpha = audit.Settings.Alpha
            Power = audit.Settings.Power
            MatricesExamined = found.MatricesExamined
            ReadingsExamined = found.ConventionsExamined
            Cells = found.Cells
            Reproduced = found.Matched
            Readings = found.Best |> List.truncate 100 |> List.map (List.map convention)
            Models = List.map model found.Models
            Pairs = List.map pair audit.Pairs
            Aucs = List.map auc audit.Aucs
            Counts =
                audit.Counts
                |> List.map (fun check ->
                    {|
                        Stated = check.Stated.What
                        Agrees = check.Agrees
                        SameAs = check.SameAs
                    |})
            Quotes =
                audit.Quotes
                |> List.map (fun quote ->
                    {|
                        Quoted = quote.What
                        Swapped = quote.IsSwapped
                    |})
            Findings = findings audit
        |},
        jsonOptions
    )

let execute request =
    let table =
        match request.Table with
        | Some path -> PublishedTable.read path
        | None -> Paper.table

    let audit = Audit.ofTable request.Settings table

    let html, figures =
        QImpact.Analysis.Report.AuditPage.render audit, json audit + "\n"

    AtomicFile.RequireWritableFolder request.Out

    let path name =
        Path.GetFullPath(Path.Combine(request.Out, name))

    let outcome =
        {
            Audit = audit
            Page = path "audit.html"
            Markdown = path "audit.md"
            Json = path "audit.json"
        }

    let write (path: string) (text: string) =
        AtomicFile.WriteText(path, fun writer -> writer.Write text)

    write outcome.Json figures
    write outcome.Markdown (markdown request.Out audit)
    write outcome.Page html
    outcome

let private print asJson outcome =
    if asJson then
        Console.Out.WriteLine(json outcome.Audit)
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
