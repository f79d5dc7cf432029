/// Ranks with ties, and what counts as a tie.
module QImpact.Statistics.Ranks

open System

/// Values that differ by no more than this are tied. Accuracies are k/n, and equal differences of such fractions are
/// unequal doubles: 3/156 - 1/156 and 5/156 - 3/156 differ in the last digit, which must not decide a rank.
[<Literal>]
let Tolerance = 1e-12

/// 1-based ranks in ascending order, tied values sharing the mean of their ranks, and the sizes of the groups of ties.
/// A group holds what lies within the tolerance of its smallest value.
let midranks tolerance (values: float[]) =
    let order = Array.init values.Length id
    let sorted = Array.copy values
    Array.Sort(sorted, order)
    let ranks = Array.zeroCreate<float> values.Length
    let groups = ResizeArray<int>()
    let mutable start = 0

    while start < sorted.Length do
        let mutable stop = start + 1

        while stop < sorted.Length && sorted[stop] - sorted[start] <= tolerance do
            stop <- stop + 1

        for i in start .. stop - 1 do
            ranks[order[i]] <- float (start + stop + 1) / 2.0

        groups.Add(stop - start)
        start <- stop

    struct (ranks, groups.ToArray())
