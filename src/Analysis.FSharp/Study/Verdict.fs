/// What may be said of a contrast of two architectures, and the one sentence that a study opens with.
module internal QImpact.Analysis.Study.Verdict

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document

/// The level of the tests, two-sided; the tests of equivalence are one-sided, each at this level.
[<Literal>]
let Alpha = 0.05

/// What was found for the first's AUC less the second's, images and repeats together.
type Found =
    {
        Difference: float
        /// 95 %, of this difference alone.
        Interval: Interval
        /// Of no difference, adjusted by Holm over the family.
        AdjustedP: float
        /// Of a difference of the margin or more, adjusted the same way; None where equivalence can't be tested.
        EquivalenceP: float option
        /// How far the difference reaches beyond these training images, a sentence; "" where that is not known.
        Reach: string
    }

/// What a contrast shows. Small: the difference is there, and smaller than the margin.
type Claim =
    | TooEarly
    | Unknown of reason: string
    | Higher of isSmall: bool
    | Lower of isSmall: bool
    | Equivalent
    | NotShown

/// A contrast as sentences name it.
type Contrast =
    {
        Arm: string
        Reference: string
        Result: Result<Found, string>
    }

/// What every sentence needs to know of the study.
type Basis =
    {
        /// Largest difference that would not matter, stated beforehand.
        Margin: float
        WholeRepeats: int
        /// Repeats from which on something may be concluded.
        Needed: int
        /// What the figures are taken over, behind "over": "8 repeats of 5-fold cross-validation on 780 images".
        Over: string
        /// Contrasts that Holm adjusts for.
        Family: int
    }

    member this.IsEarly = this.WholeRepeats < this.Needed

/// What may be claimed. Nothing is before the repeats suffice, whatever the figures say.
let claim (basis: Basis) (contrast: Contrast) =
    match contrast.Result with
    | _ when basis.IsEarly -> TooEarly
    | Error reason -> Unknown reason
    | Ok found ->
        let isSmall = found.EquivalenceP |> Option.exists (fun p -> p <= Alpha)

        if found.AdjustedP > Alpha then
            if isSmall then Equivalent else NotShown
        elif found.Difference > 0.0 then
            Higher isSmall
        else
            Lower isSmall

let private p value =
    if value < 0.0001 then
        "p below 0.0001"
    else
        $"p {Decimals.four value}"

let private margin (basis: Basis) = $"±{Decimals.shown 2 basis.Margin}"

let private leavesOutZero (interval: Interval) =
    interval.Lower > 0.0 || interval.Upper < 0.0

/// The difference with its uncertainty.
let private figures (found: Found) =
    $"{Decimals.shown 3 found.Difference} (95 %% interval {Format.interval 3 found.Interval}, adjusted {p found.AdjustedP})"

/// How sure it is that the difference is smaller than the margin.
let private within (basis: Basis) (found: Found) =
    match found.EquivalenceP with
    | Some equivalence -> $"within {margin basis} (adjusted {p equivalence})"
    | None -> $"within {margin basis} (not tested)"

/// Whether a difference that is there and not known to be small is known to be large: no test of that was planned, so only the interval tells.
let private size (basis: Basis) (found: Found) =
    let least = min (abs found.Interval.Lower) (abs found.Interval.Upper)

    if least > basis.Margin then
        $"the interval lies wholly beyond {margin basis}"
    else
        $"that it exceeds {Decimals.shown 2 basis.Margin}, below which it counts as none, is not shown"

/// Why a difference whose own interval leaves out 0 may not be claimed.
let private unadjusted (basis: Basis) (found: Found) =
    if leavesOutZero found.Interval then
        $"; the interval, which is not adjusted, leaves out 0, but not after {basis.Family} comparisons are allowed for"
    else
        ""

