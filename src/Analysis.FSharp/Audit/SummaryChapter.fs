/// The findings and what may be claimed of them.
module internal QImpact.Analysis.Audit.SummaryChapter

open QImpact.Metrics
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format

/// What may be said of a pair's accuracies, and what not.
let private claim (audit: Audit) (pair: PairAudit) (bounds: TestBounds) : Line =
    let unit = audit.Table.Unit

    match bounds.Verdict with
    | Pairings.EveryPairing ->
        let better, worse =
            if fst bounds.Exact.Gain > 0 then
                pair.Second, pair.First
            else
                pair.First, pair.Second

        let level = audit.Settings.Alpha
        let comparisons = audit.Pairs.Length

        match pair.LargestAdjusted with
        | Some p when p > level ->
            led
                "May be claimed if it was the one planned comparison:"
                $" this {worse} errs more often than this {better} on such {unit}. Adjusted for all {comparisons} by Holm's method, p may be as large as {pValue p}."
        | adjusted ->
            let adjustment =
                match adjusted with
                | Some p when comparisons > 1 ->
                    $", p at most {pValue p} when adjusted for the {comparisons} comparisons by Holm's method"
                | _ -> ""

            led
                "May be claimed:"
                $" this {worse} errs more often than this {better} on such {unit}, whichever {unit} each got wrong{adjustment}."
    | Pairings.NoPairing ->
        led
            "May not be claimed:"
            $" that {pair.First} and {pair.Second} differ in accuracy, in either direction; nor that they are equally good."
    | Pairings.Open ->
        led
            "Can't be known from the table:"
            $" whether {pair.First} and {pair.Second} differ in accuracy. The paper's own predictions would tell."

let private aucClaim (pair: PairAudit) : Line option =
    match pair.Auc with
    | Some { Needed = Ok(needed0, needed1) } ->
        // Close to 1 two digits would say 1.
        let shown correlation =
            Decimals.shown (if correlation > 0.99 then 4 else 2) correlation

        let lowest, highest = min needed0 needed1, max needed0 needed1

        Some(
            led
                "AUC:"
                $" {pair.Second} and {pair.First} differ significantly only if their two estimates correlate by more than {shown lowest} to {shown highest}, depending on the class that the formula takes as positive. The table does not give the correlation."
        )
    | _ -> None

let ofAudit (audit: Audit) =
    let pairs = audit.Pairs

    chapter
        "findings"
        "In short"
        [
            Bullets(Findings.all audit)
            if not pairs.IsEmpty then
                Paragraph [ Strong "What may be claimed from these figures" ]

                Bullets
                    [
                        for pair in pairs do
                            yield! pair.All |> Result.toOption |> Option.map (claim audit pair) |> Option.toList
                        yield! List.choose aucClaim pairs
                        led
                            "Of the models, not of their kind:"
                            " the table has one figure per model and no spread over trainings. Another seed gives other figures, so nothing here is about an architecture."
                    ]
        ]
