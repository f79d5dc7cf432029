namespace QImpact.Data;

/// <summary>What other libraries' exceptions say, fit for one line of an error.</summary>
public static class ExceptionText
{
    /// <summary>The first line of the message; .NET and native libraries append parameters and stacks below it.</summary>
    public static string FirstLine(this Exception exception) => exception.Message.Split('\n')[0].Trim();
}
