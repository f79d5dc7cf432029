using System.CommandLine;
using System.CommandLine.Help;
using Shouldly;
using Xunit;

namespace QImpact.Terminal.Tests;

/// <summary>What the program's own verbs refuse, every option of every verb among them; nothing is run.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] NoWholeNumbers =
    [
        "abc",
        "",
        "1.5",
        "1,5",
        "1e3",
        "NaN",
        "inf",
        "99999999999",
        "0x10",
        "1 000",
        "--force",
    ];
    private static readonly string[] NoNumbers =
    [
        "abc",
        "",
        "1,5",
        "1.2.3",
        "NaN",
        "inf",
        "-Infinity",
        "1e999",
        "0x10",
        " 1",
        "--force",
    ];
    private static readonly string[] NoFlags = ["maybe", "", "1", "yes"];
    private static readonly string[] NoNames = ["", " ", "nonsense"];

    private static readonly RootCommand Program = Cli.Program.Verbs();

    /// <summary>Every option of every verb, with words that are no value of it.</summary>
    public static TheoryData<string, string, string[]> Options()
    {
        TheoryData<string, string, string[]> all = [];
        foreach (Command command in Commands(Program))
        foreach (Option option in command.Options.Where(option => option is not (HelpOption or VersionOption)))
            all.Add(Words(command), option.Name, WrongFor(option));
        return all;
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_refuses_each_wrong_value_in_one_line_that_names_both(
        string verb,
        string option,
        string[] wrong
    )
    {
        foreach (string value in wrong)
        {
            string problem = Problem([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{option}={value}"]);
            problem.ShouldContain(string.IsNullOrWhiteSpace(value) ? option : $"{option}={value}");
            problem.ShouldContain("expected");
            problem.ShouldEndWith("--help' lists the options");
            problem.ShouldNotContain("System.");
            ErrorLine.Of(problem).ShouldNotContain("\n");
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_that_is_last_and_lacks_its_value_is_named(string verb, string option, string[] wrong)
    {
        _ = wrong;
        string[] words = [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), option];
        bool isFlag = WrongFor(Find(words).Options.Single(one => one.Name == option)) == NoFlags;
        if (!isFlag)
            Problem(words).ShouldContain($"{option} has no value; expected {option}=");
    }

    [Theory]
    [InlineData("train --epochs=abc", "train: --epochs=abc; expected a whole number; 'train --help' lists the options")]
    [InlineData("train --epochs=0", "train: --epochs=0; expected at least 1; 'train --help' lists the options")]
    [InlineData(
        "train --epochs=9999999999",
        "train: --epochs=9999999999; expected a whole number from -2147483648 to 2147483647; 'train --help' lists the options"
    )]
    [InlineData(
        "train --stop-above-baseline=maybe",
        "train: --stop-above-baseline=maybe; expected true or false; 'train --help' lists the options"
    )]
    [InlineData(
        "train --balance=maybe",
        "train: --balance=maybe; expected one of undersample, weights, none; 'train --help' lists the options"
    )]
    [InlineData(
        "train --learning-rate=1,5",
        "train: --learning-rate=1,5; expected a finite number, such as 0.05 or 1e-4; 'train --help' lists the options"
    )]
    [InlineData(
        "train --circuit-learning-rate=0",
        "train: --circuit-learning-rate=0; expected a positive number; 'train --help' lists the options"
    )]
    [InlineData(
        "train --learning-rate=-1",
        "train: --learning-rate=-1; expected a positive number; 'train --help' lists the options"
    )]
    [InlineData(
        "infer --threshold=abc",
        "infer: --threshold=abc; expected a finite number, such as 0.05 or 1e-4; 'infer --help' lists the options"
    )]
    [InlineData(
        "infer --threshold=2",
        "infer: --threshold=2; expected a probability in [0, 1]; 'infer --help' lists the options"
    )]
    [InlineData(
        "export --batch=1.5",
        "export: --batch=1.5; expected a whole number; 'export --help' lists the options"
    )]
    [InlineData(
        "train --epochs=1 --epochs=2",
        "train: --epochs is given 2 times; expected once; 'train --help' lists the options"
    )]
    [InlineData(
        "train --out --forc",
        "train: '--forc' is not known here; did you mean '--force'? 'train --help' lists the options"
    )]
    [InlineData(
        "compare --predictions a.csv --nope",
        "compare: '--nope' is not known here; 'compare --help' lists the options"
    )]
    [InlineData("completion", "completion: name one of its commands: bash")]
    [InlineData("completion zsh", "completion: 'zsh' is not known here; 'completion --help' lists the commands")]
    [InlineData(
        "trian",
        "qimpact: 'trian' is not known here; did you mean 'train'? 'qimpact --help' lists the commands"
    )]
    public void A_refusal_is_a_whole_sentence(string line, string expected) =>
        Problem(line.Split(' ')).Replace(Program.Name, "qimpact", StringComparison.Ordinal).ShouldBe(expected);

    [Theory]
    [InlineData("train --epochs=1e3")]
    [InlineData("infer --threshold=1,5")]
    public void A_number_is_never_read_as_another(string line) => Problem(line.Split(' ')).ShouldContain("; expected ");

    [Theory]
    [InlineData("train --help --epochs=abc")]
    [InlineData("help train")]
    [InlineData("train -h")]
    [InlineData("train -?")]
    [InlineData("help")]
    public void Help_is_given_whatever_else_is_asked_for(string line) =>
        CommandLine.Read(Program, line.Split(' ')).Problem.ShouldBeNull();

    private static string Problem(string[] words) =>
        CommandLine.Read(Cli.Program.Verbs(), words).Problem.ShouldNotBeNull(string.Join(' ', words));

    private static string[] WrongFor(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type == typeof(int))
            return NoWholeNumbers;
        if (type == typeof(double))
            return NoNumbers;
        if (type == typeof(bool))
            return NoFlags;
        // A text may be anything but nothing, unless it is one of a few names.
        return type.IsEnum ? NoNames : ["", " "];
    }

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.SelectMany(Commands).Prepend(command);

    private static string Words(Command command) =>
        command is RootCommand ? "" : $"{Words((Command)command.Parents.Single())} {command.Name}".Trim();

    private static Command Find(string[] words) =>
        words.Aggregate((Command)Program, (at, word) => at.Subcommands.FirstOrDefault(one => one.Name == word) ?? at);
}
