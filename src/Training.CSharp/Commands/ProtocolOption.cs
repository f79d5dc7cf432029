using System.CommandLine;
using QImpact.Data.Runs;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary><c>--protocol</c>.</summary>
public static class ProtocolOption
{
    private const string Name = "--protocol";
    private const string What = "A complete set of settings (docs/protocols.md).";

    /// <summary>The option; <see cref="Protocols.Paper"/> where it is not given.</summary>
    public static Option<string> Create() =>
        new Option<string>(Name) { Description = What, DefaultValueFactory = _ => Protocols.Paper.Name }.AcceptOnly([
            .. Protocols.Names,
        ]);

    /// <summary>The option that may be left out.</summary>
    /// <param name="otherwise">What happens then, a sentence.</param>
    public static Option<string?> Create(string otherwise) =>
        Options.Of<string?>(Name, "NAME", $"{What} {otherwise}").AcceptOnly([.. Protocols.Names]);
}
