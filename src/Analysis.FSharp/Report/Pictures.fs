/// Figure 1: examples of both classes.
module internal QImpact.Analysis.Report.Pictures

open System
open System.IO
open XPlot.Plotly
open QImpact.Data
open QImpact.Data.Images
open QImpact.Data.Runs
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Input

/// The images behind the comparison, or why they can't be shown: those of its runs' data, looked for where training looks for them, then
/// where a run read them. Data that are named and unusable, or another version, are the caller's error; where none is named they are a
/// remark in the report.
let load (data: string option) (comparison: Comparison) (runs: Runs.Run list) =
    let subject = comparison.Subject

    let find (data: string option) =
        match runs with
        | run :: _ -> RunData.Load(run.Config, Option.toObj data)
        | [] -> DatasetLocator.Load(subject.Dataset, Option.toObj data)

    let source =
        runs
        |> List.map _.Config.Dataset.Description.Source
        |> List.tryFind (fun source -> not subject.IsPhantom && File.Exists source)

    let found data =
        try
            Some(find data)
        with :? BadInputException ->
            None

    match data with
    | Some _ -> Ok(find data)
    | None ->
        match None :: List.map Some (Option.toList source) |> List.tryPick found with
        | Some dataset -> Ok dataset
        | None ->
            Error
                $"the images of {subject.Dataset} were not found on the machine that made this report, or are another version; name them with --data=FILE"

let private columns = 4
let private rows = 2

/// Of more classes than this some are shown.
let private mostClasses = 20

let private gap = 2

/// Longest side of a shown image; larger ones are thinned, so that the page stays small.
let private largest = 64

/// The grey value of a pixel: the mean of its channels.
let private grey (split: ImageSplit) (image: int) (row: int) (column: int) =
    let pixels = split.Image image
    let start = (row * split.Size + column) * split.Channels
    let mutable sum = 0

    for channel in 0 .. split.Channels - 1 do
        sum <- sum + int pixels[start + channel]

    sum / split.Channels

/// The first images of a class in the training split, in the archive's order: not a choice by anyone.
let private examples count (split: ImageSplit) cls =
    [| 0 .. split.Count - 1 |]
    |> Array.filter (fun image -> split.Labels[image] = cls)
    |> Array.truncate count

/// Rows of grey values; null between the images.
let private mosaic (split: ImageSplit) (images: int[]) =
    let step = (split.Size + largest - 1) / largest
    let side = split.Size / step
    let cell = side + gap

    Array.init (rows * cell - gap) (fun y ->
        Array.init (columns * cell - gap) (fun x ->
            let place = (y / cell) * columns + x / cell

            if y % cell >= side || x % cell >= side || place >= images.Length then
                Nullable()
            else
                Nullable(grey split images[place] (y % cell * step) (x % cell * step))))

let private examplesOf (dataset: Dataset) cls =
    let name = dataset.Description.ClassNames[cls]
    let images = examples (columns * rows) dataset.Train cls
    let z = mosaic dataset.Train images
    let height, width = z.Length, z[0].Length

    let draw () =
        let hidden =
            Xaxis(showticklabels = false, showgrid = false, zeroline = false, fixedrange = true, ticks = "")

        let upright =
            Yaxis(
                showticklabels = false,
                showgrid = false,
                zeroline = false,
                fixedrange = true,
                ticks = "",
                range = [ float height - 0.5; -0.5 ]
            )

        Plotly.Frame.Of(hidden, upright, margin = Margin(l = 0.0, r = 0.0, t = 0.0, b = 0.0)),
        [
            Heatmap(
                z = z,
                zmin = 0.0,
                zmax = 255.0,
                zauto = false,
                showscale = false,
                hoverinfo = "skip",
                colorscale = [| [| box 0.0; box "#000000" |]; [| box 1.0; box "#ffffff" |] |]
            )
            :> Trace
        ]

    Chart
        { chart $"images-{cls}" "mosaic" $"{images.Length} example images of class {cls}, {name}" draw with
            Caption = led name $" (label {cls})"
            Aspect = Some(width, height)
        }

let private pictureOf (dataset: Dataset) name image : Picture =
    {
        Source = PngImage.DataUri(dataset.Train.Image image, dataset.Train.Size, largest)
        Alternative = $"A training image of {name}"
        Caption = []
    }

/// A class of many: its images in a line, in their colours.
let private lineOf (dataset: Dataset) cls =
    let name = dataset.Description.ClassNames[cls]

    Card(
        led name $" (label {cls})",
        [
            examples (columns * rows) dataset.Train cls
            |> Array.map (pictureOf dataset name)
            |> List.ofArray
            |> Pictures
        ]
    )

let section (comparison: Comparison) (pictures: Result<Dataset, string>) =
    let subject = comparison.Subject
    let classes = List.truncate mostClasses subject.Classes

    match pictures with
    | Error reason -> [ warning $"No images: {reason}." ]
    | Ok dataset ->
        let size = dataset.Description.Size

        let which =
            if classes.Length < subject.ClassNames.Length then
                $"of the first {classes.Length} classes"
            else
                "class"

        [
            if subject.HasManyClasses then
                yield! List.map (lineOf dataset) classes
            else
                SideBySide [ for cls in classes -> examplesOf dataset cls ]

            Remark
                [
                    Plain
                        $"The first {columns * rows} training images of each {which} in the order of the data set, {size} × {size} pixels, nobody's choice. "
                    if subject.IsPhantom then
                        Strong "Phantom: generated by a program, not ultrasound."
                ]
        ]
    |> chapter "images" "What the models see"
    |> listedAs "Images"
