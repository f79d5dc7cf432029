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

/// The sum of independent variances with their degrees of freedom, and its own (Satterthwaite 1946).
let satterthwaite parts =
    let total = parts |> List.sumBy fst
    let divisor = parts |> List.sumBy (fun (variance, df) -> variance * variance / df)
    total, (if divisor = 0.0 then infinity else total * total / divisor)

/// The 95 % interval by Student's t.
let tInterval difference (variance, df) =
    let df = min df 1e6

    Interval.Around(
        difference,
        Distributions.studentQuantile df (0.5 + Confidence.Default / 2.0)
        * sqrt variance
    )
