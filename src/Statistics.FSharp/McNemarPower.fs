/// How many cases McNemar's exact test needs, and how often it finds a given difference: two classifiers on the same n cases, p10 =
/// P(first right and second wrong), p01 = P(first wrong and second right).
/// psi = p10 + p01 is the discordance, delta = p01 - p10 the difference of the accuracies. Plan with them before the cases are
/// seen: power "at the observed difference" only restates the p-value. The pair must be possible: p10, p01 at least 0, psi at most
/// 1, and delta other than 0 (equal classifiers are detected by no number of cases: undefined). alpha is two-sided; alpha and power
/// lie in (0, 1), anything else throws an ArgumentException.
module QImpact.Statistics.McNemarPower

open System
open System.Collections.Generic

/// Numbers of cases of an enumerated test, whose power does not rise with every case.
type SampleSize =
    {
        /// The smallest that reaches the power.
        First: int
        /// The smallest from which on the power stays reached, looked at up to 300 cases beyond the first.
        Stable: int
    }

let private checkPair p10 p01 =
    Arguments.requireProbability "p10" p10
    Arguments.requireProbability "p01" p01

    if p10 + p01 > 1.0 + 1e-12 then
        Arguments.refuse
            "p01"
            $"p10 is {Arguments.shown p10} and p01 {Arguments.shown p01}; expected a sum of at most 1."

let private equallyOften =
    "the two are right equally often, which no number of cases can tell from a difference"

let private checkPlan alpha power p10 p01 =
    Arguments.requireOpenProbability "alpha" alpha
    Arguments.requireOpenProbability "power" power
    checkPair p10 p01
    if p10 = p01 then Error equallyOften else Ok()

/// Connor's number of cases, not rounded: (z_(1-alpha/2) sqrt(psi) + z_power sqrt(psi - delta^2))^2 / delta^2 (Connor 1987,
/// Biometrics 43:207). A normal approximation, too small for the exact test.
let connor alpha power p10 p01 =
    checkPlan alpha power p10 p01
    |> Result.map (fun () ->
        let psi, delta = p10 + p01, p01 - p10
        let zAlpha = Distributions.normalQuantile (1.0 - alpha / 2.0)
        let zPower = Distributions.normalQuantile power
        let root = zAlpha * sqrt psi + zPower * sqrt (max 0.0 (psi - delta * delta))
        root * root / (delta * delta))

let private checkCases alpha cases p10 p01 =
    Arguments.requireOpenProbability "alpha" alpha
    Arguments.requireCount "cases" cases
    checkPair p10 p01

/// A p-value that is alpha but for rounding rejects.
let private rejects alpha smaller discordant =
    McNemar.exact smaller (discordant - smaller) <= alpha * (1.0 + 1e-12)

/// P(reject | m discordant cases) for m = 0, 1, ...: made once and kept, as every number of cases needs the same ones.
type private Rejections(alpha, first: float) =
    let chances = List<float>()
    // The largest min(b, c) that still rejects, -1 for none; it never falls as m grows.
    let mutable critical = -1

    let extend () =
        let discordant = chances.Count

        while 2 * (critical + 1) <= discordant && rejects alpha (critical + 1) discordant do
            critical <- critical + 1

        let below = Distributions.binomialCdf first critical discordant
        let above = Distributions.binomialCdf (1.0 - first) critical discordant
        chances.Add(if critical < 0 then 0.0 else min 1.0 (below + above))

    member _.At(discordant: int) =
        while chances.Count <= discordant do
            extend ()

        chances[discordant]

/// The sum of P(M = m) f(m) for M binomial (n, p). The terms start at the likeliest m and are divided by their sum, which
/// needs no factorial; what lies below 1e-20 of the likeliest is left out.
let private expectation n p (f: int -> float) =
    if p <= 0.0 then
        f 0
    elif p >= 1.0 then
        f n
    else
        let mode = min n (int (floor ((float n + 1.0) * p)))
        let odds = p / (1.0 - p)
        let mutable weight = 0.0
        let mutable sum = 0.0

        let walk start step next =
            let mutable m = start
            let mutable term = next mode 1.0

            while m >= 0 && m <= n && term > 1e-20 do
                weight <- weight + term
                sum <- sum + term * f m
                term <- next m term
                m <- m + step

        weight <- 1.0
        sum <- f mode
        walk (mode + 1) 1 (fun m term -> term * float (n - m) / float (m + 1) * odds)
        walk (mode - 1) -1 (fun m term -> term * float m / float (n - m + 1) / odds)
        sum / weight

let private rejectionsOf alpha p10 p01 =
    Rejections(alpha, (if p10 + p01 = 0.0 then 0.5 else p10 / (p10 + p01)))

let private powerOf (rejections: Rejections) psi cases = expectation cases psi rejections.At

/// The power of the test itself on n cases, by enumeration of every outcome: the discordant cases are binomial (n, psi), of them b
/// binomial (p10 / psi). Rejections of either direction count. No approximation.
let power alpha cases p10 p01 =
    checkCases alpha cases p10 p01
    powerOf (rejectionsOf alpha p10 p01) (p10 + p01) cases

let private horizon = 300
let private mostCases = 100_000

/// The number of cases that the test itself needs, by enumeration. Undefined where more than 100,000 cases would be needed.
let sampleSize alpha power p10 p01 =
    checkPlan alpha power p10 p01
    |> Result.bind (fun () ->
        let rejections = rejectionsOf alpha p10 p01

        let reaches cases =
            powerOf rejections (p10 + p01) cases >= power

        match Seq.tryFind reaches (seq { 1..mostCases }) with
        | None -> Error $"more than {mostCases} cases would be needed"
        | Some first ->
            let lastBelow =
                seq { first + horizon .. -1 .. first }
                |> Seq.tryFind (fun cases -> not (reaches cases))

            Ok
                {
                    First = first
                    Stable =
                        match lastBelow with
                        | Some cases -> cases + 1
                        | None -> first
                })
