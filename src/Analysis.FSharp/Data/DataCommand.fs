/// <summary>Looks at a data set before anything is trained on it.</summary>
module QImpact.Analysis.Data.DataCommand

open System
open System.CommandLine
open System.IO
open System.Threading
open QImpact.Data
open QImpact.Data.Archives
open QImpact.Data.Duplicates
open QImpact.Terminal
open QImpact.Analysis.Document
open QImpact.Analysis.Input.CommandOptions

type Request =
    {
        Dataset: Dataset
        /// <summary>The bound of near-duplicates, above 0 and below 1.</summary>
        Correlation: float
        /// <summary>The folder for data.html, data.md and data.json; None writes none.</summary>
        Out: string option
    }

/// <summary>The findings, one a line, the figures as JSON, and what was written: the page, the text and the figures with their full paths.</summary>
type Outcome =
    {
        Findings: string list
        Json: string
        Files: (string * string) list
    }

/// Near-duplicates, found under a progress display.
let private search (request: Request) (cancellation: CancellationToken) =
    let images = AllImages request.Dataset
    let steps = 100

    ProgressDisplay.Run(
        LongWork($"compare {images.Count} images", steps, PlainEvery = 25),
        fun report ->
            let shown = obj ()

            NearDuplicates.Find(
                images,
                request.Correlation,
                (fun part -> lock shown (fun () -> report.Invoke(int (part * float steps), ""))),
                cancellation
            )
    )

/// <summary>Looks at the set and writes what was found.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The folder can't be written to, or the bound is none.</exception>
/// <exception cref="T:System.OperationCanceledException">It was stopped; nothing is written then.</exception>
let execute (request: Request) cancellation =
    let check = Check.ofDataset request.Dataset (search request cancellation)
    let json = Facts.json (CheckFacts.ofCheck check)

    {
        Findings = CheckFindings.all check |> List.map Format.line
        Json = json
        Files =
            match request.Out with
            | None -> []
            | Some out ->
                AtomicFile.RequireWritableFolder out
                let document = CheckChapters.document check

                [
                    "figures", Output.write out "data.json" json
                    "text", Output.write out "data.md" (Markdown.write (fun _ -> None) document)
                    "page", Output.write out "data.html" (Html.write document)
                ]
    }

let private print asJson (outcome: Outcome) =
    if asJson then
        Console.Out.Write outcome.Json
    else
        for finding in outcome.Findings do
            Console.Out.WriteLine $"- {finding}"

        for name, file in outcome.Files do
            Console.Out.WriteLine $"{name, -8} {file}"

let create () =
    let name =
        text
            "--dataset"
            "NAME"
            $"breastmnist (the default), another MedMNIST set, or {DatasetLocator.Phantom} (generated)."

    let archive =
        text "--write" "FILE.npz" "Write the set as an archive, from which runs can be repeated elsewhere."

    let data, offline = Options.Data(), Options.Offline()

    let out =
        text
            "--out"
            "FOLDER"
            "The folder for data.html, data.md and data.json; made where it is missing. Default: the findings are printed alone."

    let correlation =
        Options.Where(
            number
                "--correlation"
                NearDuplicates.DefaultCorrelation
                "Images whose standardised pixels correlate above it are near-duplicates.",
            (fun given -> given > 0.0 && given < 1.0),
            "a number between 0 and 1, such as 0.99"
        )

    let json = asJson "Print the figures as JSON."

    let verb =
        cancellable
            "data"
            "Look at a data set before anything is trained on it: classes, brightness, near-duplicates, labels in doubt."
            [ name; data; offline; out; archive; correlation; json ]
            [
                "data --dataset=breastmnist --out=results/data"
                "data --images=my-images --out=results/data --write=my-images.npz"
                "data --data=my-images.npz --dataset=my-images --correlation=0.98 --json"
            ]
            (fun parsed cancellation ->
                let dataset =
                    match ImagesOptions.Of(parsed, ReadOnlySpan [| name :> Option; data |]) with
                    | null ->
                        let name = given parsed name |> Option.defaultValue KnownDatasets.BreastMnist
                        DataSource.Load(name, parsed.GetValue data, flag parsed offline, cancellation)
                    | images -> DataSource.Load(images, cancellation)

                let outcome =
                    execute
                        {
                            Dataset = dataset
                            Correlation = real parsed correlation
                            Out = given parsed out
                        }
                        cancellation

                match given parsed archive with
                | None -> print (flag parsed json) outcome
                | Some path ->
                    let md5 = ArchiveWriter.Write(dataset, path)
                    print (flag parsed json) outcome
                    ProgressDisplay.Say $"wrote {Path.GetFullPath path}, MD5 {md5}")

    ImagesOptions.AddTo verb
    verb
