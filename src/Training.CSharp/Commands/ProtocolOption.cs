using System.CommandLine;
using QImpact.Data.Runs;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary><c>--protocol</c>.</summary>
public static class ProtocolOption
{
    /// <summary>The option; <see cref="Protocols.Paper"/> where it is not given.</summary>
    public static Option<string> Create() =>
        new Option<string>("--protocol")
        {
            Description = "A complete set of settings (docs/protocols.md).",
            DefaultValueFactory = _ => Protocols.Paper.Name,
        }.AcceptOnly([.. Protocols.Names]);
}
