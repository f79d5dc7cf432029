/// The shares of the classes that a run was trained on.
module internal QImpact.Analysis.Models.TrainedClasses

open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Input

/// Those of the training images and of the whole training split; None where there is no run, or its config does not have them.
let priorShift (run: Runs.Run option) =
    run
    |> Option.bind (fun run ->
        match run.Config.Dataset.TrainClasses, run.Config.Settings.Balance with
        | Null, _ -> None
        // Weighted losses make the classes count alike.
        | NonNull classes, Balance.Weights -> PriorShift.OfCounts([| for _ in classes.Split -> 1 |], classes.Split)
        | NonNull classes, _ -> PriorShift.OfCounts(classes.Used, classes.Split))