/// One contrast in one sentence.
let sentence (basis: Basis) (contrast: Contrast) =
    let first, second = contrast.Arm, contrast.Reference

    match claim basis contrast, contrast.Result with
    | TooEarly, _ ->
        $"Nothing is concluded of {first} and {second} yet: {basis.WholeRepeats} of the {basis.Needed} whole repeats that it takes are there."
    | Unknown reason, _
    | _, Error reason -> $"Nothing can be said of {first} and {second}: {reason}."
    | Higher isSmall, Ok found
    | Lower isSmall, Ok found ->
        let direction = if found.Difference > 0.0 then "higher" else "lower"

        let small =
            if isSmall then
                $", and the difference is smaller than what would matter: {within basis found}"
            else
                $"; {size basis found}"

        $"{first} has a {direction} AUC than {second}: difference {figures found}{small}. {found.Reach}".TrimEnd()
    | Equivalent, Ok found ->
        $"{first} and {second} have the same AUC {within basis found}: difference {figures found}{unadjusted basis found}."
    | NotShown, Ok found ->
        $"No difference in AUC between {first} and {second} is shown: {figures found}{unadjusted basis found}; nor that they are the same {within basis found}."

/// What a contrast with a control says, as a clause of a sentence.
let private clause (basis: Basis) (contrast: Contrast) =
    let against = $"against {contrast.Reference}"

    let difference =
        match contrast.Result with
        | Ok found -> $" ({Decimals.shown 3 found.Difference}, {Format.interval 3 found.Interval}, {p found.AdjustedP})"
        | Error reason -> $" ({reason})"

    match claim basis contrast with
    | TooEarly
    | Unknown _ -> $"{against} nothing can be said{difference}"
    | Higher true -> $"{against} it is higher, by less than {Decimals.shown 2 basis.Margin}{difference}"
    | Higher false -> $"{against} it is higher{difference}"
    | Lower true -> $"{against} it is lower, by less than {Decimals.shown 2 basis.Margin}{difference}"
    | Lower false -> $"{against} it is lower{difference}"
    | Equivalent -> $"{against} it is the same within {margin basis}{difference}"
    | NotShown -> $"{against} no difference is shown{difference}"

let private isHigher claim =
    match claim with
    | Higher _ -> true
    | _ -> false

/// The first words, which the rest of the sentence bears out: whether the layer helps, and whether the circuit is what helps.
let private opening main controls =
    match main with
    | TooEarly -> "Nothing is concluded yet"
    | Unknown _ -> "It can't be said"
    | Higher _ when List.forall isHigher controls -> "Yes, the quantum layer helps"
    | Higher _ -> "The network with the quantum layer is better, but that its circuit is the reason is not shown"
    | Lower _ -> "No, the quantum layer harms"
    | Equivalent -> "No, the quantum layer makes no difference that matters"
    | NotShown -> "That the quantum layer helps is not shown"

/// The sentence as a clause behind another one.
let private asClause (sentence: string) =
    match sentence.TrimEnd '.' with
    | "" -> ""
    | words when words.StartsWith("It ", System.StringComparison.Ordinal) -> $"; it {words[3..]}"
    | words -> $"; {words}"

/// What the first words leave open of the main contrast.
let private consequence (basis: Basis) main (found: Found) =
    match main with
    | Higher true
    | Lower true -> $", a difference smaller than what would matter, {within basis found}{asClause found.Reach}"
    | Higher false
    | Lower false -> $"; {size basis found}{asClause found.Reach}"
    | Equivalent -> $", the same {within basis found}{unadjusted basis found}"
    | NotShown ->
        $", so neither a difference nor that they are the same within {margin basis} is shown{unadjusted basis found}"
    | _ -> ""

/// The answer in one sentence: the first contrast of the family is the question, the others are its controls.
let answer (basis: Basis) (family: Contrast list) =
    match family with
    | [] -> "The study names no primary contrast, so it has no answer."
    | main :: controls ->
        let claimed = claim basis main

        let opening = opening claimed (List.map (claim basis) controls)

        match claimed, main.Result with
        | TooEarly, _ ->
            $"{opening}: {basis.WholeRepeats} of the {basis.Needed} whole repeats are there that a conclusion on {main.Arm} and {main.Reference} takes."
        | _, Error reason -> $"{opening} whether the quantum layer helps: of {main.Arm} and {main.Reference} {reason}."
        | claimed, Ok found ->
            let controls =
                match controls with
                | [] -> ""
                | controls -> "; " + (controls |> List.map (clause basis) |> String.concat "; ")

            $"{opening}: over {basis.Over}, the AUC of {main.Arm} less that of {main.Reference} is {figures found}{consequence basis claimed found}{controls}."
