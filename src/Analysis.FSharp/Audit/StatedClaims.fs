namespace QImpact.Analysis.Audit

/// <summary>When trainings stopped, as the paper states it: their metric on a stated set exceeded another model's.</summary>
type StoppingRule =
    {
        Metric: TableMetric
        /// <summary>The models that were trained by it.</summary>
        Models: string list
        /// <summary>The model whose figure was to be exceeded.</summary>
        Above: string
    }

/// <summary>A statement that one model of the table is better than another.</summary>
type Statement =
    {
        /// <summary>The paper's words.</summary>
        Quote: string
        Better: string
        Than: string
        /// <summary>Metrics that the words name.</summary>
        Including: TableMetric list
        /// <summary>Whether it is said of most metrics.</summary>
        IsOfMost: bool
    }

/// <summary>Statements of a table's file.</summary>
module internal StatedClaims =

    open System.Text.Json
    open QImpact.Analysis.Audit.JsonNode

    let metricNames = TableMetric.all |> List.map _.Name

    let metric (node: Node) (name: string) =
        match TableMetric.all |> List.tryFind (fun metric -> metric.Name = name) with
        | Some metric -> metric
        | None -> node.Refuse $"is '{name}'; expected one of {named metricNames}"

    /// The name of a model of the table.
    let private model (models: string list) (node: Node) =
        match text node with
        | name when List.contains name models -> name
        | name -> node.Refuse $"is '{name}'; expected one of {named models}"

    let stoppingRule models (node: Node) =
        let found = members [ "metric"; "models"; "above" ] [] node

        {
            StoppingRule.Metric = metric found["metric"] (text found["metric"])
            Models = atLeastOne "model" found["models"] |> List.map (model models)
            Above = model models found["above"]
        }

    let statement models (node: Node) =
        let found = members [ "quote"; "better"; "than" ] [ "including"; "most" ] node

        {
            Quote = text found["quote"]
            Better = model models found["better"]
            Than = model models found["than"]
            Including =
                Map.tryFind "including" found
                |> Option.map (items >> List.map (fun node -> metric node (text node)))
                |> Option.defaultValue []
            IsOfMost =
                match Map.tryFind "most" found with
                | None -> false
                | Some most when most.Value.ValueKind = JsonValueKind.True -> true
                | Some most when most.Value.ValueKind = JsonValueKind.False -> false
                | Some most -> most.Refuse $"is {shown most}; expected true or false"
        }
