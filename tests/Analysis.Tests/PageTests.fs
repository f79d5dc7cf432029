namespace QImpact.Analysis.Tests

open System.Text.RegularExpressions
open Microsoft.Playwright
open UglyToad.PdfPig
open Xunit
open QImpact.Analysis.Tests.Pages

/// The pages as a reader sees them, on a screen and on paper.
type PageTests(browser: Browser) =

    /// Boxes of charts without a curve, a bar or an image, or whose drawing is not as wide as its box.
    [<Literal>]
    let undrawn =
        """() => [...document.querySelectorAll('.chart')].filter(box => {
            const drawing = box.querySelector('.main-svg');
            return !drawing || !box.querySelector('.trace path, .points path, .hm image')
                || Math.abs(drawing.getBoundingClientRect().width - box.clientWidth) > 1;
        }).map(box => box.id)"""

    /// Elements, letters of drawings too, that reach beyond the window, or whose content reaches beyond them.
    [<Literal>]
    let tooWide =
        """() => [...document.body.querySelectorAll('*')].filter(element => {
            const box = element.getBoundingClientRect();
            const scrolls = element instanceof HTMLElement && element.scrollWidth > element.clientWidth + 1
                && getComputedStyle(element).overflowX !== 'visible' && !element.closest('.chart');
            return box.width > 0 && !element.closest('defs') && (box.right > innerWidth + 1 || box.left < -1 || scrolls)
                && (element instanceof HTMLElement || element.tagName === 'text');
        }).map(element => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 40))"""

    /// Texts, on the page and in drawings, whose contrast with what is behind them is below WCAG's 4.5.
    [<Literal>]
    let faint =
        """() => {
            const parts = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
            const luminance = colour => {
                const scale = colour.startsWith('color(') ? 1 : 255;
                const [r, g, b] = parts(colour.replace('color(srgb', '')).slice(0, 3).map(part => part / scale)
                    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
                return .2126 * r + .7152 * g + .0722 * b;
            };
            const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                    const colour = getComputedStyle(at).backgroundColor;
                    if (parts(colour).length === 3) return colour;
                }
                return 'rgb(255, 255, 255)';
            };
            const result = [];
            for (const element of document.body.querySelectorAll('*')) {
                const svg = element.tagName === 'text';
                const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
                if (!(svg || own && element instanceof HTMLElement) || element.closest('script, .phantom, .bartext-inside')) continue;
                const style = getComputedStyle(element);
                const [a, b] = [luminance(svg ? style.fill : style.color), luminance(behind(element))];
                const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                if (contrast < 4.5) result.push(`${contrast.toFixed(1)} ${element.tagName} ${element.textContent.slice(0, 40)}`);
            }
            return result;
        }"""

    /// The words of all tables, the ticks of the charts' axes and the legends, in the page's order.
    [<Literal>]
    let words =
        """() => [...document.querySelectorAll('th, td, summary, details li, .legend button, .chart .xtick text, .chart .ytick text')]
            .flatMap(element => element.textContent.split(/\s+/))
            .filter(word => word !== '' && word.length < 20)"""

    let none (found: string[]) = Assert.Equal<string[]>([||], found)

    let look name width scheme script =
        task {
            let! page = browser.Open name width scheme
            let! found = page.EvaluateAsync<string[]> script
            none found
        }

    let wide = 1280

    /// Letters without spaces, and without those of no width that plotly.js writes around an exponent.
    let letters (text: string) = Regex.Replace(text, @"[\s\u200B]", "")

    interface IClassFixture<Browser>

    [<Theory>]
    [<InlineData("report")>]
    [<InlineData("audit")>]
    [<InlineData("figure")>]
    [<InlineData("study")>]
    member _.``every chart is drawn and every text readable, on light and on dark paper``(name: string) =
        task {
            for scheme in [ ColorScheme.Light; ColorScheme.Dark ] do
                do! look name wide scheme undrawn
                do! look name wide scheme faint
        }

    [<Theory>]
    [<InlineData("report")>]
    [<InlineData("audit")>]
    [<InlineData("figure")>]
    [<InlineData("study")>]
    member _.``at 420 pixels nothing is wider than the page, and every chart is drawn``(name: string) =
        task {
            do! look name 420 ColorScheme.Light tooWide
            do! look name 420 ColorScheme.Light undrawn
        }

    [<Fact>]
    member _.``the page and its charts follow the reader from light to dark``() =
        task {
            let colours scheme =
                task {
                    let! page = browser.Open "report" wide scheme

                    return!
                        page.EvaluateAsync<string[]>
                            """() => [getComputedStyle(document.body).color, ...['.xtick text', '.ytick text'].map(text =>
                                getComputedStyle(document.querySelector('#roc-chart ' + text)).fill)]"""
                }

            let! onLight = colours ColorScheme.Light
            let! onDark = colours ColorScheme.Dark
            Assert.Single(Array.distinct onLight) |> ignore
            Assert.Single(Array.distinct onDark) |> ignore
            Assert.NotEqual<string[]>(onLight, onDark)
        }

    [<Fact>]
    member _.``a key of a legend hides what it names and shows it again``() =
        task {
            let! page = browser.Open "report" wide ColorScheme.Light

            let curves () =
                page.Locator("#roc-chart .scatterlayer .trace").CountAsync()

            let key = page.Locator("figure.roc .legend button").First
            let! all = curves ()
            do! key.ClickAsync()
            let! fewer = curves ()
            do! key.ClickAsync()
            let! again = curves ()
            // A curve and the dot of its decisions.
            Assert.Equal((all - 2, all), (fewer, again))
        }

    [<Theory>]
    [<InlineData("report")>]
    [<InlineData("audit")>]
    [<InlineData("figure")>]
    [<InlineData("study")>]
    member _.``on paper every word of tables, charts and folded details is there, between the margins``(name: string) =
        task {
            // Dark on the screen: paper is light all the same.
            let! page = browser.Open name wide ColorScheme.Dark
            let! expected = page.EvaluateAsync<string[]> words
            let! bytes = page.PdfAsync(PagePdfOptions(Format = "A4"))
            use pdf = PdfDocument.Open bytes
            let sheets = List.ofSeq (pdf.GetPages())
            let text = letters (String.concat "" [ for sheet in sheets -> sheet.Text ])
            Assert.True(expected.Length > 5, "the page has no words to look for")

            none
                [|
                    for word, count in Array.countBy letters expected do
                        if Regex.Count(text, Regex.Escape word) < count then
                            word
                |]

            for sheet in sheets do
                for letter in sheet.Letters do
                    let box = letter.BoundingBox
                    let inside = box.Left >= 36.0 && box.Right <= sheet.Width - 36.0
                    Assert.True(inside, $"sheet {sheet.Number}: “{letter.Value}” at {box.Left}")

            // After it the page is as before.
            let! opened = page.Locator("details[open]").CountAsync()
            Assert.Equal(0, opened)
            do! look name wide ColorScheme.Light undrawn
        }

    [<Theory>]
    [<InlineData("report", ".curve")>]
    [<InlineData("figure", ".wide")>]
    member _.``ticks of epochs are whole numbers``(name: string, charts: string) =
        task {
            let! page = browser.Open name wide ColorScheme.Light
            let! ticks = page.Locator($"{charts} .xtick text").AllTextContentsAsync()
            Assert.NotEmpty ticks
            Assert.All(ticks, (fun tick -> Assert.Matches("^[1-9][0-9]*$", tick)))
        }
