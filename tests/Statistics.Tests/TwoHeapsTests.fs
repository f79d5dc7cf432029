/// The warning of two heaps, calibrated on normal samples.
module QImpact.Statistics.Tests.TwoHeapsTest

open System
open MathNet.Numerics.Distributions
open Xunit
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private parts values =
    TwoHeaps.find values |> Option.map (fun heaps -> heaps.Lower, heaps.Upper)

[<Fact>]
let ``one failed seed makes two heaps, an even spread does not`` () =
    Assert.Equal(Some(1, 4), parts [| 0.85; 0.73; 0.86; 0.84; 0.85 |])
    Assert.Equal(Some(3, 2), parts [| 0.5; 0.5; 0.5; 0.8; 0.8 |])
    Assert.Equal(None, parts [| 0.80; 0.82; 0.84; 0.86; 0.88 |])
    // A few images more are no heap.
    Assert.Equal(None, parts [| 0.80; 0.80; 0.80; 0.80; 0.84 |])
    Assert.Equal(None, parts [| 0.2; 0.8 |])
    let heaps = TwoHeaps.find [| 0.73; 0.85; 0.86; 0.84; 0.85 |] |> Option.get
    Assert.Equal({ Lower = 0.73; Upper = 0.84 }, heaps.Between)

[<Fact>]
let ``a value that is not finite is refused`` () =
    Assert.Contains("values has NaN at index 1", refusal (fun () -> TwoHeaps.find [| 0.8; nan; 0.9 |]))

[<Theory>]
[<InlineData(5)>]
[<InlineData(8)>]
[<InlineData(11)>]
[<InlineData(17)>]
[<InlineData(40)>]
[<InlineData(150)>]
let ``normal values are called two heaps at most as often as is stated`` count =
    let random = Random 20261127
    let trials = 20_000

    let alarms =
        Seq.init trials (fun _ -> Array.init count (fun _ -> Normal.Sample(random, 0.0, 10.0)))
        |> Seq.filter (TwoHeaps.find >> Option.isSome)
        |> Seq.length

    let rate = float alarms / float trials
    // Four standard errors of the simulation, 0.0015 each.
    Assert.True(rate <= TwoHeaps.FalseAlarms + 0.0062, $"{rate}")

    if count <= 100 then
        Assert.True(rate >= TwoHeaps.FalseAlarms - 0.0062, $"{rate}")

[<Fact>]
let ``of five to ten runs around .86 a failure to .60 is seen where there is one`` () =
    let random = Random 3
    let trials = 2_000

    for count, least in [ 5, 0.6; 8, 0.97; 10, 0.99 ] do
        let seen =
            Seq.init trials (fun _ ->
                Array.init count (fun i -> Normal.Sample(random, (if i = 0 then 0.60 else 0.86), 0.03)))
            |> Seq.filter (TwoHeaps.find >> Option.isSome)
            |> Seq.length

        Assert.True(float seen / float trials >= least, $"{count} runs: {seen} of {trials}")
