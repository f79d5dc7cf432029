/// The look at a data set before training: what is planted must be found, said and shown.
module QImpact.Analysis.Tests.DataPage

open System
open System.IO
open System.Text.Json
open System.Threading
open Xunit
open QImpact.Data
open QImpact.Data.Phantom
open QImpact.Fixtures
open QImpact.Analysis.Data
open QImpact.Analysis.Tests.SampleRuns

let private clean =
    PhantomGenerator.Generate(PhantomOptions(3, 28, PhantomCounts(20, 24), PhantomCounts(8, 8), PhantomCounts(10, 10)))

/// The first test images become what is given for them.
let private planted (images: (byte[] * int) list) =
    let pixels, labels = Array.copy clean.Test.Pixels, Array.copy clean.Test.Labels

    for place, (image, label) in List.indexed images do
        Array.blit image 0 pixels (place * image.Length) image.Length
        labels[place] <- label

    Dataset(clean.Description, clean.Train, clean.Validation, ImageSplit("test", 28, 1, pixels, labels))

let private training place =
    clean.Train.Image(place).ToArray(), clean.Train.Labels[place]

let private brighter (image: byte[], label) =
    image |> Array.map (fun pixel -> byte (40 + int pixel / 2)), label

let private otherwise (image: byte[], label) = image, 1 - label

let private mirrored (image: byte[], label) =
    image |> Array.chunkBySize 28 |> Array.collect Array.rev, label

let private blank = Array.create (28 * 28) 9uy, 0

let private look out dataset =
    DataCommand.execute
        {
            Dataset = dataset
            Correlation = 0.99
            Out = out
        }
        CancellationToken.None

let private dirty =
    planted
        [
            training 0
            brighter (training 1)
            otherwise (training 2)
            mirrored (training 3)
            blank
        ]

[<Fact>]
let ``what is wrong with a set is said with what it means and what to do`` () =
    let said = (look None dirty).Findings |> String.concat "\n"

    Assert.Contains(
        "4 of 20 test images have a near-duplicate in the training set, and 0 of 16 validation images",
        said
    )

    Assert.Contains("train --fold=1/5", said)
    Assert.Contains("1 pair has different labels", said)
    Assert.Contains("4 pairs of images are nearly the same: 2 are equal byte by byte, 1 once mirrored or turned", said)
    Assert.Contains("The 80 images are 76 groups, of at most 2 images", said)
    Assert.Contains("1 image shows nothing", said)

[<Fact>]
let ``a clean set is said to be clean`` () =
    let outcome = look None clean
    Assert.StartsWith("No test image has a near-duplicate in the training set.", outcome.Findings.Head)
    Assert.Empty outcome.Files

[<Fact>]
let ``a class that is brighter than the other is a shortcut, which is told`` () =
    let brightened (split: ImageSplit) =
        let pixels =
            split.Pixels
            |> Array.mapi (fun place pixel ->
                if split.Labels[place / split.ImageLength] = 1 then
                    byte (155 + int pixel * 100 / 255)
                else
                    byte (int pixel * 100 / 255))

        ImageSplit(split.Name, split.Size, split.Channels, pixels, split.Labels)

    let set =
        Dataset(clean.Description, brightened clean.Train, brightened clean.Validation, brightened clean.Test)

    let said = (look None set).Findings |> String.concat "\n"

    Assert.Contains(
        "malignant has less brightness than the rest: brightness alone reaches an AUC of 1.00 in train",
        said
    )

    Assert.DoesNotContain("AUC of 1.00", (look None clean).Findings |> String.concat "\n")

[<Fact>]
let ``the page shows groups as pictures and the figures have every pair`` () =
    use folder = new TemporaryFolder()
    let outcome = look (Some folder.Path) dirty
    let page = File.ReadAllText(folder.File "data.html")
    Assert.Contains("<img src=\"data:image/png;base64,", page)
    Assert.Contains("different labels", page)
    Assert.Contains("mirrored, left and right exchanged", page)
    Assert.Contains("PHANTOM", page)
    Assert.Equal(outcome.Json, File.ReadAllText(folder.File "data.json"))
    Assert.Contains("## Near-duplicates", File.ReadAllText(folder.File "data.md"))

    use figures = JsonDocument.Parse outcome.Json
    let root = figures.RootElement
    Assert.Equal(4, root.GetProperty("pairs").GetArrayLength())
    Assert.Equal(76, root.GetProperty("group_count").GetInt32())
    Assert.Equal(1, root.GetProperty("label_conflicts").GetInt32())

    let names (element: JsonElement) =
        [ for item in element.EnumerateArray() -> nonNull (item.GetString()) ]

    Assert.Equal<string list>(
        [ "test/0"; "test/1"; "test/2"; "test/3" ],
        names (root.GetProperty("with_copy_in_train").GetProperty "test")
    )

    Assert.Equal<string list>([ "train/0"; "test/0" ], names (root.GetProperty("groups")[0]))
    Assert.Equal<string list>([ "test/4" ], names (root.GetProperty "constant"))

    let counts = root.GetProperty("images").GetProperty("train")
    Assert.Equal<int list>([ 20; 24 ], [ for item in counts.EnumerateArray() -> item.GetInt32() ])

[<Fact>]
let ``BreastMNIST is told to be contaminated`` () =
    if isNull (DatasetLocator.Find(KnownDatasets.BreastMnist, null)) then
        Assert.Skip "breastmnist.npz is in none of the usual places"

    let said =
        (look None (DatasetLocator.Load(KnownDatasets.BreastMnist, null))).Findings
        |> String.concat "\n"

    Assert.Contains("39 of 156 test images have a near-duplicate in the training set, and 22 of 78", said)
    Assert.Contains("5 pairs have different labels", said)
    Assert.Contains("156 pairs of images are nearly the same: 1 pair is equal byte by byte, none once", said)
    Assert.Contains("The 780 images are 647 groups, of at most 4 images", said)
