/// Near-duplicates of a study's images, where these are on this machine.
module internal QImpact.Analysis.Study.DataLook

open QImpact.Data
open QImpact.Data.Duplicates

/// Of the published splits.
type Look =
    {
        Images: int
        TestImages: int
        ValidationImages: int
        /// Groups of images that are alike, an image without a copy being one.
        Groups: int
        Pairs: int
        /// Pairs of different labels.
        Conflicts: int
        /// Ids of test images that have a copy in the training split.
        Test: Set<string>
        /// The same of validation images.
        Validation: Set<string>
    }

let private ofDataset (dataset: Dataset) =
    let images = AllImages dataset
    let found = NearDuplicates.Find images

    let copies = found.WithCopyIn(images.In "train") |> Set

    let copied (split: ImageSplit) =
        Seq.zip split.Ids (images.In split.Name)
        |> Seq.filter (fun (_, image) -> copies.Contains image)
        |> Seq.map fst
        |> Set

    {
        Images = images.Count
        TestImages = dataset.Test.Count
        ValidationImages = dataset.Validation.Count
        Groups = Seq.init images.Count found.GroupOf |> Seq.distinct |> Seq.length
        Pairs = found.Pairs.Length
        Conflicts = Seq.length found.Conflicts
        Test = copied dataset.Test
        Validation = copied dataset.Validation
    }

/// What the images of this name show, if they are the ones that runs were made on; why not otherwise.
let at (name: string) (md5: string) (data: string option) =
    try
        let dataset = DatasetLocator.Load(name, Option.toObj data)
        Ok(ofDataset (dataset.RequireMd5(md5, "the study is of")))
    with :? BadInputException as error ->
        Error error.Message
