using System.Collections.Immutable;
using System.Text;

namespace QImpact.Data.Archives;

/// <summary>Arrays of text in archives.</summary>
internal static class TextArrays
{
    // No name is longer; a longer one is a damaged file's.
    private const int LongestText = 8192;

    /// <summary>Reads an array that may be missing; null then.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="key">The array's name.</param>
    /// <param name="count">How many texts are expected; null for any number.</param>
    /// <exception cref="BadInputException">It is no array of texts, or has another number of them.</exception>
    public static ImmutableArray<string>? Find(NpzArchive archive, string path, string key, int? count)
    {
        if (!archive.Keys.Contains(key))
            return null;
        NpyHeader header = archive.Header(key);
        if (
            header.Type is not { Code: ['U', ..], Size: > 0 and <= LongestText and { } size }
            || header.Shape.Length > 1
        )
            throw new BadInputException(
                $"{path}: {key} has type {header.Type}, shape {header.ShapeText}; expected texts (U), one axis"
            );
        int found = header.Shape is [var length] ? length : 1;
        if (count is { } expected && found != expected)
            throw new BadInputException($"{path}: {key} has {found} texts; expected {expected}");
        byte[] bytes = archive.Read(key).Bytes;
        Encoding encoding = new UTF32Encoding(header.Type.BigEndian, byteOrderMark: false);
        return [.. Enumerable.Range(0, found).Select(i => encoding.GetString(bytes, i * size, size).TrimEnd('\0'))];
    }
}
