/// Variances of means over seeds, added to those from the images.
module QImpact.Statistics.SeedVariance

/// Mean differences over seeds: their variance from the seeds with its degrees of freedom, parts added.
let seedVariance paired (x: float[]) (y: float[]) =
    let part (values: float[]) =
        let sd = Sample.deviation values |> Option.defaultValue 0.0
        sd * sd / float values.Length, float (values.Length - 1)

    if paired then
        [ part (Array.map2 (-) x y) ]
    else
        [ part x; part y ]

let satterthwaite parts =
    let total = parts |> List.sumBy fst
    let divisor = parts |> List.sumBy (fun (variance, df) -> variance * variance / df)
    total, (if divisor = 0.0 then infinity else total * total / divisor)

let tInterval difference (variance, df) =
    let df = min df 1e6

    let half =
        Distributions.studentQuantile df (0.5 + Confidence.Default / 2.0)
        * sqrt variance

    {
        Lower = difference - half
        Upper = difference + half
    }
