/// Reasons below a grid.
module internal QImpact.Analysis.Document.Footnotes

let private reasons (grid: Grid) =
    [
        for _, rows in grid.Groups do
            for cell in List.concat rows do
                match cell with
                | Missing reason when reason <> "" -> reason
                | _ -> ()
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
        match cell with
        | Missing reason ->
            marks
            |> List.tryFind (fst >> (=) reason)
            |> Option.map (fun (_, mark) -> Text [ Plain "n/a "; Super mark ])
            |> Option.defaultValue cell
        | other -> other

    { grid with
        Groups = [ for title, rows in grid.Groups -> title, List.map (List.map mark) rows ]
    },
    [
        for reason, mark in marks do
            Super mark
            Plain $" {reason}. "
    ]
