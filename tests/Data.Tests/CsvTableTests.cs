using System.Globalization;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

/// <summary>The cells with which spreadsheets execute: OWASP, "CSV Injection".</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+x", "'+x")]
    [InlineData("-x.png", "'-x.png")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("+1e-3", "+1e-3")]
    [InlineData("'x", "'x")]
    [InlineData("'=x", "''=x")]
    public void A_text_that_would_be_executed_gets_an_apostrophe_and_a_number_does_not(string text, string cell) =>
        CsvTable.Line([text]).ShouldBe(cell);

    [Property(MaxTest = 500, Replay = "(2029,1729)")]
    public void Every_text_comes_back(string? text, byte begin)
    {
        string whole = "=+-@\t'1"[begin % 7] + text?.Replace("\0", "", StringComparison.Ordinal);
        string cell = CsvTable.Line([whole]);
        string unquoted = cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        CsvTable.Original(unquoted).ShouldBe(whole);
        (
            unquoted[0] is not ('=' or '+' or '-' or '@' or '\t' or '\r')
            || double.TryParse(unquoted, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        ).ShouldBeTrue(unquoted);
    }
}
