using System.Text;

namespace QImpact.Data;

/// <summary>Names of runs, models and data sets become names of files: one that leads elsewhere is refused where it is read.</summary>
public static class FileNamePart
{
    /// <summary>The longest name, in bytes of UTF-8; what is appended to it still fits the 255 of a file's name.</summary>
    public const int LongestName = 160;

    private const string NotInNames = "/\\:*?\"<>|";

    /// <summary>The name; <paramref name="what"/> says where it stands, such as "runs/a/config.json: name".</summary>
    /// <exception cref="BadInputException">
    /// It is empty, too long, of dots alone, begins with a hyphen or a blank, ends with a blank or a full stop, or has a character that a
    /// file's name can't have on every system.
    /// </exception>
    public static string Require(string name, string what)
    {
        bool usable =
            name.Length > 0
            && Encoding.UTF8.GetByteCount(name) <= LongestName
            && name.Trim('.').Length > 0
            && name[0] is not ('-' or ' ')
            && name[^1] is not (' ' or '.')
            && !name.Any(letter => char.IsControl(letter) || NotInNames.Contains(letter));
        return usable
            ? name
            : throw new BadInputException(
                $"{what} is '{Shown(name)}'; expected the name of a file without a folder: 1 to {LongestName} letters, digits and hyphens, "
                    + "such as breastmnist-baseline-paper-s0"
            );
    }

    private static string Shown(string name)
    {
        const int longest = 60;
        string printable = string.Concat(name.Take(longest).Select(letter => char.IsControl(letter) ? '?' : letter));
        return name.Length > longest ? printable + "..." : printable;
    }
}
