/// Images of a data set on its page.
module internal QImpact.Analysis.Data.CheckPictures

open QImpact.Data.Images
open QImpact.Analysis.Document
open QImpact.Analysis.Data.Check

/// Longest side of a shown image in pixels; larger ones are thinned, so that the page stays small.
[<Literal>]
let private Largest = 96

let private examplesOfClass = 8

/// An image with its name and its class below it.
let picture (check: Check) image : Picture =
    let name = check.ClassName(check.Images.Label image)
    let id = check.Images.Id image

    let id =
        if id.StartsWith(check.SplitOf image) then
            id
        else
            $"{check.SplitOf image}: {id}"

    {
        Source = PngImage.DataUri(check.Images.Pixels image, check.Images.Size, Largest)
        Alternative = $"Image {id}, {name}"
        Caption = [ Plain $"{id} "; Aside name ]
    }

/// The first training images of each class in the order of the set: not a choice by anyone.
let examples (check: Check) =
    [
        for cls, name in Seq.indexed check.Dataset.Description.ClassNames do
            Card(
                led name $" (label {cls})",
                [
                    check.Images.In "train"
                    |> Seq.filter (fun image -> check.Images.Label image = cls)
                    |> Seq.truncate examplesOfClass
                    |> Seq.map (picture check)
                    |> List.ofSeq
                    |> Pictures
                ]
            )
    ]
