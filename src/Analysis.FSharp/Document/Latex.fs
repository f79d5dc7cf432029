/// <summary>The tables of a document as a LaTeX file that compiles by itself, with packages that every distribution has.</summary>
module QImpact.Analysis.Document.Latex

open System
open System.Text

/// What TeX reads as a command, and signs that its usual fonts have under a name only.
let private signs =
    Map
        [
            '\\', @"\textbackslash{}"
            '{', @"\{"
            '}', @"\}"
            '$', @"\$"
            '&', @"\&"
            '#', @"\#"
            '%', @"\%"
            '_', @"\_"
            '^', @"\textasciicircum{}"
            '~', @"\textasciitilde{}"
            '<', "$<$"
            '>', "$>$"
            '|', "$|$"
            '"', "''"
            '“', "``"
            '”', "''"
            '‘', "`"
            '’', "'"
            '–', "--"
            '—', "---"
            '−', "$-$"
            '±', @"$\pm$"
            '×', @"$\times$"
            '·', @"$\cdot$"
            '≤', @"$\leq$"
            '≥', @"$\geq$"
            '∞', @"$\infty$"
            '°', @"$^\circ$"
            '²', "$^2$"
            '√', @"$\surd$"
            'π', @"$\pi$"
            'ρ', @"$\rho$"
            'θ', @"$\theta$"
            '…', @"\ldots{}"
            '→', @"$\to$"
            '\u00A0', "~"
        ]

/// A text as TeX sets it. A sign that it has no name for stands as its number.
let internal escape (text: string) =
    let written = StringBuilder()

    for rune in text.EnumerateRunes() do
        let sign = if rune.IsBmp then char rune.Value else '\uFFFD'

        match Map.tryFind sign signs with
        | Some name -> written.Append name
        | None when rune.Value = int '\n' || rune.Value = int '\r' -> written.Append ' '
        | None when rune.Value < 128 -> written.Append sign
        | None -> written.Append $"U+{rune.Value:X4}"
        |> ignore

    string written

let private line (parts: Line) =
    parts
    |> List.map (function
        | Strong text -> $@"\textbf{{{escape text}}}"
        | Code text -> $@"\texttt{{{escape text}}}"
        | Sub text -> $@"$_{{\mbox{{\scriptsize {escape text}}}}}$"
        | Super text -> $@"$^{{\mbox{{\scriptsize {escape text}}}}}$"
        | Aside text -> $@" {{\footnotesize ({escape text})}}"
        | Plain text
        | Published text
        | Model(text, _)
        | Reference(_, text) -> escape text)
    |> String.Concat

let private cell =
    function
    | Text parts -> line parts
    | other -> escape (Format.cell other)

let private row (cells: string list) =
    "  " + String.concat " & " cells + @" \\"

/// A table as wide as the page: the first column has the room that two of the others have.
let private tabular (caption: string) (grid: Grid) =
    let grid, notes = Footnotes.ofGrid grid
    let others = grid.Head.Length - 1
    let share = 0.94 / float (others + 2)

    let column part =
        let width =
            (part * share).ToString("0.000", Globalization.CultureInfo.InvariantCulture)

        $@">{{\raggedright\arraybackslash}}p{{{width}\linewidth}}"

    [
        @"\begin{table}[p]"
        @"\scriptsize\setlength{\tabcolsep}{2pt}"
        $@"\caption{{{escape caption}}}"
        $@"\begin{{tabular}}{{@{{}}{column 2.0}{String.replicate others (column 1.0)}@{{}}}}"
        @"\hline"
        row (List.map line grid.Head)
        @"\hline"
        for title, rows in grid.Groups do
            if title <> [] && title <> plain "" then
                $@"  \multicolumn{{{grid.Head.Length}}}{{@{{}}l}}{{\textit{{{line title}}}}} \\"

            for cells in rows do
                row (List.map cell cells)
        @"\hline"
        @"\end{tabular}"
        if not notes.IsEmpty then
            @"\par\smallskip " + line notes
        @"\end{table}"
    ]

let rec private grids block =
    match block with
    | Grid grid -> [ grid ]
    | SideBySide blocks
    | Caution(_, blocks)
    | Folded(_, blocks)
    | Card(_, blocks) -> List.collect grids blocks
    | Tiles cards -> cards |> List.collect (snd >> List.collect grids)
    | _ -> []

/// <summary>Every table of the document under its chapter's title, each on the page that TeX finds for it.</summary>
let write (document: Document) =
    let tables =
        [
            for chapter in document.Chapters do
                for grid in List.collect grids chapter.Blocks do
                    chapter.Title, grid
        ]

    [
        @"\documentclass[a4paper]{article}"
        @"\usepackage{array}"
        @"\usepackage[a4paper,margin=18mm]{geometry}"
        @"\begin{document}"
        for caption, grid in tables do
            yield! tabular $"{document.Title}: {caption}" grid
            // Floats wait for a page of text otherwise, and TeX keeps only some.
            @"\clearpage"
        @"\end{document}"
        ""
    ]
    |> String.concat "\n"
