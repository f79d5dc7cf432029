using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace QImpact.Data.Studies;

/// <summary>A YAML file of one document; JSON is YAML too.</summary>
/// <param name="name">What messages call it.</param>
internal sealed class YamlFile(string name)
{
    // What a person writes is flatter by far; deeper nesting would exhaust the stack.
    private const int Deepest = 32;

    /// <summary>Reads the document.</summary>
    /// <param name="text">The text of the file.</param>
    /// <exception cref="BadInputException">It is no YAML, or not one document; the message says where.</exception>
    public YamlValue Read(string text)
    {
        try
        {
            RequireFlat(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? new YamlValue(this, "", stream.Documents[0].RootNode)
                : throw new BadInputException(
                    $"{name} has {stream.Documents.Count} documents; expected one study in YAML or JSON"
                );
        }
        catch (YamlException exception)
        {
            throw Fail(exception.Start, $"this is no YAML: {exception.AsReason()}");
        }
    }

    /// <summary>A refusal of something at a place.</summary>
    public BadInputException Fail(Mark place, string message) =>
        new($"{name}, line {place.Line}, column {place.Column}: {message}");

    private void RequireFlat(string text)
    {
        Parser parser = new(new StringReader(text));
        for (int depth = 0; parser.MoveNext(); )
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is NodeEvent && depth > Deepest)
                throw Fail(parser.Current.Start, $"nested more than {Deepest} deep; expected a study");
        }
    }
}
