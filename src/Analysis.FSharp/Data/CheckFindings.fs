/// What a data set's check found, in sentences: what it means and what to do.
module internal QImpact.Analysis.Data.CheckFindings

open QImpact.Data
open QImpact.Data.Duplicates
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Data.Check

let private count (value: int) = whole (int64 value)

let private some (value: int) one several =
    if value = 1 then $"1 {one}" else $"{count value} {several}"

let private partOf (value: int) (total: int) = $"{count value} of {count total}"

let private contamination (check: Check) =
    let test, validation = check.Contaminated "test", check.Contaminated "val"
    let tested, validated = check.Dataset.Test.Count, check.Dataset.Validation.Count

    if test.IsEmpty && validation.IsEmpty then
        led
            "No test image has a near-duplicate in the training set. "
            $"No image of test or val correlates above {check.Bound} with a training image, upright, mirrored or turned."
    else
        led
            $"{partOf test.Length tested} test images have a near-duplicate in the training set, and {partOf validation.Length validated} validation images. "
            $"On these a network shows what it remembers. Divide the set so that no group is on two sides (train --fold=1/5, groups are near-duplicates by default), and read the figures without these images, which analyze, compare and evaluate give."

let private duplicates (check: Check) =
    let found = check.Duplicates

    if found.Groups.IsEmpty then
        []
    else
        let exact =
            found.Pairs
            |> Seq.filter (fun pair -> pair.IsExact && pair.Turn = Turn.None)
            |> Seq.length

        let turned =
            found.Pairs |> Seq.filter (fun pair -> pair.Turn <> Turn.None) |> Seq.length

        let largest = found.Groups |> Seq.map _.Length |> Seq.max

        let turns =
            if turned = 0 then
                "none once mirrored or turned"
            else
                $"{count turned} once mirrored or turned"

        let pairs = some found.Pairs.Length "pair of images is" "pairs of images are"

        let equal =
            if exact = 0 then
                "none is equal"
            else
                some exact "pair is equal" "are equal"

        [
            led
                $"{pairs} nearly the same: "
                $"{equal} byte by byte, {turns}. The {count check.Images.Count} images are {count found.GroupCount} groups, of at most {count largest} images; a bootstrap or a test over images takes them for more independent cases than they are."
        ]

let private conflicts (check: Check) =
    match Seq.length check.Duplicates.Conflicts with
    | 0 -> []
    | conflicts ->
        let pairs = some conflicts "pair has" "pairs have"

        [
            led
                $"{pairs} different labels. "
                "One of the two labels is wrong, or the picture does not show what the label says; no network can be right on both. Look at these images, and at where they come from."
        ]

let private constant (check: Check) =
    match check.Duplicates.Constant.Length with
    | 0 -> []
    | constant ->
        let images = some constant "image shows" "images show"
        [ led $"{images} nothing: " "all its pixels are equal. Leave such images out." ]

let private balance (check: Check) =
    let counts = check.Counts "train"
    let least, most = List.min counts, List.max counts

    let name value =
        check.ClassName(List.findIndex ((=) value) counts)

    if most < 2 * least then
        []
    else
        [
            led
                $"The classes are unequal: {name least} has {count least} training images, {name most} {count most}. "
                $"Deciding always {name most} is right in {percent (float most / float (List.sum counts))} of them: read balanced accuracy, G-mean and AUC. Training can balance the classes (train --balance)."
        ]

let private shortcuts (check: Check) =
    check.Shortcuts
    |> List.filter (fun shortcut -> shortcut.IsNotable)
    // Of two classes, each says the same.
    |> List.distinctBy (fun shortcut -> shortcut.Measure, (if check.Dataset.Classes = 2 then 0 else shortcut.Class))
    |> List.map (fun shortcut ->
        let more = if shortcut.IsLarger then "more" else "less"

        led
            $"{check.ClassName shortcut.Class} has {more} {shortcut.Measure} than the rest: {shortcut.Measure} alone reaches an AUC of {Decimals.shown 2 shortcut.Auc} in train. "
            "A network may learn that and nothing else. If it is how the images were taken and not what they show, it will fail on another machine's images.")

let private shifts (check: Check) =
    check.Shifts
    |> List.map (fun (measure, split, shift) ->
        let direction = if shift > 0.0 then "higher" else "lower"

        led
            $"{split} has another {measure} than train: "
            $"its mean is {Decimals.shown 2 (abs shift)} standard deviations of the training images {direction}. The splits are not drawn from the same images.")

/// What is known of a published set and has to be said.
let private notice (check: Check) =
    match KnownDatasets.Find(check.Dataset.Description.Name, check.Dataset.Classes) with
    | NonNull known -> known.Notice |> Option.ofObj |> Option.map plain |> Option.toList
    | Null -> []

/// The sentences, the gravest first.
let all (check: Check) =
    [
        contamination check
        yield! conflicts check
        yield! duplicates check
        yield! constant check
        yield! balance check
        yield! shortcuts check
        yield! shifts check
        yield! notice check
    ]
