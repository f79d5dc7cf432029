using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Folds;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>Reads a study from a file in YAML or JSON; docs/study.md has every member with its unit and range.</summary>
public static class StudyFile
{
    private const int MostRepeats = 1000;
    private const int MostSeeds = 10_000;
    private static readonly (string Name, ImmutableArray<Architecture> Arms)[] NamedArms =
    [
        ("all", Architecture.All),
        ("paper", Architecture.Paper),
    ];

    /// <summary>Reads a study.</summary>
    /// <exception cref="BadInputException">It can't be read, or is no study: file, line, what is there and what was expected.</exception>
    public static StudyDefinition Read(string path) => Parse(path, InputFile.ReadText(path));

    /// <summary>Reads a study from text.</summary>
    /// <param name="name">What messages call the text.</param>
    /// <param name="text">YAML or JSON.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static StudyDefinition Parse(string name, string text)
    {
        YamlValue root = new YamlFile(name).Read(text);
        YamlMembers members = new(root, "name", "title", "dataset", "positive_class", "parts", "analysis");
        ImmutableArray<YamlValue> parts = members.Require("parts", "a list of parts").Items("a list of parts");
        YamlValue? analysis = members.Find("analysis");
        StudyDefinition study = new(
            FileName(members.Require("name", "a name")),
            members.Require("title", "the study's title").Text("the study's title"),
            members.Require("dataset", "a data set's name").Text("a data set's name"),
            members.Find("positive_class")?.Text("the name or number of a class"),
            [.. parts.Select(Part)],
            analysis is null ? StudyAnalysis.Default : Analysis(analysis)
        );
        if (StudyCheck.Fault(study) is { } fault)
            throw fault.Place switch
            {
                FaultPlace.Part part => new YamlMembers(parts[part.Index]).At(part.Member).Refuse(fault.Message),
                FaultPlace.Question question => new YamlMembers(analysis!)
                    .At(question.Member)
                    .Items("questions")[question.Index]
                    .Refuse(fault.Message),
                _ => root.Refuse(fault.Message),
            };
        return study;
    }

    private static StudyPart Part(YamlValue value)
    {
        YamlMembers members = new(
            value,
            "name",
            "role",
            "arms",
            "protocol",
            "changes",
            "rates",
            "folds",
            "published",
            "circuit"
        );
        return new StudyPart(
            FileName(members.Require("name", "a name")),
            members.Require("role", "what the part is for").Choice<StudyRole>(),
            Arms(members.Require("arms", "a list of architectures")),
            members.Require("protocol", "a protocol's name").Choice(Protocols.Names),
            members.Find("changes") is { } changes ? Changes(changes) : new SettingsChanges(),
            members.Find("rates") is { } rates ? Rates(rates) : new RatePlan.OfProtocol(),
            Splits(value, members.Find("folds"), members.Find("published")),
            members.Find("circuit")?.Text("a circuit's text")
        );
    }

    private static ImmutableArray<Architecture> Arms(YamlValue value)
    {
        const string expected = "a list of architectures, 'all' or 'paper'";
        if (!value.IsList)
        {
            string given = value.Text(expected);
            return NamedArms.FirstOrDefault(named => named.Name == given) is { Name: not null } named
                ? named.Arms
                : throw value.Refuse($"{given}; expected {expected}");
        }
        return Distinct(value, expected, item => Architecture.Parse(item.Choice(Architecture.Names)));
    }

    private static SettingsChanges Changes(YamlValue value)
    {
        YamlMembers members = new(
            value,
            "epochs",
            "select",
            "batch_size",
            "balance",
            "stem",
            "learning_rate_milestones",
            "mean",
            "standard_deviation",
            "stop_above_baseline",
            "circuit_learning_rate"
        );
        return new SettingsChanges(
            members.Find("epochs")?.Whole(1),
            members.Find("select")?.Choice<Selection>(),
            members.Find("batch_size")?.Whole(2),
            members.Find("balance")?.Choice<Balance>(),
            members.Find("stem")?.Choice<Stem>(),
            members.Find("learning_rate_milestones") is { } milestones
                ? milestones.IsEmptyList
                    ? []
                    : [.. milestones.Items("a list of fractions").Select(item => item.Real("a number", _ => true))]
                : null,
            members.Find("mean")?.Real("a number", _ => true),
            members.Find("standard_deviation")?.Real("a number", _ => true),
            members.Find("stop_above_baseline")?.Truth(),
            members.Find("circuit_learning_rate")?.Real("a number above 0 and at most 1", _ => true)
        );
    }

