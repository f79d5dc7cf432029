/// Test images that training saw: analyze and compare count them, say so beside the figures, and give the figures without them.
module QImpact.Analysis.Tests.CopiesTests

open System
open System.IO
open System.Text.Json
open Xunit
open QImpact.Data
open QImpact.Metrics
open QImpact.Analysis.Compare
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

/// Runs that trained on the first images of the training split.
let private write (root: string) trained (samples: Sample list) =
    for sample in samples do
        let run = writeRun root sample

        File.WriteAllLines(run.TrainingIndicesFile, "index,label" :: [ for index in 0 .. trained - 1 -> $"{index},0" ])

let private phantom = { sample with Phantom = true }

[<Fact>]
let ``where no image was seen in training the report says so and warns of nothing`` () =
    use folder = new TemporaryFolder()
    write (folder.File "runs") 546 [ phantom ]

    let outcome =
        AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out"))

    let page = File.ReadAllText outcome.Report
    Assert.Contains("None of the 5 images has a near-duplicate", page)
    Assert.DoesNotContain("these figures count memory too", page)

[<Fact>]
let ``a run that does not say what it trained on is told`` () =
    analyse [ phantom ] (fun _ page ->
        Assert.Contains("Whether there are copies is not known for", page)
        Assert.Contains("its run has no training_indices.csv", page))

[<Fact>]
let ``of BreastMNIST 39 of 156 test images have a copy among all training images, and the figures without them are those of the others``
    ()
    =
    if isNull (DatasetLocator.Find(KnownDatasets.BreastMnist, null)) then
        Assert.Skip "breastmnist.npz is in none of the usual places"

    let labels =
        DatasetLocator.Load(KnownDatasets.BreastMnist, null).Test.Labels |> List.ofArray

    let random = Random 1

    let judged seed =
        { sample with
            Seed = seed
            Labels = labels
            Scores =
                [
                    for label in labels -> float32 (0.7 * random.NextDouble() + 0.3 * float label)
                ]
        }

    let samples = [ judged 0; judged 1 ]
    use folder = new TemporaryFolder()
    let runs, out = folder.File "runs", folder.File "out"
    write runs 546 samples
    let outcome = AnalyzeCommand.execute (request runs out)
    let page = File.ReadAllText outcome.Report

    Assert.Contains("39 of these 156 images have a near-duplicate in the training set of the model", page)
    Assert.Contains("the 117 without a copy in training", page)

    for checkedModel in outcome.Copies.Checked do
        Assert.Equal(39, checkedModel.Copied.Count)

        let kept =
            [
                for id in 0..155 do
                    if not (checkedModel.Copied.Contains(string id)) then
                        id
            ]

        let scores =
            (samples
             |> List.find (fun sample -> nameOf sample = checkedModel.Model.Predictions.Model))
                .Scores

        let expected =
            Classification.RocAuc([| for id in kept -> labels[id] |], [| for id in kept -> float scores[id] |])

        let auc = checkedModel.Without.Value.Metrics[MetricTable.auc]
        Assert.Equal(expected.ValueOr nan, auc.ValueOr nan, 12)

    let compared =
        CompareCommand.execute
            {
                Tables = []
                Runs = Some runs
                Split = "test"
                Dataset = None
                Out = Some out
                Options = CompareOptions.Default
            }

    Assert.Contains("39 of these 156 images", File.ReadAllText(Path.Combine(out, "comparison.md")))

    use figures =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(out, "comparison.json")))

    let copies = figures.RootElement.GetProperty("copies_in_training")
    Assert.Equal(2, copies.GetArrayLength())
    Assert.Equal(39, copies[0].GetProperty("with_copy_in_training").GetInt32())
    Assert.Equal(2, compared.Copies.Checked.Length)
