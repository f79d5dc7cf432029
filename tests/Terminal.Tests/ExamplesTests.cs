using System.CommandLine;
using Shouldly;
using Xunit;

namespace QImpact.Terminal.Tests;

public sealed class ExamplesTests
{
    [Theory]
    [InlineData("verb --help", "  program verb FILE")]
    [InlineData("group part --help", "  program group part FILE")]
    [InlineData("piped --help", "  cat FILE | program piped")]
    public void An_example_names_the_program_before_the_verb_of_a_command_within_another_one_too(
        string words,
        string expected
    )
    {
        RootCommand root = new() { Verb("verb", "verb FILE"), Verb("piped", "cat FILE | piped") };
        root.Add(new Command("group", "A group.") { Verb("part", "group part FILE") });
        using StringWriter output = new();
        root.Parse(words).Invoke(new InvocationConfiguration { Output = output });
        string program = root.Name;
        output.ToString().Split('\n').ShouldContain(expected.Replace("program", program, StringComparison.Ordinal));
    }

    private static Command Verb(string name, string example)
    {
        Command command = new(name, "Does something.");
        CommandProgram.AddExamples(command, example);
        return command;
    }
}
