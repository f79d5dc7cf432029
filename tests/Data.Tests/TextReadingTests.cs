using System.Text;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

/// <summary>CSV and JSON files that are damaged or hostile: one line with the place.</summary>
public sealed class TextReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_comes_back_with_quoted_cells_and_the_lines_of_its_rows()
    {
        string path = File("\uFEFFa,b\r\n1,\"x, \"\"y\"\"\"\r\n\n2,\"two\nlines\"\n3,\"\r\"\n");
        CsvText text = CsvReader.Read(path);
        text.Header.ShouldBe(["a", "b"]);
        text.Rows.Select(row => row.Line).ShouldBe([2, 4, 6]);
        text.Rows.Select(row => row.Cells[1]).ShouldBe(["x, \"y\"", "two\nlines", "\r"]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,x\ry\n", "line 3, column 4: a carriage return without a line feed")]
    [InlineData("a,b\r1,2\r", "line 1, column 4: a carriage return without a line feed")]
    [InlineData("a,b\n1,2\r", "line 2, column 4: a carriage return without a line feed")]
    [InlineData("a,b\n1,\0\n", "line 2, column 3: a NUL character; expected text in UTF-8")]
    [InlineData("a,b\n1,\"2\n", "line 2: a quoted cell never ends; expected a closing quote")]
    [InlineData("a,b\n1,2,3\n", "line 2: 3 cells; expected 2, as in the header")]
    [InlineData("a,b\n\n1\n", "line 3: 1 cells; expected 2, as in the header")]
    [InlineData("a,b\n1,2\n1", "line 3: 1 cells; expected 2, as in the header; the file is cut off there")]
    [InlineData("", " is empty; expected a header line")]
    [InlineData("\n\n", " is empty; expected a header line")]
    public void A_flawed_table_is_refused_with_its_place(string text, string expected)
    {
        string path = File(text);
        Should.Throw<BadInputException>(() => CsvReader.Read(path)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Bytes_that_are_no_character_are_told_with_their_place()
    {
        string path = Path.Combine(Repository.Root, "tests", "fixtures", "tables", "damaged.csv");
        Should
            .Throw<BadInputException>(() => CsvReader.Read(path))
            .Message.ShouldBe($"{path}, line 4, column 10: bytes that are no character; expected text in UTF-8");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Random_damage_of_a_table_is_refused_in_one_line_or_read(int seed)
    {
        Random random = new(seed);
        byte[] sound = Encoding.UTF8.GetBytes("a,b,c\n1,\"x, \"\"y\"\"\",\n2,\"two\nlines\",ü\r\n3,4,5\n");
        byte[] likely = [(byte)'"', (byte)',', (byte)'\r', (byte)'\n', 0, 0xFF, (byte)'x'];
        string path = _folder.File("damaged.csv");
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. sound];
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = likely[random.Next(likely.Length)];
            System.IO.File.WriteAllBytes(path, bytes);
            try
            {
                CsvText text = CsvReader.Read(path);
                text.Rows.ShouldAllBe(row => row.Cells.Length == text.Header.Length);
            }
            catch (BadInputException exception)
            {
                exception.Message.ShouldNotContain("\n");
            }
        }
    }

    [Theory]
    [InlineData("{\"schema\": \"\\ud800\"}", "line 1, column 12: a text with half a surrogate pair")]
    [InlineData("{\n  \"\\udc00x\": 1}", "line 2, column 3: a text with half a surrogate pair")]
    [InlineData("{\"seed\": 1e999}", "line 1, column 10: a number that is too large")]
    [InlineData("{\"seed\": \"\0\"}", "line 1, column 11: a NUL character")]
    [InlineData("{\n  \"seed\": 99999999999999999999}", "is not what was expected: $.seed has another form, line 2")]
    [InlineData("{\"schema\"", "is not what was expected")]
    [InlineData("", "is empty; expected JSON")]
    [InlineData("null", "holds null; expected an object")]
    [InlineData("[]", "is not what was expected")]
    public void A_config_that_no_run_wrote_is_refused_with_its_place(string text, string expected)
    {
        RunFolder run = new(_folder.Path);
        System.IO.File.WriteAllText(run.ConfigFile, text);
        string message = Should.Throw<BadInputException>(() => run.ReadConfig()).Message;
        message.ShouldContain(expected);
        message.ShouldContain(run.ConfigFile);
        message.ShouldNotContain("\n");
        message.ShouldNotContain("System.");
    }

    [Fact]
    public void JSON_that_is_nested_too_deep_is_refused()
    {
        RunFolder run = new(_folder.Path);
        System.IO.File.WriteAllText(run.ConfigFile, new string('[', 100_000));
        Should.Throw<BadInputException>(() => run.ReadConfig()).Message.ShouldContain("maximum configured depth");
    }

    [Fact]
    public void A_config_without_class_names_is_refused()
    {
        string path = Path.Combine(Repository.Root, "tests/fixtures/runs/breastmnist-baseline-paper-s0/config.json");
        RunFolder run = new(_folder.Path);
        string sound = System.IO.File.ReadAllText(path);
        int start = sound.IndexOf('[', StringComparison.Ordinal);
        string without = sound[..start] + "null" + sound[(sound.IndexOf(']', StringComparison.Ordinal) + 1)..];
        System.IO.File.WriteAllText(run.ConfigFile, without);
        Should.Throw<BadInputException>(() => run.ReadConfig()).Message.ShouldContain("class_names");
    }

    [Theory]
    [InlineData("x", "3", "line 2 has the cell 'x'; expected a whole number from 0")]
    [InlineData("99999999999", "3", "line 2 has the cell '99999999999'; expected a whole number from 0")]
    [InlineData("0", "NaN", "line 2 has the cell 'NaN'; expected a finite number")]
    [InlineData("0", "1e999", "line 2 has the cell '1e999'; expected a finite number")]
    public void A_parity_table_with_a_cell_of_another_kind_is_refused(string sample, string logit, string expected)
    {
        string path = File(
            $"split,sample_id,label,logit_0,logit_1,score_0,score_1\nval,{sample},1,{logit},0,0.5,0.5\n"
        );
        Should
            .Throw<BadInputException>(() => ParityTable.Read(path, classes: 2, observables: 0))
            .Message.ShouldEndWith(expected);
    }

    [Fact]
    public void A_device_is_no_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/zero is Linux's");
        Should
            .Throw<BadInputException>(() => InputFile.ReadText("/dev/zero"))
            .Message.ShouldBe("/dev/zero is a device; expected a file");
    }

    private string File(string text)
    {
        string path = _folder.File("table.csv");
        System.IO.File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
