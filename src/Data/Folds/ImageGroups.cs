using System.Collections.Immutable;
using QImpact.Data.Duplicates;

namespace QImpact.Data.Folds;

/// <summary>
/// Which images of a set belong together, by their ids: near copies of each other, or what the set has on record, such as a patient's images. What is
/// drawn anew with new images is a group, so a study's errors count each once. In the file <see cref="FileName"/> beside the runs of a study.
/// </summary>
/// <param name="Dataset">The set's name.</param>
/// <param name="Md5">The MD5 of its images.</param>
/// <param name="Source">What puts them together.</param>
/// <param name="Groups">The ids of each group of two or more; any other image is a group of its own.</param>
public sealed record ImageGroups(
    string Dataset,
    string Md5,
    GroupSource Source,
    ImmutableArray<ImmutableArray<string>> Groups
)
{
    /// <summary>What the file is called.</summary>
    public const string FileName = "groups.json";

    /// <summary>Finds the groups of a set.</summary>
    /// <exception cref="BadInputException">They are asked for as on record, and the set has none.</exception>
    public static ImageGroups Of(Dataset dataset, GroupSource source)
    {
        AllImages images = new(dataset);
        int[] groups = NumbersOf(images, source);
        return new ImageGroups(
            dataset.Description.Name,
            dataset.Description.Md5,
            source,
            [
                .. Enumerable
                    .Range(0, images.Count)
                    .GroupBy(image => groups[image], images.Id)
                    .Select(group => group.ToImmutableArray())
                    .Where(group => group.Length > 1),
            ]
        );
    }

    /// <summary>Writes the file into a folder.</summary>
    /// <exception cref="BadInputException">It can't be written.</exception>
    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), Json.Writer(this));

    /// <summary>Reads the file in a folder; null where there is none.</summary>
    /// <exception cref="BadInputException">It is none, or of other images.</exception>
    public static ImageGroups? Read(string folder, DatasetDescription data)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return null;
        ImageGroups groups = Json.Parse<ImageGroups>(file, InputFile.ReadText(file));
        if (groups.Dataset != data.Name || groups.Md5 != data.Md5)
            throw new BadInputException(
                $"{file} has the groups of {groups.Dataset} (MD5 {groups.Md5}); expected those of {data.Name} (MD5 {data.Md5}): delete it, and study run writes it anew"
            );
        if (groups.Groups.IsDefault || groups.Groups.Any(group => group.IsDefault))
            throw new BadInputException($"{file} has no list of groups: delete it, and study run writes it anew");
        if (
            groups.Groups.SelectMany(group => group).GroupBy(id => id).FirstOrDefault(ids => ids.Count() > 1) is
            { } twice
        )
            throw new BadInputException(
                $"{file}: image {twice.Key} is in two groups: delete it, and study run writes it anew"
            );
        return groups;
    }

    /// <summary>The group of an image: the first id in it, its own where it is by itself.</summary>
    public Func<string, string> GroupOf()
    {
        Dictionary<string, string> first = [];
        foreach (ImmutableArray<string> group in Groups)
        foreach (string id in group)
            first[id] = group[0];
        return id => first.GetValueOrDefault(id, id);
    }

    /// <summary>Of each image of a set the number of its group.</summary>
    internal static int[] NumbersOf(AllImages images, GroupSource source)
    {
        int[] all = [.. Enumerable.Range(0, images.Count)];
        switch (source)
        {
            case GroupSource.None:
                return all;
            case GroupSource.Duplicates:
                NearDuplicates duplicates = NearDuplicates.Find(images);
                return [.. all.Select(duplicates.GroupOf)];
            default:
                if (images.GroupNames() is not { } names)
                    throw new BadInputException(
                        $"{images.Dataset.Description.Name} has no groups on record; expected a list of images with a column 'group', or "
                            + "--groups=duplicates"
                    );
                Dictionary<string, int> numbers = [];
                return
                [
                    .. names.Select(name => numbers.TryAdd(name, numbers.Count) ? numbers.Count - 1 : numbers[name]),
                ];
        }
    }
}
