using System.Collections.Immutable;

namespace QImpact.Data.Folders;

/// <summary>
/// Reads a list of images, a CSV file with the columns <c>path</c> (relative to the list, or absolute) and <c>label</c>, perhaps <c>split</c>
/// and <c>group</c>; other columns are not looked at. An image without a group is one by itself.
/// </summary>
internal static class ImageList
{
    /// <exception cref="BadInputException">A column is missing, or a row can't be used; the message names the line.</exception>
    public static ImageListing Read(string list)
    {
        CsvText csv = CsvReader.Read(list);
        int path = Column(list, csv, "path", isNeeded: true);
        int label = Column(list, csv, "label", isNeeded: true);
        int split = Column(list, csv, "split", isNeeded: false);
        int group = Column(list, csv, "group", isNeeded: false);
        if (csv.Rows.IsEmpty)
            throw new BadInputException($"{list} lists no images; expected a line for each");
        string folder = Path.GetDirectoryName(Path.GetFullPath(list))!;
        Dictionary<string, int> lines = [];
        List<ListedImage> images = [];
        foreach (CsvRow row in csv.Rows)
        {
            string id = Needed(row, path, "path").Replace('\\', '/');
            string file = Path.GetFullPath(Path.Combine(folder, id));
            if (!lines.TryAdd(file, row.Line))
                throw new BadInputException(
                    $"{list}, line {row.Line}: {id} is listed in line {lines[file]} already; expected each image once"
                );
            images.Add(
                new ListedImage(
                    file,
                    id,
                    Needed(row, label, "label"),
                    split < 0 ? null : SplitOf(row),
                    group < 0 ? null
                        : row.Cells[group].Trim() is { Length: > 0 } named ? named
                        : id
                )
            );
        }
        return ImageListing.Checked(list, images, ImmutableSortedDictionary<string, int>.Empty);

        string Needed(CsvRow row, int column, string name) =>
            row.Cells[column].Trim() is { Length: > 0 } cell
                ? cell
                : throw new BadInputException($"{list}, line {row.Line}: no {name}; expected one for each image");

        string SplitOf(CsvRow row) =>
            SplitWords.Parse(row.Cells[split].Trim())
            ?? throw new BadInputException(
                $"{list}, line {row.Line}: the split is '{row.Cells[split]}'; expected {SplitWords.Expected}"
            );
    }

    private static int Column(string list, CsvText csv, string name, bool isNeeded)
    {
        int[] found =
        [
            .. Enumerable
                .Range(0, csv.Header.Length)
                .Where(column => csv.Header[column].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return found switch
        {
            [var only] => only,
            [] when !isNeeded => -1,
            [] => throw new BadInputException(
                $"{list} has no column '{name}', but {string.Join(", ", csv.Header)}; expected path,label and perhaps split and group"
            ),
            _ => throw new BadInputException($"{list} has the column '{name}' {found.Length} times; expected it once"),
        };
    }
}
