/// What goes into the circuit, what comes out, and what is made of it.
module internal QImpact.Analysis.Study.CircuitChapters

open System
open XPlot.Plotly
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.ArmEstimates
open QImpact.Analysis.Study.StudyWords

let private testRows (run: JudgedRun) =
    [
        for row in run.Run.Scores do
            if row.Split = "test" then
                row
    ]

let private hasCircuit (arm: ArmEstimate) =
    arm.Runs
    |> List.exists (fun run -> run.Run.Scores |> Seq.exists (fun row -> row.Expectations.Length > 0))

/// The part of an expectation's values in each of so many bins over [-1, 1], for the images of a class.
let private histogram bins (values: float list) =
    let counts =
        values
        |> List.countBy (fun value -> min (bins - 1) (max 0 (int (floor ((value + 1.0) / 2.0 * float bins)))))
        |> Map

    [
        for bin in 0 .. bins - 1 ->
            float (Map.tryFind bin counts |> Option.defaultValue 0)
            / float (max 1 values.Length)
    ]

let private distribution (arm: ArmEstimate) (names: string list) place () =
    let bins = 20

    let trace cls colour dash =
        let values =
            [
                for run in arm.Runs do
                    for row in testRows run do
                        if row.Label = cls then
                            float row.Expectations[place]
            ]

        Scatter(
            x = [ for bin in 0 .. bins - 1 -> -1.0 + (float bin + 0.5) * 2.0 / float bins ],
            y = histogram bins values,
            mode = "lines",
            name = names[cls],
            hoverinfo = "x+y+name",
            line = Line(color = colour, width = 2.2, dash = dash, shape = "hvh")
        )
        :> Trace

    Plotly.Frame.Of(
        Plotly.Frame.X($"expectation {place}", range = [ -1.05; 1.05 ], dtick = 0.5),
        Plotly.Frame.Y("part of the images", rangemode = "tozero", hoverformat = ".3f")
    ),
    [ trace 0 Palette.ink "solid"; trace 1 Palette.muted "dot" ]

let private observables (arm: ArmEstimate) =
    arm.Runs
    |> List.collect (fun run -> List.truncate 1 (List.ofSeq run.Run.Scores))
    |> List.map _.Expectations.Length
    |> List.fold max 0

/// The main contrast's arm, where it has a circuit; else the first that has one.
let private main (comparison: Comparison) =
    let withCircuit = comparison.Arms |> List.filter hasCircuit

    comparison.Primary
    |> List.tryHead
    |> Option.bind (fun contrast -> withCircuit |> List.tryFind (fun arm -> arm.Arm = contrast.Arm))
    |> Option.orElse (List.tryHead withCircuit)

/// None where no arm has a circuit.
let expectations (findings: Findings) (comparison: Comparison) =
    main comparison
    |> Option.map (fun arm ->
        let names =
            match findings.Data with
            | Some data -> List.ofSeq data.Description.ClassNames
            | None -> [ "class 0"; "class 1" ]

        [
            Tiles
                [
                    for place in 0 .. min 7 (observables arm - 1) ->
                        plain $"Expectation {place}",
                        [
                            Chart(
                                chart
                                    $"expectation-{place}"
                                    "curve"
                                    $"How the circuit's output {place} is distributed over the images of each class"
                                    (distribution arm names place)
                            )
                        ]
                ]
            remark
                $"{arm.Arm.Title}, all test images of the whole repeats. Every run has a circuit of its own, so these are mixtures: they show what part of [-1, 1] the outputs use, and whether the classes differ in it."
        ]
        |> chapter "expectations" "What comes out of the circuit"
        |> listedAs "Expectations")

let private mean (values: float[]) = Array.average values

let private centred (values: float[]) =
    let mean = mean values
    values |> Array.map (fun value -> value - mean)

let private dot (x: float[]) (y: float[]) =
    Array.fold2 (fun sum a b -> sum + a * b) 0.0 x y

/// The part of the variance of y that a linear function of the columns has: least squares, by orthogonal columns.
let internal linearPart (columns: float[] list) (y: float[]) =
    let y = centred y

    let orthogonal =
        ([], List.map centred columns)
        ||> List.fold (fun basis column ->
            let rest =
                (column, basis)
                ||> List.fold (fun rest (other: float[]) ->
                    let factor = dot rest other / dot other other
                    Array.map2 (fun a b -> a - factor * b) rest other)

            // A column that others already span adds nothing but rounding.
            if dot rest rest > 1e-9 * dot column column then
                rest :: basis
            else
                basis)

    let total = dot y y

    if total <= 0.0 then
        None
    else
        Some(
            (orthogonal
             |> List.sumBy (fun column -> (dot y column) ** 2.0 / dot column column))
            / total
        )

