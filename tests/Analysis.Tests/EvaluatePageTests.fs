/// The page and the files of evaluate.
module QImpact.Analysis.Tests.EvaluatePageTests

open System
open System.Collections.Generic
open System.IO
open Xunit
open QImpact.Data
open QImpact.Analysis.Evaluate
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.SeveralClasses

let private five =
    { judge with
        Classes = 5
        Images = 12
        Skill = 1.0
    }

let private evaluateTable (table: string) (folder: TemporaryFolder) copies (pictures: string -> byte[] option) =
    let asked = List<string>()

    let outcome =
        EvaluatePage.execute
            {
                Table = table
                Out = Path.Combine(folder.Path, "out")
                ClassNames = [ "none"; "mild"; "moderate"; "severe"; "worst" ]
                Worst = 3
                Copies = dict copies |> Dictionary
                Pictures =
                    Func<_, _>(fun ids ->
                        asked.AddRange ids

                        dict
                            [
                                for id in ids do
                                    match pictures id with
                                    | Some png -> id, png
                                    | None -> ()
                            ]
                        |> Dictionary
                        :> IReadOnlyDictionary<_, _>)
            }

    outcome, List.ofSeq asked

let private evaluate (folder: TemporaryFolder) copies pictures =
    evaluateTable (write folder.Path five) folder copies pictures

let private rows (path: string) =
    File.ReadAllLines path |> Array.skip 1 |> Array.map _.Split(',')

[<Fact>]
let ``mistakes stand in the order of the probability of the true class, and the worst are asked for and shown`` () =
    use folder = new TemporaryFolder()

    let outcome, asked =
        evaluate folder [] (fun id -> if id = "0" then None else Some [| 1uy; 2uy |])

    let mistakes = rows outcome.Mistakes

    let scores =
        mistakes
        |> Array.map (fun row -> Double.Parse(row[7], Globalization.CultureInfo.InvariantCulture))

    Assert.True(mistakes.Length > 3)
    Assert.Equal<float[]>(Array.sort scores, scores)
    Assert.All(mistakes, (fun row -> Assert.NotEqual<string>(row[3], row[5])))
    Assert.Equal<string list>(mistakes |> Array.map (fun row -> row[2]) |> Array.take 3 |> List.ofArray, asked)

    let shown =
        Directory.GetFiles(Option.get outcome.Pictures) |> Array.map Path.GetFileName

    Assert.Equal(asked |> List.filter ((<>) "0") |> List.length, shown.Length)
    Assert.Contains($"3 of {mistakes.Length} images decided wrongly", File.ReadAllText outcome.Report)

[<Fact>]
let ``the confusion matrix counts every image once, and right and wrong ones as the mistakes do`` () =
    use folder = new TemporaryFolder()
    let outcome, _ = evaluate folder [] (fun _ -> None)

    let counts =
        rows outcome.Confusion |> Array.map (fun row -> row[4..] |> Array.map int)

    Assert.All(counts, (fun row -> Assert.Equal(five.Images, Array.sum row)))
    let right = counts |> Array.mapi (fun cls row -> row[cls]) |> Array.sum
    Assert.Equal((rows outcome.Mistakes).Length, five.Classes * five.Images - right)
    Assert.Equal(None, outcome.Pictures)

[<Fact>]
let ``images that training saw are taken out and told; where they are not known the reason is told`` () =
    use folder = new TemporaryFolder()

    let outcome, _ =
        evaluate folder [ five.Name, Ok [ "0"; "1"; "no such image" ] ] (fun _ -> None)

    let known = Assert.Single outcome.Copies.Checked
    Assert.Equal<Set<string>>(set [ "0"; "1" ], known.Copied)
    Assert.Equal(five.Classes * five.Images - 2, (Option.get known.Without).Scores.Cases)
    Assert.Contains("2 of these 60 images have a near-duplicate", File.ReadAllText outcome.Report)
    let outcome, _ = evaluate folder [ five.Name, Error "no card" ] (fun _ -> None)
    Assert.Contains("no card", File.ReadAllText outcome.Report)

[<Fact>]
let ``the names of classes are those that were given, decided or not`` () =
    use folder = new TemporaryFolder()
    let outcome, _ = evaluate folder [] (fun _ -> None)
    Assert.Contains("moderate", File.ReadAllText outcome.Report)
    Assert.DoesNotContain("kind 2", File.ReadAllText outcome.Report)
    Assert.Contains("decided 4 worst", File.ReadAllLines(outcome.Confusion)[0])

[<Fact>]
let ``a page on grades that have an order says that they are treated as classes`` () =
    use folder = new TemporaryFolder()
    let table = write folder.Path five

    let pageOf name =
        let renamed = Path.Combine(folder.Path, $"{name}.csv")
        File.WriteAllText(renamed, (File.ReadAllText table).Replace("shapes", name, StringComparison.Ordinal))
        let outcome, _ = evaluateTable renamed folder [] (fun _ -> None)
        File.ReadAllText outcome.Report

    Assert.Contains("The labels are grades in an order (ordinal)", pageOf "retinamnist")
    Assert.DoesNotContain("grades in an order", pageOf "shapes")
