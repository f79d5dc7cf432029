using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace QImpact.Terminal.Tests;

public sealed class ErrorLineTests
{
    [Fact]
    public void A_short_message_stands_as_it_is() => ErrorLine.Of("x = 'ä'").ShouldBe("error: x = 'ä'");

    [Fact]
    public void Control_characters_of_a_file_are_made_visible() =>
        ErrorLine.Of("cell '\u001b[2J\u202etxt\0'\r\nat 3").ShouldBe("error: cell '\\u001b[2J\\u202etxt\\u0000' at 3");

    [Fact]
    public void A_long_message_keeps_its_beginning_and_its_end()
    {
        string line = ErrorLine.Of($"header '{new string('9', 1_000_000)}'; expected at most 64 digits");
        line.Length.ShouldBe(ErrorLine.Longest);
        line.ShouldStartWith("error: header '999");
        line.ShouldEndWith("999'; expected at most 64 digits");
    }

    [Property(Replay = "(2029,1729)")]
    public void No_message_breaks_its_line(string? message)
    {
        string line = ErrorLine.Of(message ?? "");
        line.Length.ShouldBeLessThanOrEqualTo(ErrorLine.Longest);
        line.ShouldNotContain(c => char.IsControl(c));
    }
}
