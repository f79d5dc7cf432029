/// The range of k independent standard normal variables: the studentized range with infinite degrees of freedom, on which Nemenyi's
/// test rests. MathNet.Numerics has no such distribution.
module QImpact.Statistics.StudentizedRange

open MathNet.Numerics.RootFinding

let private requireGroups groups =
    if groups < 2 then
        Arguments.refuse "groups" $"There are {groups} groups; expected at least 2."

/// Between points of the trapezoid rule; for integrands as smooth as these its error is far below rounding.
let private step = 0.05

/// Beyond this many standard deviations the integrand is below rounding.
let private reach = 12.0

/// Beyond this range the tail is below the smallest double for any number of groups that fits in memory.
let private furthest = 100.0

let private density z =
    exp (-0.5 * z * z) / sqrt (2.0 * System.Math.PI)

/// P(range > q) = k Int phi(z) (Phi(z)^(k-1) - (Phi(z) - Phi(z - q))^(k-1)) dz of k groups, at least 2. The difference of the
/// powers is expanded, so that every term is positive and far tails keep their digits; the trapezoid rule is accurate to rounding
/// here.
let upperTail groups q =
    requireGroups groups

    if q <= 0.0 then
        1.0
    elif q > furthest then
        0.0
    else
        let points = int (ceil ((q + 2.0 * reach) / step))
        let mutable sum = 0.0

        for i in 0..points do
            let z = step * float i - reach
            let below = Distributions.normalUpperTail -z
            let outside = Distributions.normalUpperTail (q - z)
            let within = below - outside
            // a^m - b^m = (a - b)(a^(m-1) + a^(m-2) b + ... + b^(m-1)), by Horner.
            let mutable powers = 1.0
            let mutable power = 1.0

            for _ in 2 .. groups - 1 do
                power <- power * within
                powers <- powers * below + power

            sum <- sum + density z * outside * powers

        min 1.0 (float groups * step * sum)

/// The q with P(range > q) = alpha, in (0, 1), of at least two groups.
let criticalValue groups alpha =
    requireGroups groups
    Arguments.requireOpenProbability "alpha" alpha
    // In the tail's logarithm the root is well conditioned at every alpha.
    Brent.FindRoot((fun q -> log (upperTail groups q / alpha)), 1e-9, 60.0, 1e-13, 500)
