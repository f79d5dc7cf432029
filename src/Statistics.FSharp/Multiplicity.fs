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

let holm pValues =
    pValues
    |> inOrder (fun sorted ->
        sorted
        |> Array.mapi (fun rank p -> min 1.0 (float (sorted.Length - rank) * p))
        |> Array.scan max 0.0
        |> Array.skip 1)

let benjaminiHochberg pValues =
    pValues
    |> inOrder (fun sorted ->
        let scaled =
            sorted |> Array.mapi (fun rank p -> float sorted.Length / float (rank + 1) * p)

        Array.scanBack min scaled 1.0 |> Array.take sorted.Length)

let bonferroni pValues =
    let pValues = checkedValues pValues
    pValues |> Array.map (fun p -> min 1.0 (float pValues.Length * p))

let ofDefined (adjust: IReadOnlyList<float> -> float[]) (pValues: Result<float, string> list) =
    let adjusted = adjust [| for p in pValues |> List.choose Result.toOption -> p |]

    (0, pValues)
    ||> List.mapFold (fun next p ->
        match p with
        | Ok _ -> Some adjusted[next], next + 1
        | Error _ -> None, next)
    |> fst
