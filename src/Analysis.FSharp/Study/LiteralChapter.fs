/// The paper's protocol as it is written: its stopping rule, what training moves, its Table 1 and Figure 2 beside ours.
module internal QImpact.Analysis.Study.LiteralChapter

open XPlot.Plotly
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.PublishedTable
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.StudyWords

/// A metric of each run, decided at 0.5; what is undefined is left out.
let private values (runs: JudgedRun list) (metric: Metric) =
    [
        for run in runs do
            let judged =
                Classification.Evaluate([ metric ], run.Test.Labels, run.Test.Scores, Classification.DefaultThreshold)

            yield! Option.toList (judged.Item(metric).ToOption())
    ]

/// The architecture and its runs, those of the paper's table first.
let private byArm (findings: Findings) (part: StudyPart) =
    let runs = findings.Of part

    [
        for arm in part.Arms -> arm, runs |> List.filter (fun run -> run.Plan.Architecture = arm)
    ]
    |> List.filter (snd >> List.isEmpty >> not)

let private facts (runs: JudgedRun list) =
    runs |> List.choose (fun run -> Option.ofObj run.Run.Result.Training)

let private rule (runs: JudgedRun list) =
    match facts runs |> List.choose (fun facts -> Option.ofNullable facts.StoppingRuleMet) with
    | [] -> Missing "no such rule"
    | met -> share (met |> List.filter id |> List.length) met.Length

/// Runs whose last layer can't reach one of the classes at 0.5, whatever the image.
let private oneSided (runs: JudgedRun list) =
    let known =
        facts runs
        |> List.choose (fun facts ->
            match Option.ofNullable facts.LowestProbability, Option.ofNullable facts.HighestProbability with
            | Some low, Some high -> Some(low, high)
            | _ -> None)

    match known with
    | [] -> Missing "no circuit"
    | known ->
        share
            (known
             |> List.filter (fun (low, high) ->
                 high < Classification.DefaultThreshold || low >= Classification.DefaultThreshold)
             |> List.length)
            known.Length

let private ofSome digits (read: TrainingFacts -> System.Nullable<float>) (runs: JudgedRun list) =
    match facts runs |> List.map read |> some with
    | [] -> Missing "no circuit"
    | values -> medianAndRange digits values

let private training arms =
    let columns: (string * (Architecture * JudgedRun list -> Cell)) list =
        [
            "Architecture", (fun (arm, _) -> Text [ ArmLook.title arm ])
            "Runs", (fun (_, runs) -> text $"{runs.Length}")
            "Stopping rule met", snd >> rule
            "Circuit moved, rad", snd >> ofSome 4 _.CircuitChange
            "Last layer moved", (fun (_, runs) -> facts runs |> List.map _.HeadChange |> medianAndRange 4)
            "Lowest P(class 1)", snd >> ofSome 3 _.LowestProbability
            "Highest P(class 1)", snd >> ofSome 3 _.HighestProbability
            "One class out of reach", snd >> oneSided
        ]

    grid columns arms

/// The paper's row, then ours, column by column.
let private table (arms: (Architecture * JudgedRun list) list) =
    let published (row: TableModel) =
        Text [ Plain row.Name; Aside "paper, Table 1" ]
        :: [
            for cell in row.Cells ->
                cell
                |> Option.map (fun cell -> Text [ Published cell.Text ])
                |> Option.defaultValue (text "")
        ]

    let measured (arm: Architecture, runs) =
        Text [ ArmLook.title arm; Aside $"here, {countedRuns (List.length runs)}" ]
        :: [ for _, metric in Paper.columns -> values runs metric |> medianAndRange 3 ]

    {
        Head = plain "Model" :: [ for heading, _ in Paper.columns -> plain heading ]
        Groups =
            [
                plain "",
                [
                    for row in Paper.table.Models do
                        published row

                        for arm, runs in arms do
                            if arm.Name = Paper.architecture row then
                                measured (arm, runs)
                    for arm, runs in arms do
                        if
                            Paper.table.Models
                            |> List.forall (fun row -> Paper.architecture row <> arm.Name)
                        then
                            measured (arm, runs)
                ]
            ]
        Look = ""
    }