    private static RatePlan Rates(YamlValue value) =>
        value.IsMapping
            ? new RatePlan.ChosenBy(
                new YamlMembers(value, "chosen_by").Require("chosen_by", "a part's name").Text("a part's name")
            )
            : new RatePlan.Listed(
                Distinct(
                    value,
                    "a list of learning rates, or chosen_by: PART",
                    item => item.Real("a number above 0 and at most 1", rate => rate is > 0 and <= 1)
                )
            );

    private static SplitPlan Splits(YamlValue part, YamlValue? folds, YamlValue? published) =>
        (folds, published) switch
        {
            ({ } only, null) => Folds(only),
            (null, { } only) => new SplitPlan.Published(
                Seeds(new YamlMembers(only, "seeds").Require("seeds", "seeds, such as 0..9 or [0, 1, 2]"))
            ),
            (null, null) => throw part.Refuse("neither folds nor published; expected one of them"),
            _ => throw part.Refuse("both folds and published; expected one of them"),
        };

    private static SplitPlan.Folds Folds(YamlValue value)
    {
        YamlMembers members = new(value, "count", "tested", "repeats", "split_seed", "groups");
        int count = members.Require("count", "the number of folds").Whole(2, FoldChoice.MostFolds);
        return new SplitPlan.Folds(
            count,
            members.Find("tested") is { } tested
                ? Distinct(tested, "a list of folds, from 1", item => item.Whole(1, count))
                : [.. Enumerable.Range(1, count)],
            members.Find("repeats")?.Whole(1, MostRepeats) ?? 1,
            members.Find("split_seed")?.Whole(0) ?? 0,
            members.Find("groups")?.Choice<GroupSource>() ?? GroupSource.Duplicates
        );
    }

    private static ImmutableArray<int> Seeds(YamlValue value)
    {
        const string expected = "seeds from 0, such as 0..9 or [0, 1, 2]";
        if (value.IsList)
            return Distinct(value, expected, item => item.Whole(0));
        string[] ends = value.Text(expected).Split("..");
        return
            ends is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int to)
            && from <= to
            && to - (long)from < MostSeeds
            ? [.. Enumerable.Range(from, to - from + 1)]
            : throw value.Refuse($"{string.Join("..", ends)}; expected {expected}, at most {MostSeeds}");
    }

    private static StudyAnalysis Analysis(YamlValue value)
    {
        YamlMembers members = new(value, "margin", "whole_repeats", "primary", "exploratory");
        StudyAnalysis otherwise = StudyAnalysis.Default;
        return new StudyAnalysis(
            members
                .Find("margin")
                ?.Real("a difference of the AUC above 0 and below 0.5", margin => margin is > 0 and < 0.5)
                ?? otherwise.Margin,
            members.Find("whole_repeats")?.Whole(1, MostRepeats) ?? otherwise.WholeRepeats,
            Questions("primary"),
            Questions("exploratory")
        );

        ImmutableArray<Contrast> Questions(string member) =>
            members.Find(member) is { } list ? [.. list.Items("a list of questions").Select(Question)] : [];
    }

    private static Contrast Question(YamlValue value)
    {
        YamlMembers members = new(value, "arm", "reference", "question");
        return new Contrast(
            members.Require("arm", "an architecture").Choice(Architecture.Names),
            members.Require("reference", "an architecture").Choice(Architecture.Names),
            members.Require("question", "the question in words").Text("the question in words")
        );
    }

    // It becomes a part of the names of files, and of lists with commas.
    private static string FileName(YamlValue value)
    {
        const string expected = "a name of lower-case letters, digits and hyphens, such as breastmnist-2";
        string name = value.Text(expected);
        return
            name.Length <= 60
            && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            && name[0] != '-'
            ? name
            : throw value.Refuse($"'{name}'; expected {expected}, at most 60");
    }

    private static ImmutableArray<T> Distinct<T>(YamlValue list, string expected, Func<YamlValue, T> read)
        where T : notnull
    {
        HashSet<T> seen = [];
        foreach (YamlValue item in list.Items(expected))
            if (!seen.Add(read(item)))
                throw item.Refuse("it is listed twice; expected each once");
        return [.. list.Items(expected).Select(read)];
    }
}
