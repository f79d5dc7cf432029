/// Reasons below a grid.
module internal QImpact.Analysis.Document.Footnotes

open QImpact.Metrics

/// Why a cell has no value.
let private reason =
    function
    | Missing ""
    | Estimated(_, Some _) -> None
    | Missing reason
    | Estimated(MetricValue.Undefined reason, None) -> Some reason
    | _ -> None

let private reasons (grid: Grid) =
    [
        for _, rows in grid.Groups do
            yield! List.concat rows |> List.choose reason
    ]

/// The grid with a mark wherever a reason stands more than once, and the line that says each of these reasons once; empty where none does.
let ofGrid (grid: Grid) : Grid * Line =
    let marks =
        [
            for reason, count in List.countBy id (reasons grid) do
                if count > 1 then
                    reason
        ]
        |> List.mapi (fun index reason -> reason, string (char (int 'a' + index % 26)))

    let mark cell =
        reason cell
        |> Option.bind (fun reason -> List.tryFind (fst >> (=) reason) marks)
        |> Option.map (fun (_, mark) -> Text [ Plain "n/a "; Super mark ])
        |> Option.defaultValue cell

    { grid with
        Groups = [ for title, rows in grid.Groups -> title, List.map (List.map mark) rows ]
    },
    [
        for reason, mark in marks do
            Super mark
            Plain $" {reason}. "
    ]
