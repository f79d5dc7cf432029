using Shouldly;

namespace QImpact.Tests;

/// <summary>Files that must be equal to the last bit. Shouldly's own comparison takes seconds for the megabytes of a network.</summary>
internal static class ExactBytes
{
    /// <summary>The bytes are those of <paramref name="expected"/>; a failure says where the first other one is.</summary>
    public static void ShouldBeTheBytes(this byte[] actual, byte[] expected, string? name = null)
    {
        actual.Length.ShouldBe(expected.Length, name);
        actual.AsSpan().CommonPrefixLength(expected).ShouldBe(expected.Length, name);
    }
}