let private logit (score: float32) =
    let score = Math.Clamp(float score, 1e-7, 1.0 - 1e-7)
    log (score / (1.0 - score))

let private deviation (values: float[]) =
    let values = centred values
    sqrt (dot values values / float values.Length)

type private Use =
    {
        /// Mean over the inputs of their deviation over the images, radians.
        InputSpread: float
        /// Mean over the outputs of the distance from the lowest to the highest.
        OutputReach: float
        /// What a linear function of the inputs has of the logit's variance.
        Linear: float option
    }

let private useOf (run: JudgedRun) =
    match testRows run with
    | [] -> None
    | rows when rows.Head.CircuitInputs.Length = 0 -> None
    | rows ->
        let columns (read: ScoreRow -> Collections.Immutable.ImmutableArray<float32>) =
            let values = [ for row in rows -> read row ]

            [
                for place in 0 .. values.Head.Length - 1 -> [| for row in values -> float row[place] |]
            ]

        let inputs, outputs = columns _.CircuitInputs, columns _.Expectations

        Some
            {
                InputSpread = inputs |> List.averageBy deviation
                OutputReach = outputs |> List.averageBy (fun values -> Array.max values - Array.min values)
                Linear = linearPart inputs [| for row in rows -> logit row.Scores[1] |]
            }

let private uses (arm: ArmEstimate) = List.choose useOf arm.Runs

/// What the last layer makes of each output of one run's circuit.
let private head (run: JudgedRun) =
    match run.Run.Head.Parameters.TryGetValue "head.weight", testRows run with
    | (true, weight), ((first :: _) as rows) when
        weight.Shape.Length = 2
        && weight.Shape[0] = 2
        && weight.Shape[1] = first.Expectations.Length
        ->
        let outputs = first.Expectations.Length

        [
            for place in 0 .. outputs - 1 ->
                place,
                weight.Values[outputs + place] - weight.Values[place],
                deviation [| for row in rows -> float row.Expectations[place] |]
        ]
    | _ -> []

let private angles (run: JudgedRun) =
    match run.Run.Head.Parameters.TryGetValue "quantum.weights" with
    | true, weights -> weights.Values |> Seq.map (Decimals.shown 3) |> String.concat ", " |> Some
    | _ -> None

/// None where no arm has a circuit.
let computes (comparison: Comparison) =
    match
        comparison.Arms
        |> List.map (fun arm -> arm, uses arm)
        |> List.filter (snd >> List.isEmpty >> not)
    with
    | [] -> None
    | arms ->
        let columns: (string * (ArmEstimate * Use list -> Cell)) list =
            [
                "Arm", (fun (arm, _) -> Text [ ArmLook.title arm.Arm ])
                "Runs", (fun (_, uses) -> text $"{uses.Length}")
                "Spread of an input, rad", (fun (_, uses) -> uses |> List.map _.InputSpread |> medianAndRange 3)
                "Reach of an output", (fun (_, uses) -> uses |> List.map _.OutputReach |> medianAndRange 3)
                "Linear part of the logit, R²", (fun (_, uses) -> uses |> List.choose _.Linear |> medianAndRange 3)
            ]

        let example = main comparison |> Option.bind (fun arm -> List.tryHead arm.Runs)

        [
            Grid(grid columns arms)
            remark
                "On the test images of each run, median and range over the runs. Linear part: what the best linear function of the circuit's inputs has of the variance of the logit that the circuit and the last layer give; 1 says that on these images they do nothing that a linear layer does not."
            match example with
            | None -> ()
            | Some run ->
                match head run with
                | [] -> ()
                | rows ->
                    Heading(plain $"One run: {run.Plan.Name}")

                    match angles run with
                    | Some angles -> paragraph $"Angles of the circuit after training, rad: {angles}."
                    | None -> ()

                    Grid(
                        grid
                            [
                                "Output", (fun (place, _, _) -> text $"expectation {place}")
                                "Weight in the logit of class 1", (fun (_, weight: float, _) -> Number(weight, 3))
                                "Spread over the images", (fun (_, _, spread: float) -> Number(spread, 3))
                                "Spread that it gives the logit",
                                (fun (_, weight, spread) -> Number(abs (weight * spread), 3))
                            ]
                            rows
                    )
        ]
        |> chapter "circuit" "What the trained circuit computes"
        |> listedAs "The circuit"
        |> Some
