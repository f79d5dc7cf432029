/// A warning that values of a metric fall in two heaps, as those of a training that fails now and then do. A mean, a spread and what is
/// concluded from them then describe neither heap.
/// The values are parted at the widest gap between neighbours. They are two heaps where the gap is at least 0.05 and at least so many
/// times the standard deviation within the two sides (pooled, n - 2 degrees of freedom) as only 5 in 100 samples of one normal
/// distribution show; the gap's floor makes alarms rarer still where the spread is below about 0.02.
/// It detects a heap that lies far off: of 5 values one whose gap is 7.2 spreads, of 10 3.1, of 40 1.6. A failure to .60 among values
/// about .86 with a spread of .03 is seen in 6 of 10 cases of five values, and practically always from eight on. It says nothing where
/// no value happens to have failed: where one training in 5 fails that is a third of all samples of five, and 1 in 9 of ten.
module QImpact.Statistics.TwoHeaps


/// The parts, and how far they are apart.
type Heaps =
    {
        /// Values in the lower heap, at least 1.
        Lower: int
        /// Values in the upper heap, at least 1.
        Upper: int
        /// The highest of the lower heap and the lowest of the upper.
        Between: Interval
    }

/// Gaps below this are no heaps: eight of 156 images.
[<Literal>]
let LeastGap = 0.05

/// How often values of one normal distribution are called two heaps, at most.
[<Literal>]
let FalseAlarms = 0.05

/// Numbers of values and the ratio of gap to spread that 5 in 100 normal samples exceed, from two million samples each.
let private bounds =
    [|
        3, 45.97
        4, 11.79
        5, 7.174
        6, 5.412
        7, 4.462
        8, 3.874
        9, 3.456
        10, 3.148
        12, 2.721
        15, 2.335
        20, 1.993
        25, 1.808
        30, 1.693
        40, 1.559
        50, 1.475
        60, 1.422
        80, 1.351
        100, 1.300
    |]

/// Between two numbers of the table by straight lines over log n, beyond it the last.
let private bound count =
    match bounds |> Array.tryFindIndex (fun (n, _) -> n >= count) with
    | None -> snd bounds[bounds.Length - 1]
    | Some index when fst bounds[index] = count -> snd bounds[index]
    | Some index ->
        let (n0, low), (n1, high) = bounds[index - 1], bounds[index]
        let part = log (float count / float n0) / log (float n1 / float n0)
        low + part * (high - low)

let private squares (values: float[]) =
    let mean = Array.average values
    values |> Array.sumBy (fun value -> (value - mean) * (value - mean))

/// The two heaps of values of a metric in [0, 1], or nothing. Nothing below three values. A value that is not finite throws an
/// ArgumentException.
let find (values: float[]) =
    Arguments.requireFinite "values" values
    let sorted = Array.sort values
    let count = sorted.Length

    if count < 3 then
        None
    else
        let gap, below =
            sorted
            |> Array.pairwise
            |> Array.mapi (fun i (low, high) -> high - low, i + 1)
            |> Array.maxBy fst

        let within = squares sorted[.. below - 1] + squares sorted[below..]
        let spread = sqrt (within / float (count - 2))

        if gap >= LeastGap && gap > bound count * spread then
            Some
                {
                    Lower = below
                    Upper = count - below
                    Between =
                        {
                            Lower = sorted[below - 1]
                            Upper = sorted[below]
                        }
                }
        else
            None
