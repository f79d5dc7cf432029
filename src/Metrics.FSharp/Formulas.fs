/// The formulas behind the table of metrics. What is 0/0 is undefined and names what is missing.
module internal QImpact.Metrics.Formulas

open System

let private noCase cls = $"no case of class {cls}"
let private onlyCases cls = $"no case but of class {cls}"
let private neverDecided cls = $"class {cls} was never predicted"

let share (share: Share) =
    MetricValue.ratio share.WhenEmpty share.Part share.Whole

/// (tp + tn) / n.
let accuracy (counts: CountMatrix) =
    {
        Part = counts.Correct
        Whole = counts.Total
        WhenEmpty = "no case"
    }

/// tp / (tp + fp).
let precision cls (counts: CountMatrix) =
    let matrix = counts.Against cls

    {
        Part = matrix.TruePositives
        Whole = matrix.PredictedPositives
        WhenEmpty = neverDecided cls
    }

/// tp / (tp + fn).
let recall cls (counts: CountMatrix) =
    let matrix = counts.Against cls

    {
        Part = matrix.TruePositives
        Whole = matrix.Positives
        WhenEmpty = noCase cls
    }

/// tn / (tn + fp).
let specificity cls (counts: CountMatrix) =
    let matrix = counts.Against cls

    {
        Part = matrix.TrueNegatives
        Whole = matrix.Negatives
        WhenEmpty =
            if counts.Classes = 2 then
                noCase (1 - cls)
            else
                onlyCases cls
    }

/// 2 tp / (2 tp + fp + fn): in this count form 0, not undefined, where the class exists but was never decided.
let f1 cls (counts: CountMatrix) =
    let matrix = counts.Against cls

    MetricValue.ratio
        $"class {cls} neither occurs nor was predicted"
        (2L * matrix.TruePositives)
        (matrix.Positives + matrix.PredictedPositives)

/// A function of the values of all classes; undefined where one is, with the first one's reason.
let private together (combine: float[] -> float) (values: MetricValue[]) =
    match values |> Array.tryFind _.IsUndefined with
    | Some undefined -> undefined
    | None -> MetricValue.Defined(combine (values |> Array.map (fun value -> value.ValueOr 0.0)))

let private meanOf (values: float[]) = Array.sum values / float values.Length

/// The mean over the classes of what a formula gives each.
let macro (formula: int -> CountMatrix -> MetricValue) (counts: CountMatrix) =
    Array.init counts.Classes (fun cls -> formula cls counts) |> together meanOf

/// The mean of the recalls.
let balancedAccuracy =
    macro (fun cls (counts: CountMatrix) -> share (recall cls counts))

/// The geometric mean of the recalls (Kubat and Matwin 1997).
let gmean (counts: CountMatrix) =
    let root classes product =
        if classes = 2 then
            sqrt product
        else
            Math.Pow(product, 1.0 / float classes)

    Array.init counts.Classes (fun cls -> share (recall cls counts))
    |> together (fun recalls -> root recalls.Length (Array.reduce (*) recalls))

/// (n c - Sum t_k p_k) / (n^2 - Sum t_k p_k) (Cohen 1960): how far the agreement exceeds that of chance with these margins, c right of n
/// cases, t_k of class k, p_k decided so.
let kappa (counts: CountMatrix) =
    let n = float counts.Total

    let byChance =
        Seq.init counts.Classes (fun cls -> float (counts.Actual cls) * float (counts.Decided cls))
        |> Seq.sum

    if byChance = n * n then
        MetricValue.Undefined "all cases are of one class and were decided for it"
    else
        MetricValue.Defined((n * float counts.Correct - byChance) / (n * n - byChance))

/// The correlation of true and decided class (Matthews 1975; Gorodkin 2004 for more than two), in [-1, 1]:
/// (c n - Sum t_k p_k) / sqrt((n^2 - Sum t_k^2)(n^2 - Sum p_k^2)), c right of n cases, t_k of class k, p_k decided so.
/// With two classes it is (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)).
let matthews (counts: CountMatrix) =
    let classes = [| 0 .. counts.Classes - 1 |]

    let missing count =
        classes |> Array.tryFindBack (fun cls -> count cls = 0L)

    match missing counts.Actual, missing counts.Decided with
    | Some cls, _ when counts.Classes = 2 -> MetricValue.Undefined(noCase cls)
    | _, Some cls when counts.Classes = 2 -> MetricValue.Undefined(neverDecided cls)
    | _ ->
        let n = float counts.Total

        let less (all: float) (first: int -> int64) (second: int -> int64) =
            // Halved, so that two classes give the products of the formula above as whole numbers.
            (all
             - (classes |> Array.sumBy (fun cls -> float (first cls) * float (second cls))))
            / 2.0

        let rows = less (n * n) counts.Actual counts.Actual
        let columns = less (n * n) counts.Decided counts.Decided

        if rows = 0.0 then
            MetricValue.Undefined "all cases are of one class"
        elif columns = 0.0 then
            MetricValue.Undefined "all cases were decided alike"
        else
            MetricValue.Defined(
                less (float counts.Correct * n) counts.Actual counts.Decided
                / sqrt rows
                / sqrt columns
            )

