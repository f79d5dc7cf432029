/// What the paper states of its data and quotes from others.
module QImpact.Analysis.Tests.Claims

open Xunit
open QImpact.Analysis.Audit

[<Fact>]
let ``the 702 images are training and test, and the stated validation set is the test set`` () =
    let total, validation =
        match Paper.audit.Value.Counts with
        | [ total; validation ] -> total, validation
        | other -> failwith $"{other.Length} statements"

    Assert.Equal((false, 780, None), (total.Agrees, total.Published.Total, total.Split))
    Assert.Equal<string list list>([ [ "training"; "test" ] ], total.SameAs)
    Assert.Equal((false, Some "validation"), (validation.Agrees, validation.Split))
    Assert.Equal({ Class0 = 21; Class1 = 57 }, validation.Published)
    Assert.Equal<string list list>([ [ "test" ] ], validation.SameAs)

[<Fact>]
let ``the quoted benchmark has accuracy and AUC swapped`` () =
    let quote = Assert.Single Paper.audit.Value.Quotes
    Assert.True quote.IsSwapped

    Assert.Equal<(TableMetric * TableMetric list) list>(
        [
            TableMetric.accuracy, [ TableMetric.auc ]
            TableMetric.auc, [ TableMetric.accuracy ]
        ],
        quote.Figures |> List.map (fun figure -> figure.Metric, figure.FoundAt)
    )

[<Fact>]
let ``a right quotation and a right count are no findings`` () =
    let text =
        Paper.json
            .Replace(
                "\"quoted\": { \"accuracy\": \"0.901\", \"auc\": \"0.863\" }",
                "\"quoted\": { \"accuracy\": \"0.86\", \"auc\": \"0.901\" }"
            )
            .Replace("\"total\": 702", "\"total\": 780")
            .Replace("\"counts\": [42, 114],\n        \"stops\"", "\"counts\": [21, 57],\n        \"stops\"")
            .Replace("\"including\": [\"auc\"]", "\"including\": [\"accuracy\"]")

    let audited = PublishedTable.parse "test" text
    Assert.All(Claims.counts audited.Data.Value, fun check -> Assert.True check.Agrees)
    let quote = Assert.Single(Claims.quotes audited)
    Assert.False quote.IsSwapped
    Assert.All(quote.Figures, fun figure -> Assert.True figure.Agrees)
    Assert.Empty(Claims.selections audited)
    Assert.True (Assert.Single(Claims.statements audited)).Agrees

[<Fact>]
let ``a stopping rule on a set of the test's size, and a claim that the table contradicts, are checked`` () =
    let selection = Assert.Single Paper.audit.Value.Selections
    Assert.Equal("0.7695", selection.Above.Text)
    Assert.Equal<string list>([ "Quantum-End" ], selection.Met |> List.map fst)
    Assert.Equal<string list>([ "Quantum-Mid" ], selection.NotMet |> List.map fst)
    let statement = Assert.Single Paper.audit.Value.Statements
    Assert.False statement.Agrees
    Assert.Equal((5, 6), (statement.Higher, statement.Columns))

    Assert.Equal<(string * string) list>(
        [ "0.8285", "0.8590" ],
        statement.Contradicted |> List.map (fun (_, own, other) -> own.Text, other.Text)
    )

    let most =
        PublishedTable.parse "test" (Paper.json.Replace("\"better\": \"Quantum-End\"", "\"better\": \"Quantum-Mid\""))

    Assert.Equal(1, (Assert.Single(Claims.statements most)).Higher)
