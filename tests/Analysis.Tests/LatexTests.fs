module QImpact.Analysis.Tests.LatexTests

open System
open System.Diagnostics
open System.IO
open Shouldly
open Xunit
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Tests.SampleRuns

/// Every sign that TeX treats as its own, and some that its fonts lack.
let private hostile =
    @"a_b & 50 % of {x} #1 $2 ^3 ~4 \alpha <b> | “q” – − ± × ≤ ≥ ρ é 漢 🙂"

let private sample =
    { document hostile with
        Chapters =
            [
                chapter
                    "one"
                    hostile
                    [
                        Grid(
                            groupedGrid
                                [
                                    hostile, (fun (_: float) -> text hostile)
                                    "number", (fun value -> Number(value, 3))
                                    "range", (fun value -> Cell.Range(Interval.Around(value, 0.5)))
                                    "p", PValue
                                    "missing", (fun _ -> Missing hostile)
                                ]
                                [ "", [ 0.1; 0.25 ]; hostile, [ 0.5 ] ]
                        )
                        Folded(plain "more", [ Grid(grid [ "only", text ] [ "cell" ]) ])
                    ]
            ]
    }

[<Fact>]
let ``every table of a document is in the file, its cells in their columns`` () =
    let written = Latex.write sample
    written.Split(@"\begin{tabular}").Length.ShouldBe 3

    for row in
        written.Split('\n')
        |> Array.filter (fun line -> line.Contains("0.100", StringComparison.Ordinal)) do
        (row.Replace(@"\&", "").Split '&').Length.ShouldBe 5

    // Braces are in pairs, but for those that TeX prints.
    let bare = written.Replace(@"\{", "").Replace(@"\}", "")
    (bare |> Seq.filter ((=) '{') |> Seq.length).ShouldBe(bare |> Seq.filter ((=) '}') |> Seq.length)

[<Fact>]
let ``nothing but ASCII is left, and no sign is lost`` () =
    let escaped = Latex.escape hostile
    (escaped |> Seq.forall Char.IsAscii).ShouldBeTrue()
    escaped.ShouldContain @"a\_b \& 50 \% of \{x\} \#1 \$2"
    escaped.ShouldContain "U+6F22"
    escaped.ShouldContain "U+1F642"

[<Fact>]
let ``pdflatex compiles it where it is installed`` () =
    use folder = new TemporaryFolder()
    File.WriteAllText(folder.File "tables.tex", Latex.write sample)

    let start =
        ProcessStartInfo(
            "pdflatex",
            [ "-interaction=nonstopmode"; "-halt-on-error"; "tables.tex" ],
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    let started =
        try
            Process.Start start |> Option.ofObj
        with :? ComponentModel.Win32Exception ->
            None

    Assert.SkipWhen(started.IsNone, "pdflatex is not installed (Debian: apt-get install texlive-latex-base)")
    use tex = started.Value
    let output = tex.StandardOutput.ReadToEnd()
    tex.WaitForExit()
    tex.ExitCode.ShouldBe(0, output)
    File.Exists(folder.File "tables.pdf").ShouldBeTrue()
