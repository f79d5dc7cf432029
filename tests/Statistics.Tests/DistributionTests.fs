/// Oracle: mpmath 1.2.1 to 30 digits, tests/fixtures/statistics/distributions.json.
module QImpact.Statistics.Tests.Distributions

open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

/// Far tails included: relative, so that 1e-300 must be right as well.
let private tolerance = 1e-11

[<Fact>]
let ``tails and quantiles equal the reference, the far tails too`` () =
    for what, input, expected in cases "distributions.json" do
        let value name = real name input

        let actual =
            match text "function" input with
            | "normal_cdf" -> Distributions.normalUpperTail -(value "x")
            | "normal_sf" -> Distributions.normalUpperTail (value "x")
            | "normal_quantile" -> Distributions.normalQuantile (value "p")
            | "t_cdf" -> Distributions.studentUpperTail (value "df") -(value "x")
            | "t_sf" -> Distributions.studentUpperTail (value "df") (value "x")
            | "t_quantile" -> Distributions.studentQuantile (value "df") (value "p")
            | "chi2_sf" -> Distributions.chiSquaredUpperTail (value "df") (value "x")
            | "f_sf" -> Distributions.fUpperTail (value "df1") (value "df2") (value "x")
            | "beta_quantile" -> Distributions.betaQuantile (value "a") (value "b") (value "p")
            | "binomial_half_cdf" -> Distributions.binomialHalfCdf (int64 (count "k" input)) (int64 (count "n" input))
            | "studentized_range_inf_sf" -> StudentizedRange.upperTail (count "k" input) (value "q")
            | other -> failwith $"no test for {other}"

        closeBy tolerance 0.0 $"{what}, {input}" (expected.GetDouble()) actual

[<Fact>]
let ``the binomial tail keeps ten digits where it changes from whole numbers to the beta function`` () =
    // Exact fractions, by integer arithmetic in Python 3.11.
    closeBy 1e-10 0.0 "2000" 4.228544767751963e-06 (Distributions.binomialHalfCdf 900L 2000L)
    closeBy 1e-10 0.0 "40000" 2.9379907751812824e-07 (Distributions.binomialHalfCdf 19500L 40000L)

[<Fact>]
let ``tails of infinite statistics are 0 and 1`` () =
    Assert.Equal(0.0, Distributions.normalTwoSided infinity)
    Assert.Equal(0.0, Distributions.studentUpperTail 4.0 infinity)
    Assert.Equal(1.0, Distributions.studentUpperTail 4.0 -infinity)
    Assert.Equal(0.0, Distributions.chiSquaredUpperTail 1.0 infinity)
    Assert.Equal(0.0, Distributions.fUpperTail 2.0 9.0 infinity)
