module QImpact.Statistics.TwoProportions

type Sample = { Successes: int; Trials: int }

let private check name sample =
    if sample.Successes < 0 || sample.Successes > sample.Trials then
        Arguments.refuse name $"{sample.Successes} successes in {sample.Trials} trials; expected 0 to {sample.Trials}."

let private checkBoth first second =
    check "first" first
    check "second" second

let private chance sample =
    float sample.Successes / float sample.Trials

let private noTrial = "there is no trial"

let newcombe confidence first second =
    checkBoth first second

    let wilson sample =
        Proportion.wilson confidence sample.Successes sample.Trials

    match wilson first, wilson second with
    | Some wilson1, Some wilson2 ->
        let p1, p2 = chance first, chance second
        let difference = p1 - p2
        let root (x: float) (y: float) = sqrt (x * x + y * y)

        Ok
            {
                Lower = max -1.0 (difference - root (p1 - wilson1.Lower) (wilson2.Upper - p2))
                Upper = min 1.0 (difference + root (wilson1.Upper - p1) (p2 - wilson2.Lower))
            }
    | _ -> Error noTrial

let pooledZ first second =
    checkBoth first second
    let trials = first.Trials + second.Trials
    let successes = first.Successes + second.Successes

    if first.Trials = 0 || second.Trials = 0 then
        Error noTrial
    elif successes = 0 || successes = trials then
        Error "every trial has the same outcome"
    else
        let pooled = float successes / float trials

        let variance =
            pooled * (1.0 - pooled) * (1.0 / float first.Trials + 1.0 / float second.Trials)

        Ok(ZTest.Of((chance first - chance second) / sqrt variance))

let fisher first second =
    checkBoth first second
    let successes = first.Successes + second.Successes
    let lowest = max 0 (successes - second.Trials)
    let highest = min successes first.Trials

    // Weights relative to the first table, each from the one before; scaled so that the largest is 1.
    let ratio k =
        float (first.Trials - k) / float (k + 1) * float (successes - k)
        / float (second.Trials - successes + k + 1)

    let logs =
        [| lowest .. highest - 1 |]
        |> Array.scan (fun log k -> log + System.Math.Log(ratio k)) 0.0

    let largest = Array.max logs
    let weights = logs |> Array.map (fun log -> exp (log - largest))
    let observed = weights[first.Successes - lowest]

    let asExtreme =
        weights
        |> Array.sumBy (fun weight -> if weight <= observed * (1.0 + 1e-7) then weight else 0.0)

    min 1.0 (asExtreme / Array.sum weights)
