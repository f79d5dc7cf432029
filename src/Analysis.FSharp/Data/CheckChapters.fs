/// The check of a data set as a document.
module internal QImpact.Analysis.Data.CheckChapters

open QImpact.Data
open QImpact.Data.Duplicates
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Data.Check

/// Groups and pairs whose pictures are shown; the figures have all.
let private mostShown = 60

let private number (value: int) = text (whole (int64 value))

let private plural (value: int) noun =
    if value = 1 then
        $"1 {noun}"
    else
        $"{whole (int64 value)} {noun}s"

let private size (check: Check) =
    let set = check.Dataset.Description
    let kind = if set.Channels = 1 then "grey" else "colour"
    $"{whole (int64 check.Images.Count)} images of {set.Size} × {set.Size} pixels, {kind}, {check.Dataset.Classes} classes"

let private classes (check: Check) =
    let counts = [ for split in Dataset.SplitNames -> split, check.Counts split ]

    let cell (of': int list) cls =
        Text
            [
                Plain(whole (int64 of'[cls]))
                Aside(percent (System.Math.Round(float of'[cls] / float (List.sum of'), 3)))
            ]

    let columns =
        [
            "Class", (fun (cls: int) -> text (check.ClassName cls))
            "label", number
            for split, of' in counts do
                $"{split}, {whole (int64 (List.sum of'))} images", cell of'
            "all", (fun cls -> counts |> List.sumBy (fun (_, of') -> of'[cls]) |> number)
        ]

    [
        Grid(grid columns [ 0 .. check.Dataset.Classes - 1 ])
        yield! CheckPictures.examples check
        remark "The first training images of each class in the order of the set, nobody's choice."
    ]
    |> chapter "classes" "Classes and splits"
    |> listedAs "Classes"

let private light (check: Check) =
    let spread (spread: Brightness.Spread) =
        if System.Double.IsNaN spread.Mean then
            Missing "no image"
        else
            Text
                [
                    Plain(Decimals.shown 1 spread.Mean)
                    Aside $"± {Decimals.shown 1 spread.Deviation}"
                ]

    let columns =
        [
            "Split", (fun (light: Brightness.Light) -> text light.Split)
            "images", (fun light -> number light.Images)
            "brightness", (fun light -> spread light.Brightness)
            "contrast", (fun light -> spread light.Contrast)
        ]

    let alone =
        [
            "Class", (fun (shortcut: Brightness.Shortcut) -> text (check.ClassName shortcut.Class))
            "by", (fun shortcut -> text shortcut.Measure)
            "AUC", (fun shortcut -> Number(shortcut.Auc, 3))
            "the class has", (fun shortcut -> text (if shortcut.IsLarger then "more" else "less"))
        ]

    [
        paragraph
            "The brightness of an image is its mean pixel, 0 to 255, its contrast the standard deviation of its pixels; mean and standard deviation over images. Where a class is brighter than the others for a reason that has nothing to do with it, a network learns the brightness."
        check.Lights
        |> List.groupBy _.Class
        |> List.map (fun (cls, lights) -> check.ClassName cls, lights)
        |> groupedGrid columns
        |> Grid
        Heading(plain "How far one number alone goes")
        Grid(grid alone (List.truncate 10 check.Shortcuts))
        remark
            "The area under the ROC curve of one class against the rest in train, 0.5 where the number says nothing. A trained network has to be better than that to have learnt anything else."
    ]
    |> chapter "light" "Brightness and contrast"
    |> listedAs "Brightness"

/// Pairs and groups as the bound rises.
let private sensitivity (check: Check) =
    let bounds =
        check.Duplicates.Correlation
        :: ([ 0.99; 0.995; 0.999 ]
            |> List.filter (fun bound -> bound > check.Duplicates.Correlation))

    let columns =
        [
            "Correlation above",
            (fun (_, found: NearDuplicates) ->
                text (found.Correlation.ToString System.Globalization.CultureInfo.InvariantCulture))
            "pairs", (fun (_, found) -> number found.Pairs.Length)
            "groups", (fun (_, found) -> number found.GroupCount)
            "test images with a copy in train", (fun (check: Check, _) -> number (check.Contaminated "test").Length)
            "val images", (fun (check, _) -> number (check.Contaminated "val").Length)
            "different labels", (fun (_, found) -> number (Seq.length found.Conflicts))
        ]

    [
        for bound in bounds do
            let found = check.Duplicates.Above bound
            { check with Duplicates = found }, found
    ]
    |> grid columns
    |> Grid

let private pairs (check: Check) (group: int seq) =
    check.Duplicates.Pairs
    |> Seq.filter (fun pair -> Seq.contains pair.First group && Seq.contains pair.Second group)

let private shownGroup (check: Check) (group: int list) =
    let its = pairs check group |> List.ofSeq
    let least = its |> List.map _.Correlation |> List.min

    let turns =
        its
        |> List.map _.Turn
        |> List.distinct
        |> List.filter ((<>) Turn.None)
        |> List.map Turns.Text

    let title =
        [
            Plain(plural group.Length "image")
            Aside $"correlation {Decimals.shown 4 least}"
            for turn in turns do
                Aside turn
            if check.IsInConflict group then
                Aside "different labels"
        ]

    title, [ Pictures(group |> List.truncate 8 |> List.map (CheckPictures.picture check)) ]

let private duplicates (check: Check) =
    let found = check.Duplicates

    // Those with different labels, then those on several sides, then the larger ones.
    let groups =
        found.Groups
        |> Seq.map List.ofSeq
        |> Seq.sortByDescending (fun group -> check.IsInConflict group, (check.SplitsOf group).Length, group.Length)
        |> Seq.truncate mostShown
        |> List.ofSeq

    [
        paragraph
            $"Two images are near-duplicates where their pixels, each less the image's mean and divided by its deviation, correlate above {check.Bound}, as they are or with one of them mirrored or turned; brightness and contrast play no part. Every pair was looked at. Images that pairs connect are a group."
        sensitivity check
        if not groups.IsEmpty then
            Heading(plain $"Groups, {groups.Length} of {whole (int64 found.Groups.Length)}")
            Tiles(groups |> List.map (shownGroup check))

            remark
                "Those with different labels first, then those that are in several splits, then the largest. The correlation is the lowest of the pairs that make the group. The figures (data.json) have all of them."
    ]
    |> chapter "duplicates" "Near-duplicates"

/// Names of images, closed until a reader opens them.
let private contaminated (check: Check) =
    [
        for split in [ "test"; "val" ] do
            match check.Contaminated split with
            | [] -> ()
            | images ->
                Folded(
                    plain $"The {whole (int64 images.Length)} images of {split} that have a near-duplicate in train",
                    [ images |> List.map check.Images.Id |> listed |> paragraph ]
                )
    ]

let private about (check: Check) =
    let set = check.Dataset.Description

    chapter
        "set"
        "The set"
        [
            Bullets
                [
                    led "Name: " set.Name
                    led "Source: " set.Source
                    [ Strong "MD5: "; Code set.Md5 ]
                    led "Size: " (size check)
                ]
        ]

/// The whole document with its figures.
let document (check: Check) =
    let set = check.Dataset.Description

    { document $"The images of {set.Name}" with
        Kind = "QImpact – a data set, looked at before training"
        Subtitle = size check
        Window = $"QImpact data: {set.Name}"
        Banner =
            if set.IsPhantom then
                Some("PHANTOM", "Generated by a program: what is found here says nothing about real images.")
            else
                None
        Chapters =
            [
                chapter "summary" "What was found" [ Bullets(CheckFindings.all check); yield! contaminated check ]
                classes check
                light check
                duplicates check
                about check
            ]
        Facts = CheckFacts.ofCheck check
    }
