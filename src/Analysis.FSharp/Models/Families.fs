/// Models that may be pooled, because they differ in chance alone.
module internal QImpact.Analysis.Models.Families

open QImpact.Data.Runs
open QImpact.Analysis.Input
open QImpact.Analysis.Models.Entries

/// What models of a family have in common.
type Family =
    /// What their runs have on record.
    | Recorded of RunFamily
    /// Their names without the seed, where only a prediction table is known. A name that train gave has all that a family is made of; of
    /// any other name it is not known what it stands for, and models are told apart by it all the same.
    | Named of string

let private recorded (entries: Entry list) =
    [
        for entry in entries do
            for run in Option.toList entry.Run do
                RunFamily.Of run.Config
    ]
    |> List.distinct

/// The family of each entry. A table whose name is that of a recorded family belongs to it.
let ofEntries (entries: Entry list) =
    let recorded = recorded entries

    let ofName name =
        recorded
        |> List.tryFind (fun family -> family.Name = name)
        |> Option.map Recorded
        |> Option.defaultValue (Named name)

    [
        for entry in entries ->
            match entry with
            | Trained(run, _) -> Recorded(RunFamily.Of run.Config)
            | Table set -> ofName (RunFamily.WithoutSeed(set.Model, Option.toNullable set.Seed))
    ]

let private title name =
    match Architecture.Find name with
    | null -> name
    | architecture -> architecture.Title

/// The short names of families: the architecture, the protocol where the comparison has several, and what differs from the protocol.
let names (families: Family list) =
    let protocols =
        families
        |> List.choose (function
            | Recorded family -> Some family.Protocol
            | Named _ -> None)
        |> List.distinct

    fun family ->
        match family with
        | Named name -> name
        | Recorded family ->
            String.concat
                " "
                [
                    title family.Architecture
                    if protocols.Length > 1 then
                        family.Protocol
                    yield! family.Marks
                ]

/// The seed of a model, if it is known.
let seedOf (entry: Entry) =
    match entry with
    | Trained(run, _) -> Some run.Config.Seed
    | Table set -> set.Seed

/// Short names of models: the family's, with the seed where several seeds share it; a lone table has its own name.
let labels (families: Family list) (entries: Entry list) =
    let nameOf = names families

    let isShared family =
        (families |> List.filter ((=) family)).Length > 1

    let short (family, entry: Entry) =
        match family, seedOf entry with
        | Named _, _ -> entry.Name
        | Recorded _, Some seed when isShared family -> $"{nameOf family} s{seed}"
        | Recorded _, _ -> nameOf family

    let shortNames = List.zip families entries |> List.map short

    List.map2
        (fun (entry: Entry) label ->
            if (shortNames |> List.filter ((=) label)).Length = 1 then
                label
            else
                entry.Name)
        entries
        shortNames

/// A family has each seed once: two runs of one seed are not two draws.
let requireDistinctSeeds (families: Family list) (entries: Entry list) =
    for (family, seed), same in
        List.zip families entries
        |> List.groupBy (fun (family, entry) -> family, seedOf entry) do
        match family, seed, same with
        | Recorded _, Some seed, _ :: _ :: _ ->
            let places =
                same |> List.map (fun (_, entry) -> entry.Place) |> String.concat " and "

            bad
                $"{names families family} has seed {seed} {same.Length} times, in {places}; expected each seed once, so take the others away"
        | _ -> ()

/// The places of families in the comparison: the paper's architectures have the first ones, and so their colours, whatever is compared.
let places (families: Family list) =
    let isOf name family =
        match family with
        | Recorded recorded -> recorded.Architecture = name
        | Named _ -> false

    let firsts =
        [
            for architecture in Architecture.Paper ->
                families
                |> List.tryFind (isOf architecture.Name)
                |> Option.defaultValue (Named $" {architecture.Name}")
        ]

    List.distinct (firsts @ families)

/// The models, placed in their families.
let place (families: Family list) (models: Model list) =
    let places, nameOf = places families, names families

    List.zip families models
    |> List.mapi (fun index (family, model) ->
        let same = families |> List.filter ((=) family)
        let earlier = families |> List.truncate index |> List.filter ((=) family)

        { model with
            Family = List.findIndex ((=) family) places
            FamilyName = if same.Length = 1 then model.Label else nameOf family
            Sibling = earlier.Length
        })
