/// The exact distribution of Friedman's statistic: every ranking of a block, its ties kept, is equally likely.
module internal QImpact.Statistics.RankSums

open System.Collections.Generic

/// The most blocks of so many models that are enumerated: less than a second each.
let largestExact models =
    match models with
    | 2 -> 1000
    | 3 -> 100
    | 4 -> 20
    | 5 -> 8
    | 6 -> 4
    | _ -> 0

let rec private arrangements (values: int list) : int list list =
    match values with
    | [] -> [ [] ]
    | _ ->
        [
            for first in List.distinct values do
                let rest = List.removeAt (List.findIndex ((=) first) values) values

                for others in arrangements rest -> first :: others
        ]

/// Sums of ranks as one number, in ascending order: which model has which sum does not change the statistic.
let private encode (size: int64) (sums: int[]) =
    System.Array.Sort sums
    (0L, sums) ||> Array.fold (fun key sum -> key * size + int64 sum)

let private decode (size: int64) (sums: int[]) (key: int64) =
    let mutable rest = key

    for i in sums.Length - 1 .. -1 .. 0 do
        sums[i] <- int (rest % size)
        rest <- rest / size

let private spread (sums: int[]) =
    sums |> Array.sumBy (fun sum -> int64 sum * int64 sum)

/// P(S >= s), S the sum of the squared rank sums of the models, s that of these doubled ranks, rank[block][model].
let upperTail (doubled: int[][]) =
    let models = doubled[0].Length
    let size = int64 (2 * models * doubled.Length + 1)
    let sums = Array.zeroCreate<int> models
    let mutable chances = Dictionary<int64, float>()
    chances.Add(0L, 1.0)

    for block in doubled do
        let orders =
            arrangements (List.ofArray block) |> List.map Array.ofList |> Array.ofList

        let next = Dictionary<int64, float>()

        for KeyValue(key, chance) in chances do
            for order in orders do
                decode size sums key

                for model in 0 .. models - 1 do
                    sums[model] <- sums[model] + order[model]

                let key = encode size sums
                let known, sum = next.TryGetValue key
                next[key] <- (if known then sum else 0.0) + chance / float orders.Length

        chances <- next

    let observed =
        spread (Array.init models (fun model -> doubled |> Array.sumBy (fun block -> block[model])))

    let tail =
        chances
        |> Seq.sumBy (fun (KeyValue(key, chance)) ->
            decode size sums key
            if spread sums >= observed then chance else 0.0)

    min 1.0 tail

/// P(S >= s) where every block ranks the models alike, in closed form: each further block must repeat the first one's ranking.
let unanimous (groups: int[]) blocks =
    let factorial n =
        Seq.fold (fun product i -> product * float i) 1.0 (seq { 2..n })

    let rankings =
        factorial (Array.sum groups)
        / (groups |> Array.fold (fun product size -> product * factorial size) 1.0)

    // Above 0, which no p-value of a permutation is, also where it is below the least double.
    max System.Double.Epsilon (rankings ** float (1 - blocks))
