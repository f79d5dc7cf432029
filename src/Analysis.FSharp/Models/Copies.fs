/// Images that a model was judged on and of which its run's training set has a near-duplicate: figures with them and without.
module QImpact.Analysis.Models.Copies

open System.Collections.Generic
open System.IO
open QImpact.Data
open QImpact.Data.Duplicates
open QImpact.Data.Runs
open QImpact.Analysis.Input

/// A model judged on all images, on those without a copy in its training set, and on those with one; None where there are none.
type Sensitivity =
    {
        Model: Model
        /// The sample ids of the images with a copy.
        Copied: Set<string>
        Without: Model option
        OnlyCopied: Model option
    }

/// What could be checked, and the labels of the models of which it could not be told, with the reason.
type Copies =
    {
        Images: int
        Checked: Sensitivity list
        Unknown: (string * string) list
    }

    /// The fewest and the most images with a copy that a checked model has; None where none was checked.
    member this.Range =
        match this.Checked |> List.map _.Copied.Count with
        | [] -> None
        | counts -> Some(List.min counts, List.max counts)

    member this.IsContaminated =
        this.Checked |> List.exists (fun model -> not model.Copied.IsEmpty)

/// The images that the run trained on, by their index in its training split.
let private trainedOn (folder: RunFolder) =
    if not (File.Exists folder.TrainingIndicesFile) then
        Error $"its run has no {Path.GetFileName folder.TrainingIndicesFile}"
    else
        RunChecksums.Require(folder, folder.TrainingIndicesFile)
        let file = CsvFile.read folder.TrainingIndicesFile
        CsvFile.require [ "index" ] file
        Ok(CsvFile.optionalIntegers "index" file |> Array.choose id)

/// The data of runs with their near-duplicates, each looked at once.
let private finder (data: string option) =
    let known = Dictionary<_, Result<NearDuplicates, string>>()

    fun (config: RunConfig) ->
        let key = config.Dataset.Description.Md5, config.Fold

        match known.TryGetValue key with
        | true, found -> found
        | _ ->
            let found =
                try
                    RunData.Load(config, Option.toObj data)
                    |> AllImages
                    |> NearDuplicates.Find
                    |> Ok
                with :? BadInputException as error ->
                    Error error.Message

            known[key] <- found
            found

/// The sample ids of a comparison's images that have a copy among those that were trained on.
let private copied (comparison: Comparison) (found: NearDuplicates) (trained: int[]) =
    let images = found.Images
    let split = images.Dataset.Split comparison.Subject.Split
    let train = images.In "train" |> Array.ofSeq

    let copies = found.WithCopyIn [ for index in trained -> train[index] ] |> HashSet

    let ids =
        [
            for id, image in Seq.zip split.Ids (images.In split.Name) do
                if copies.Contains image then
                    id
        ]

    set ids

let private sensitivity (comparison: Comparison) (model: Model) (copied: Set<string>) =
    let on isKept =
        Comparison.onImages ComparisonSettings.Default isKept { comparison with Models = [ model ] }
        |> Option.map _.Models.Head

    {
        Model = model
        Copied = copied
        Without =
            if copied.IsEmpty then
                Some model
            else
                on (copied.Contains >> not)
        OnlyCopied = on copied.Contains
    }

/// The copies of models, from the sample ids that have one in a model's training set, or why that can't be told; None where there is nothing to tell.
let internal ofKnown (comparison: Comparison) (known: Model -> Result<Set<string>, string> option) =
    let judged =
        [
            for model in comparison.Models do
                match known model with
                | Some(Ok copied) -> Ok(sensitivity comparison model (Set.intersect copied (set comparison.SampleIds)))
                | Some(Error reason) -> Error(model.Label, reason)
                | None -> ()
        ]

    {
        Images = comparison.Labels.Length
        Checked = judged |> List.choose Result.toOption
        Unknown =
            judged
            |> List.choose (function
                | Error unknown -> Some unknown
                | Ok _ -> None)
    }

/// The copies of each model that has a run below a folder. On the training split itself there is nothing to tell.
let internal ofComparison (root: string) (data: string option) (comparison: Comparison) =
    let find = finder data

    ofKnown comparison (fun model ->
        match model.Run with
        | Some run when comparison.Subject.Split <> "train" ->
            let folder = RunFolder(Path.Combine(root, run.Folder))

            match trainedOn folder, find run.Config with
            | Error reason, _
            | _, Error reason -> Some(Error reason)
            | Ok trained, Ok found -> Some(Ok(copied comparison found trained))
        | _ -> None)
