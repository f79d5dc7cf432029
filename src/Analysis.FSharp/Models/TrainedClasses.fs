/// The shares of the classes that a run was trained on.
module internal QImpact.Analysis.Models.TrainedClasses

open QImpact.Metrics
open QImpact.Analysis.Input

/// Those of the training images and of the whole training split; None where there is no run, or its config does not have them.
let priorShift (run: Runs.Run option) =
    match run |> Option.map _.Config.Dataset.TrainClasses with
    | Some(NonNull classes) -> PriorShift.OfCounts(classes.Used, classes.Split)
    | _ -> None
