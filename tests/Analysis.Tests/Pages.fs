/// The pages of the house in a headless Chromium, where one is installed.
module QImpact.Analysis.Tests.Pages

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.IO
open System.Threading.Tasks
open Microsoft.Playwright
open Xunit
open XPlot.Plotly
open QImpact.Analysis.Audit
open QImpact.Analysis.Document
open QImpact.Analysis.Report
open QImpact.Analysis.Study
open QImpact.Analysis.Tests.SampleRuns

/// Nine models, so that tables of models have more columns than a sheet of paper has room for.
let private samples =
    [
        for architecture, shift in [ "baseline", 0.0f; "quantum-end", 0.0625f; "quantum-mid", 0.125f ] do
            for seed in 0..2 do
                { sample with
                    Architecture = architecture
                    Seed = seed
                    Labels = [ for image in 0..11 -> image % 2 ]
                    Scores = [ for image in 0..11 -> float32 ((image * 5 + seed * 3) % 12) / 16.0f + shift ]
                }
    ]

/// Every kind of page, by its name.
let private write (folder: string) =
    for sample in samples do
        writeRun (Path.Combine(folder, "runs")) sample |> ignore

    let report =
        AnalyzeCommand.execute (request (Path.Combine(folder, "runs")) (Path.Combine(folder, "report")))

    let audit =
        AuditCommand.execute
            {
                Table = None
                Out = Path.Combine(folder, "audit")
                Settings = Audit.Settings.Default
            }

    let figure = Path.Combine(folder, "figure.html")

    SingleChart.save
        figure
        "One figure"
        ("epoch", "AUC")
        [
            Scatter(x = [ 1; 2; 3 ], y = [ 0.5; 0.75; 0.625 ], name = "first")
            Scatter(x = [ 1; 2 ], y = [ 0.25; 0.5 ], mode = "lines+markers", name = "second")
        ]

    let study =
        StudyReport.write
            (SampleArchives.all SampleStudies.even (SampleStudies.whole 3 5))
            (Path.Combine(folder, "study"))

    Map
        [
            "report", report.Report
            "audit", audit.Page
            "figure", figure
            "study", study.Page
        ]

let private chromium =
    let folders =
        (Environment.GetEnvironmentVariable "PATH"
         |> Option.ofObj
         |> Option.defaultValue "")
            .Split
            Path.PathSeparator

    Seq.allPairs [ "chromium"; "chromium-browser"; "google-chrome" ] folders
    |> Seq.map (fun (name, folder) -> Path.Combine(folder, name))
    |> Seq.tryFind File.Exists

/// One browser and one set of pages for all tests.
type Browser() =
    let folder = new TemporaryFolder()
    let mutable playwright: IPlaywright option = None
    let mutable browser: IBrowser option = None
    let mutable pages = Map.empty
    let opened = Dictionary<string * int, IPage * ConcurrentQueue<string>>()

    let openPage (name: string) width =
        task {
            let! page =
                browser.Value.NewPageAsync(
                    BrowserNewPageOptions(ViewportSize = ViewportSize(Width = width, Height = 900))
                )

            let complaints = ConcurrentQueue<string>()
            let address = Uri(pages[name]: string).AbsoluteUri

            page.Console.Add(fun message ->
                if message.Type = "error" then
                    complaints.Enqueue message.Text)

            page.PageError.Add complaints.Enqueue

            page.Request.Add(fun request ->
                if
                    request.Url <> address
                    && not (request.Url.StartsWith("data:", StringComparison.Ordinal))
                then
                    complaints.Enqueue request.Url)

            let! _ = page.GotoAsync address
            opened[(name, width)] <- (page, complaints)
        }

    /// The page in a window of this width, loaded once, on light or dark paper. Skips the test where there is no browser; fails it where
    /// the console or a script had an error, or an address beside the page's own was asked for.
    member _.Open (name: string) width (scheme: ColorScheme) =
        task {
            Assert.SkipWhen(browser.IsNone, "Chromium is not installed (Debian: apt-get install chromium)")

            if not (opened.ContainsKey(name, width)) then
                do! openPage name width

            let page, complaints = opened[(name, width)]
            do! page.EmulateMediaAsync(PageEmulateMediaOptions(ColorScheme = Nullable scheme))
            Assert.Equal<string seq>([], complaints)
            return page
        }

    interface IAsyncLifetime with
        member _.InitializeAsync() =
            ValueTask(
                task {
                    match chromium with
                    | None -> ()
                    | Some path ->
                        pages <- write folder.Path
                        let! driver = Playwright.CreateAsync()
                        playwright <- Some driver
                        // Chromium's own sandbox refuses the superuser, whom containers and build machines run as.
                        let! started =
                            driver.Chromium.LaunchAsync(
                                BrowserTypeLaunchOptions(
                                    ExecutablePath = path,
                                    Args = [ "--no-sandbox"; "--disable-gpu" ]
                                )
                            )

                        browser <- Some started
                }
                :> Task
            )

        member _.DisposeAsync() =
            ValueTask(
                task {
                    for browser in Option.toList browser do
                        do! browser.CloseAsync()

                    playwright |> Option.iter _.Dispose()
                    (folder :> IDisposable).Dispose()
                }
                :> Task
            )
