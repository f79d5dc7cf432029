/// Adjusted p-values of a family of tests: compare them with alpha instead of the raw ones.
/// The family must be settled before the results are known and hold every test whose result could have been claimed. Results keep
/// the order of the input. A p-value outside [0, 1] throws an ArgumentException.
module QImpact.Statistics.Multiplicity

open System.Collections.Generic

let private checkedValues (pValues: IReadOnlyList<float>) =
    pValues
    |> Seq.iteri (fun index p -> Arguments.requireProbability $"p-value {index}" p)

    Array.ofSeq pValues

/// Adjusts the p-values in ascending order and puts the results back into the order of the input.
let private inOrder (adjust: float[] -> float[]) pValues =
    let pValues = checkedValues pValues

    let order =
        Array.init pValues.Length id |> Array.sortBy (fun index -> pValues[index])

    let adjusted = adjust (order |> Array.map (fun index -> pValues[index]))
    let result = Array.zeroCreate<float> pValues.Length
    order |> Array.iteri (fun rank index -> result[index] <- adjusted[rank])
    result

/// Holm's step-down adjustment (1979): the chance of any false claim stays below alpha, whatever the dependence. Never worse than
/// Bonferroni's.
let holm pValues =
    pValues
    |> inOrder (fun sorted ->
        sorted
        |> Array.mapi (fun rank p -> min 1.0 (float (sorted.Length - rank) * p))
        |> Array.scan max 0.0
        |> Array.skip 1)

/// Benjamini and Hochberg's step-up adjustment (1995): the expected part of false claims among the claims stays below alpha for
/// independent or positively dependent tests. A weaker promise than Holm's: for screening, not for single claims.
let benjaminiHochberg pValues =
    pValues
    |> inOrder (fun sorted ->
        let scaled =
            sorted |> Array.mapi (fun rank p -> float sorted.Length / float (rank + 1) * p)

        Array.scanBack min scaled 1.0 |> Array.take sorted.Length)

/// min(1, m p) for m tests. Simple and never better than Holm's.
let bonferroni pValues =
    let pValues = checkedValues pValues
    pValues |> Array.map (fun p -> min 1.0 (float pValues.Length * p))

/// Adjusts the p-values that exist, each in its place.
let ofDefined (adjust: IReadOnlyList<float> -> float[]) (pValues: Result<float, string> list) =
    let adjusted = adjust [| for p in pValues |> List.choose Result.toOption -> p |]

    (0, pValues)
    ||> List.mapFold (fun next p ->
        match p with
        | Ok _ -> Some adjusted[next], next + 1
        | Error _ -> None, next)
    |> fst