/// Each seed a dot, the median a large mark with a bar over the range, the paper's figure a cross.
let private figure (arms: (Architecture * JudgedRun list) list) () =
    let width = 0.7 / float arms.Length

    let offset index =
        (float index - float (arms.Length - 1) / 2.0) * width

    let traces index (arm: Architecture, runs) : Trace list =
        let look = ArmLook.ofArchitecture arm
        let metrics = Paper.columns |> List.map (snd >> values runs) |> List.indexed

        let medians =
            [
                for place, values in metrics do
                    if not values.IsEmpty then
                        float place + offset index, median values, List.min values, List.max values
            ]

        let paper =
            [
                for row in Paper.table.Models do
                    if Paper.architecture row = arm.Name then
                        for place, cell in List.indexed row.Cells do
                            for cell in Option.toList cell do
                                float place + offset index, cell.Value
            ]

        let group = arm.Name

        [
            Scatter(
                x = [ for x, _, _, _ in medians -> x ],
                y = [ for _, value, _, _ in medians -> value ],
                mode = "markers",
                name = look.Title,
                legendgroup = group,
                hoverinfo = "y+name",
                marker = Marker(color = look.Colour, symbol = look.Symbol, size = 11.0),
                error_y =
                    Plotly.errorBars
                        look.Colour
                        (2.0, 5.0)
                        [ for _, value, _, high in medians -> high - value ]
                        [ for _, value, low, _ in medians -> value - low ]
            )
            Scatter(
                x =
                    [
                        for place, values in metrics do
                            for _ in values -> float place + offset index + 0.25 * width
                    ],
                y = List.collect snd metrics,
                mode = "markers",
                legendgroup = group,
                showlegend = false,
                hoverinfo = "y",
                marker = Marker(color = look.Colour, symbol = look.Symbol, size = 4.0, opacity = 0.6)
            )
            Scatter(
                x = List.map fst paper,
                y = List.map snd paper,
                mode = "markers",
                legendgroup = group,
                showlegend = false,
                hoverinfo = "y",
                marker = Marker(color = Palette.ink, symbol = "x", size = 7.0)
            )
        ]

    Plotly.Frame.Of(
        Xaxis(
            title = "",
            tickvals = [ for place in 0 .. Paper.columns.Length - 1 -> float place ],
            ticktext =
                [
                    for heading, _ in Paper.columns ->
                        Plotly.lines (List.ofArray (heading.Split(" (", 2)))
                        |> fun text -> text.TrimEnd ')'
                ],
            range = [ -0.6; float Paper.columns.Length - 0.4 ],
            showgrid = false,
            zeroline = false,
            fixedrange = true,
            linecolor = Palette.muted
        ),
        Plotly.Frame.Y("test images of the published split", hoverformat = ".3f")
    ),
    arms |> List.mapi traces |> List.concat

/// Runs whose circuit stayed where chance put it: no angle moved by a hundredth of a turn.
let private still (arms: (Architecture * JudgedRun list) list) =
    let changes =
        arms |> List.collect (snd >> facts) |> List.map _.CircuitChange |> some

    let limit = 2.0 * System.Math.PI / 100.0
    changes |> List.filter (fun change -> change < limit) |> List.length, changes.Length

/// None where the study has no such part, or none of its runs.
let ofFindings (findings: Findings) =
    let arms = findings.Parts StudyRole.Literal |> List.collect (byArm findings)

    match arms with
    | [] -> None
    | arms ->
        let unmoved, circuits = still arms

        [
            paragraph
                "Hybrids learn at 1e-5, the baseline at 1e-4, and a hybrid stops at the first epoch whose validation G-mean exceeds its baseline's. The rates differ, so a difference here is not the quantum layer's alone; figures are described, and nothing is concluded from them."
            Grid(training arms)
            if unmoved > 0 then
                warning
                    $"In {unmoved} of {circuits} runs no angle of the circuit moved by a hundredth of a turn: what they test is a random circuit that was not trained, behind a trained network."
            remark
                "Of each figure the median and the range over the seeds. Parts with Clopper and Pearson's 95 % interval. Moved: the largest change of one value from its first to that of the kept epoch. Lowest and highest: what the trained last layer can give for any inputs of its circuit."
            Heading(plain "Table 1 of the paper beside ours")
            Grid(table arms)
            Heading(plain "Figure 2 of the paper, with every seed")
            Chart
                { chart
                      "literal-chart"
                      "wide"
                      "The metrics of Table 1: each seed, median and range, and the paper's figure; the table above has the same figures"
                      (figure arms) with
                    Caption =
                        plain
                            "Large mark: the median over the seeds; bar: from the lowest seed to the highest, no confidence interval; dots: each seed; cross: the paper's figure. Decisions at 0.5."
                }
            remark
                "No interval by Student's t: seeds of this protocol fall in heaps, and a mean with a spread describes neither. The paper leaves the stem, the batch size, the number of epochs, the normalisation and the patience open, so these rows repeat its method, not its run."
        ]
        |> chapter "literal" "The paper's protocol, literally"
        |> listedAs "The paper's protocol"
        |> Some
