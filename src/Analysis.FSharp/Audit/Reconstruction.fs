/// <summary>The confusion matrices and the conventions that agree best with a whole table.</summary>
module QImpact.Analysis.Audit.Reconstruction

open System.Numerics
open QImpact.Analysis.Audit.PublishedTable

/// <summary>A printed cell beside what a matrix gives for it.</summary>
type CellCheck =
    {
        /// <summary>The place of its column.</summary>
        Column: int
        Metric: TableMetric
        Convention: Convention
        Printed: PrintedValue
        Value: ExactValue
    }

    /// <summary>Whether the value may have been printed so.</summary>
    member this.Agrees = this.Printed.Admits this.Value

/// <summary>One model's matrices: those that agree with the most of its cells.</summary>
type ModelMatrices =
    {
        Model: string
        /// <summary>Printed cells, AUC left out.</summary>
        Cells: int
        /// <summary>Cells that the matrices agree with; less than Cells where no matrix agrees with all.</summary>
        Matched: int
        /// <summary>The matrices that agree with that many.</summary>
        Regions: MatrixSearch.Region list
        /// <summary>Up to ten of them, the closest to the printed numbers first, each with its cells.</summary>
        Nearest: (Right * CellCheck list) list
        /// <summary>Number of matrices by the number of cells that they agree with, from 0 to Cells, under the first of the best conventions.</summary>
        Histogram: int64[]
    }

    /// <summary>How many matrices agree with the most cells.</summary>
    member this.Count = this.Regions |> List.sumBy _.Count

/// <summary>A convention for each column but AUC, in their order.</summary>
type Conventions = (TableMetric * Convention) list

/// <summary>What the search over matrices and conventions found.</summary>
type Reconstruction =
    {
        /// <summary>(n0 + 1)(n1 + 1), for each model.</summary>
        MatricesExamined: int64
        /// <summary>Ways to choose a convention for each column of unknown class.</summary>
        ConventionsExamined: int
        /// <summary>Printed cells of all models, AUC left out.</summary>
        Cells: int
        /// <summary>The most cells that one choice of conventions, with the best matrix of each model, agrees with.</summary>
        Matched: int
        /// <summary>The choices that do, at least one.</summary>
        Best: Conventions list
        /// <summary>The most that any other choice agrees with; None where there is no other.</summary>
        RunnerUp: int option
        /// <summary>The most where one class is positive in every column that depends on it: class, cells. Empty where no column leaves the choice.</summary>
        OneClassThroughout: (int * int) list
        Models: ModelMatrices list
    }

/// A column under one of its conventions; its place in the list of slots is its bit.
type private Slot =
    {
        Column: int
        Metric: TableMetric
        Convention: Convention
    }

/// One slot for each column.
type private Choice = { Slots: Slot list; Mask: uint64 }

let private shown = 10

/// Far more than are shown; sorting all of a table that says little would take long.
let private sorted = 5_000

let private slotsOf (table: PublishedTable) =
    [|
        for index, column in List.indexed table.Columns do
            if column.Metric <> TableMetric.auc then
                for convention in column.Conventions ->
                    {
                        Column = index
                        Metric = column.Metric
                        Convention = convention
                    }
    |]

/// Every way to choose one slot per column.
let private choicesOf (slots: Slot[]) =
    let columns =
        List.ofArray slots
        |> List.indexed
        |> List.groupBy (fun (_, slot) -> slot.Column)

    (columns, [ [] ])
    ||> List.foldBack (fun (_, column) choices ->
        List.allPairs column choices |> List.map (fun (slot, others) -> slot :: others))
    |> List.map (fun chosen ->
        {
            Slots = List.map snd chosen
            Mask = chosen |> List.sumBy (fun (bit, _) -> 1UL <<< bit)
        })

/// A model's matrices in groups, the bits of which are those of the slots.
let private groupsOf counts (slots: Slot[]) (model: TableModel) =
    let reading (slot: Slot) printed : MatrixSearch.Reading =
        {
            Metric = slot.Metric
            Convention = slot.Convention
            Printed = printed
        }

    slots
    |> Array.map (fun slot -> model.Cells[slot.Column] |> Option.map (reading slot))
    |> MatrixSearch.search counts