/// P(s1 > s0) + P(s1 = s0) / 2 for a random case of each class (Hanley and McNeil 1982), exact up to one division below 2^52 pairs. The same for either
/// positive class, because score_0 = 1 - score_1 reverses the order with the classes. Never flipped below 1/2.
let private area noNegative noPositive (groups: TieGroups) =
    let own, others = groups.Positives, groups.Negatives
    // Doubles are whole up to 2^53, and products of large counts do not overflow.
    let mutable negativesBelow = 0.0
    let mutable positives = 0.0
    // Twice the number of pairs ordered rightly, a tie counting half.
    let mutable twice = 0.0

    for run in 0 .. own.Length - 1 do
        let group = groups.Place run
        let here, positive = float others[group], float own[group]
        twice <- twice + positive * (2.0 * negativesBelow + here)
        negativesBelow <- negativesBelow + here
        positives <- positives + positive

    if negativesBelow = 0.0 then
        MetricValue.Undefined noNegative
    elif positives = 0.0 then
        MetricValue.Undefined noPositive
    else
        MetricValue.Defined(twice / (2.0 * negativesBelow * positives))

/// The area of class 1 of two classes.
let auc = area (noCase 0) (noCase 1)

/// The area of a class against the others together.
let aucOf cls = area (onlyCases cls) (noCase cls)

/// The mean of the areas of each class against the others, as MedMNIST has it (Yang et al. 2023).
let macroAuc (groups: TieGroups[]) =
    groups |> Array.mapi aucOf |> together meanOf

/// Sum (R_i - R_(i-1)) P_i over the distinct scores from the best on, as scikit-learn has it: never interpolated, so not too hopeful
/// (Davis and Goadrich 2006). Without skill it is the part of the class, not 1/2: no comparison between data sets.
let averagePrecision cls (groups: TieGroups) =
    let own, others = groups.Positives, groups.Negatives
    let total = Array.sum own

    if total = 0L then
        MetricValue.Undefined(noCase cls)
    else
        let mutable found = 0L
        let mutable decided = 0L
        let mutable sum = 0.0

        for run in own.Length - 1 .. -1 .. 0 do
            let group = groups.Place run
            let here = own[group]
            found <- found + here
            decided <- decided + here + others[group]

            if here > 0L then
                sum <- sum + float here * (float found / float decided)

        MetricValue.Defined(sum / float total)

/// The weighted mean of losses, one per case.
let private meanLoss (losses: float[]) (weights: int[]) =
    let mutable sum = 0.0
    let mutable total = 0L

    for i in 0 .. losses.Length - 1 do
        sum <- sum + float weights[i] * losses[i]
        total <- total + int64 weights[i]

    MetricValue.Defined(sum / float total)

/// The weighted mean of a loss: of label and P(class 1), or of label and the case's probabilities.
let private mean ofTwo ofMore (labels: int[]) scores =
    match scores with
    | OfTwo(scores1, _) -> Array.map2 ofTwo labels (Array.ofSeq scores1) |> meanLoss
    | OfMore(classes, rows) ->
        Array.map2 ofMore labels (rows |> Seq.chunkBySize classes |> Array.ofSeq)
        |> meanLoss

/// The mean of (score_1 - label)^2; of more than two classes the mean of the sum over the classes of (score_k - [label = k])^2
/// (Brier 1950), which would be twice as much for two.
let brier labels scores =
    let ofTwo label score =
        let error = score - float label
        error * error

    let ofMore label (row: float[]) =
        row
        |> Array.mapi (fun cls score -> if cls = label then score - 1.0 else score)
        |> Array.sumBy (fun error -> error * error)

    mean ofTwo ofMore labels scores

/// 2^-52, the distance from 1 to the next double.
let private clip = Math.BitIncrement 1.0 - 1.0

/// The mean of -ln P(true class), a case's probabilities being divided by their sum. Scores are clipped to [2^-52, 1 - 2^-52] (2.2e-16),
/// as scikit-learn does from 1.2 on, so that a saturated mistake costs 36.04 and not infinity.
let logLoss labels scores =
    let clipped score = Math.Clamp(score, clip, 1.0 - clip)

    let ofTwo label score =
        let score = clipped score
        -Math.Log(if label = 1 then score else 1.0 - score)

    let ofMore label (row: float[]) =
        -Math.Log(clipped (row[label] / Array.sum row))

    mean ofTwo ofMore labels scores

/// The bin, from 0, of a score in [0, 1]; bins are (lo, hi], the first [0, hi], their edges the doubles i / bins.
let private binOf bins (score: float) =
    let edge i = float i / float bins
    // A guess by multiplication, mended where the edge as a double says otherwise.
    let mutable bin = min (bins - 1) (int (score * float bins))

    while score > edge (bin + 1) do
        bin <- bin + 1

    while bin > 0 && score <= edge bin do
        bin <- bin - 1

    bin

/// Expected calibration error: Sum n_b/n |mean score - part of class 1| over bins of equal width (Naeini et al. 2015). It depends on the
/// bins, is biased upwards for few cases and 0 for a constant score that equals the class share: give it beside Brier score and log loss.
let calibrationError bins (labels: int[]) (classScores: ClassScores) =
    let scores = classScores.OfClass 1
    let binOf = scores |> Array.map (binOf bins)
    let ones, sums = Array.zeroCreate<int64> bins, Array.zeroCreate<float> bins

    fun (weights: int[]) ->
        Array.Clear ones
        Array.Clear sums
        let mutable total = 0L

        for i in 0 .. scores.Length - 1 do
            let bin, weight = binOf[i], int64 weights[i]
            total <- total + weight
            sums[bin] <- sums[bin] + float weight * scores[i]
            ones[bin] <- ones[bin] + weight * int64 labels[i]

        let mutable gap = 0.0

        for bin in 0 .. bins - 1 do
            gap <- gap + abs (sums[bin] - float ones[bin])

        MetricValue.Defined(gap / float total)
