/// What can be known of a data set before anything is trained on it.
module internal QImpact.Analysis.Data.Check

open System.Globalization
open QImpact.Data
open QImpact.Data.Duplicates

type Check =
    {
        Dataset: Dataset
        Images: AllImages
        Duplicates: NearDuplicates
        Lights: Brightness.Light list
        Shortcuts: Brightness.Shortcut list
        Shifts: (string * string * float) list
    }

    /// The bound as text.
    member this.Bound = this.Duplicates.Correlation.ToString CultureInfo.InvariantCulture

    member this.ClassName cls =
        this.Dataset.Description.ClassNames[cls]

    /// The images of val and of test that are near-duplicates of a training image.
    member this.Contaminated split =
        let inSplit = this.Images.In split |> Set.ofSeq

        this.Duplicates.WithCopyIn(this.Images.In "train")
        |> Seq.filter inSplit.Contains
        |> List.ofSeq

    /// How many images each class has in a split.
    member this.Counts split =
        this.Dataset.Split(split).ClassCounts this.Dataset.Classes |> List.ofSeq

    member this.SplitOf image =
        let struct (split, _) = this.Images.Find image
        split.Name

    /// Which splits a group has images in.
    member this.SplitsOf(group: int seq) =
        group |> Seq.map this.SplitOf |> Seq.distinct |> List.ofSeq

    /// Whether images of a group have different labels.
    member this.IsInConflict(group: int seq) =
        group |> Seq.map this.Images.Label |> Seq.distinct |> Seq.length > 1

let ofDataset (dataset: Dataset) (duplicates: NearDuplicates) =
    let pixels = Standardised duplicates.Images

    {
        Dataset = dataset
        Images = duplicates.Images
        Duplicates = duplicates
        Lights = Brightness.ofClasses pixels
        Shortcuts = Brightness.shortcuts pixels
        Shifts = Brightness.shifts pixels
    }
