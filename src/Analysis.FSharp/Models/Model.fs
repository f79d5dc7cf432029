namespace QImpact.Analysis.Models

open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions

/// What models were judged on.
type Subject =
    {
        /// The data set's name.
        Dataset: string
        /// The split's name.
        Split: string
        /// Whether the images are generated ones, which say nothing about real ones.
        IsPhantom: bool
        /// Names of class 0 and class 1.
        ClassNames: string list
        /// The class that must not be missed: the headline's positive class.
        PositiveClass: int
        /// MD5 of the data that the runs used; None where only prediction tables are known.
        Checksum: string option
    }

/// One model's results.
type Model =
    {
        /// Its short name in tables and charts, unique in the comparison.
        Label: string
        /// Its predictions.
        Predictions: PredictionSet
        /// The run that trained it, where its folder was read.
        Run: Runs.Run option
        /// P(class 1) of each image of the comparison, in the comparison's order.
        Scores: float[]
        /// Its metrics on these images.
        Metrics: MetricValues
        /// The same metrics with their intervals.
        Estimates: Estimate list
        /// The place of its architecture and protocol in the comparison: models that differ in the seed alone share it.
        Family: int
        /// The family's name: the label without the seed.
        FamilyName: string
        /// Its place among the models of its family.
        Sibling: int
        /// Its rows without a score, and the first one's reason.
        Failures: (int * string) option
    }

    /// The estimate of a metric.
    member this.Estimate metric =
        this.Estimates |> List.find (fun estimate -> estimate.Metric = metric)

/// Models that differ in the seed alone.
module internal Families =

    /// What models that differ in the seed alone have in common: architecture and protocol, or the model's name without the
    /// seed where its run is unknown.
    let private family (model: Model) =
        match model.Run, model.Predictions.Seed with
        | Some run, _ -> run.Config.Architecture, run.Config.Protocol
        | None, Some seed when model.Predictions.Model.EndsWith $"-s{seed}" ->
            "", model.Predictions.Model.Substring(0, model.Predictions.Model.Length - $"-s{seed}".Length)
        | None, _ -> "", model.Label

    /// A label without the seed that tells it from its family.
    let private familyName (model: Model) =
        let withoutSeed (separator: string) =
            match model.Predictions.Seed with
            | Some seed when model.Label.EndsWith $"{separator}s{seed}" ->
                Some(model.Label.Substring(0, model.Label.Length - $"{separator}s{seed}".Length))
            | _ -> None

        withoutSeed " "
        |> Option.orElse (withoutSeed "-")
        |> Option.defaultValue model.Label

    /// Places the models in their families.
    let place (models: Model list) =
        let seen = models |> List.map family |> List.distinct

        // The paper's architectures keep their places, and so their colours, whatever is compared.
        let ofPaper name =
            seen |> List.tryFind (fst >> (=) name) |> Option.defaultValue (name, "")

        let families =
            List.distinct ((Architecture.Names |> Seq.map ofPaper |> List.ofSeq) @ seen)

        let isAlone model =
            (models |> List.filter (fun other -> family other = family model)).Length = 1

        models
        |> List.mapi (fun index model ->
            let earlier = models |> List.truncate index |> List.map family

            { model with
                Family = List.findIndex ((=) (family model)) families
                FamilyName = if isAlone model then model.Label else familyName model
                Sibling = earlier |> List.filter ((=) (family model)) |> List.length
            })
