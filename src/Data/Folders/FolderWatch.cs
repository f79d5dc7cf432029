namespace QImpact.Data.Folders;

/// <summary>Who looks on while a set is made of images: how many have been read, of how many, and lines that a person should see.</summary>
public sealed record FolderWatch(Action<int, int> Progress, Action<string> Say)
{
    /// <summary>Nobody.</summary>
    public static FolderWatch Nobody { get; } = new((_, _) => { }, _ => { });
}
