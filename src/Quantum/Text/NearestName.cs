namespace QImpact.Quantum.Text;

/// <summary>What a person may have meant who wrote a name that is not known.</summary>
internal static class NearestName
{
    /// <summary><c>; did you mean RX?</c>, or nothing where no name is near.</summary>
    public static string Hint(string given, IEnumerable<string> known) =>
        SimilarName.To(given, known) is { } name ? $"; did you mean {name}?" : "";
}