let private agreeing (choice: Choice) (group: MatrixSearch.Group) =
    BitOperations.PopCount(group.Matched &&& choice.Mask)

/// The most cells that a matrix of the model agrees with under a choice.
let private most choice (groups: MatrixSearch.Group list) =
    (0, groups) ||> List.fold (fun best group -> max best (agreeing choice group))

let private check counts (model: TableModel) (choice: Choice) right =
    [
        for slot in choice.Slots do
            match model.Cells[slot.Column] with
            | Some printed ->
                {
                    CellCheck.Column = slot.Column
                    Metric = slot.Metric
                    Convention = slot.Convention
                    Printed = printed
                    Value = TableMetric.value slot.Metric slot.Convention counts right
                }
            | None -> ()
    ]

let private matricesOf (counts: ClassCounts) (best: Choice list) (model: TableModel, groups: MatrixSearch.Group list) =
    let first = best.Head
    let matched = most first groups

    /// The first of the best choices under which the group is among the best.
    let choiceFor group =
        best |> List.tryFind (fun choice -> agreeing choice group = most choice groups)

    let chosen =
        if matched = 0 then
            []
        else
            groups
            |> List.choose (fun group -> choiceFor group |> Option.map (fun choice -> group, choice))

    let nearest =
        chosen
        |> Seq.collect (fun (group, choice) ->
            group.Regions
            |> Seq.collect _.Matrices
            |> Seq.map (fun right -> right, check counts model choice right))
        |> Seq.truncate sorted
        |> List.ofSeq
        |> List.sortBy (fun (right, cells) -> cells |> List.sumBy (fun cell -> cell.Printed.Distance cell.Value), right)
        |> List.truncate shown

    let cells =
        first.Slots
        |> List.filter (fun slot -> model.Cells[slot.Column].IsSome)
        |> List.length

    let histogram = Array.zeroCreate<int64>(cells + 1)

    for group in groups do
        let agreeing = agreeing first group
        histogram[agreeing] <- histogram[agreeing] + group.Count

    let all = int64 (counts.Class0 + 1) * int64 (counts.Class1 + 1)
    histogram[0] <- histogram[0] + all - Array.sum histogram

    {
        Model = model.Name
        Cells = cells
        Matched = matched
        Regions = chosen |> List.collect (fun (group, _) -> group.Regions)
        Nearest = nearest
        Histogram = histogram
    }

/// <summary>Searches all matrices of every model under all choices of conventions, one choice for the whole table.</summary>
let ofTable (table: PublishedTable) =
    let counts = table.Counts
    let slots = slotsOf table
    let choices = choicesOf slots

    let models =
        table.Models |> List.map (fun model -> model, groupsOf counts slots model)

    let totals =
        choices
        |> List.map (fun choice -> choice, models |> List.sumBy (fun (_, groups) -> most choice groups))

    let highest = totals |> List.map snd |> List.max

    let best = totals |> List.filter (fun (_, total) -> total = highest) |> List.map fst

    /// The most of the choices that take one class as positive wherever it matters.
    let throughout cls =
        let takes (slot: Slot) =
            slot.Convention = Symmetric || slot.Convention = Positive cls

        totals
        |> List.filter (fun (choice, _) -> choice.Slots |> List.forall takes)
        |> List.map snd
        |> List.tryExactlyOne
        |> Option.map (fun total -> cls, total)

    let conventions (choice: Choice) : Conventions =
        choice.Slots |> List.map (fun slot -> slot.Metric, slot.Convention)

    let matrices = models |> List.map (matricesOf counts best)

    {
        MatricesExamined = int64 (counts.Class0 + 1) * int64 (counts.Class1 + 1)
        ConventionsExamined = choices.Length
        Cells = matrices |> List.sumBy _.Cells
        Matched = highest
        Best = best |> List.map conventions
        RunnerUp =
            totals
            |> List.map snd
            |> List.filter ((<>) highest)
            |> List.sortDescending
            |> List.tryHead
        OneClassThroughout =
            if choices.Length = 1 then
                []
            else
                List.choose throughout [ 0; 1 ]
        Models = matrices
    }
