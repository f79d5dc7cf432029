namespace QImpact.Terminal;

/// <summary>Says which name was probably meant.</summary>
public static class Nearest
{
    /// <summary>"; did you mean 'NAME'?", or nothing where no name is near.</summary>
    public static string Hint(string given, IEnumerable<string> names) =>
        SimilarName.To(given, names) is { } name ? $"; did you mean '{name}'?" : "";
}
