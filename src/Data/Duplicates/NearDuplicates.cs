using System.Collections.Immutable;

namespace QImpact.Data.Duplicates;

/// <summary>
/// Two images of a set, by their places in <see cref="AllImages"/>, the lower first; their correlation, 1 for equal constant images, once one of
/// them is turned; and whether every byte is the same then.
/// </summary>
public readonly record struct DuplicatePair(int First, int Second, double Correlation, Turn Turn, bool IsExact);

/// <summary>
/// Images of a set that are nearly the same: all pairs whose standardised pixels (less the mean, divided by the deviation) correlate above a
/// bound, as they are or with one of them mirrored or turned, so that other brightness, contrast or orientation hides nothing.
/// </summary>
/// <remarks>
/// Images are places in <see cref="AllImages"/>. An image whose pixels are all equal has no deviation: it is listed as constant, and a duplicate
/// of those that have the same bytes alone.
/// </remarks>
public sealed class NearDuplicates
{
    /// <summary>The bound that is taken unless another one is named.</summary>
    public const double DefaultCorrelation = 0.99;

    /// <summary>The largest number of pairs that is held.</summary>
    public const int MostPairs = 5_000_000;

    private readonly ImmutableArray<int> _groupOf;

    private NearDuplicates(
        AllImages images,
        double correlation,
        ImmutableArray<int> constant,
        ImmutableArray<DuplicatePair> pairs
    )
    {
        (Images, Correlation, Constant, Pairs) = (images, correlation, constant, pairs);
        _groupOf = Components.Of(images.Count, pairs.Select(pair => (pair.First, pair.Second)));
        Groups =
        [
            .. Enumerable
                .Range(0, images.Count)
                .GroupBy(image => _groupOf[image])
                .Where(group => group.Skip(1).Any())
                .Select(group => group.ToImmutableArray()),
        ];
    }

    /// <summary>The images.</summary>
    public AllImages Images { get; }

    /// <summary>The bound.</summary>
    public double Correlation { get; }

    /// <summary>The images whose pixels are all equal, ascending.</summary>
    public ImmutableArray<int> Constant { get; }

    /// <summary>Every pair above the bound, ascending by the first image and then the second.</summary>
    public ImmutableArray<DuplicatePair> Pairs { get; }

    /// <summary>
    /// The images that pairs connect, two or more a group, each ascending, by their first image. Two images of a group need not be a pair.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>> Groups { get; }

    /// <summary>How many groups there are if an image without a duplicate counts as one of its own.</summary>
    public int GroupCount => Images.Count - Groups.Sum(group => group.Length - 1);

    /// <summary>The pairs whose labels differ: at least one label is wrong, or the picture does not tell.</summary>
    public IEnumerable<DuplicatePair> Conflicts =>
        Pairs.Where(pair => Images.Label(pair.First) != Images.Label(pair.Second));

    /// <summary>The lowest image of an image's group; itself where it has no duplicate.</summary>
    public int GroupOf(int image) => _groupOf[image];

    /// <summary>The images that are the other half of a pair with one of <paramref name="training"/>, ascending; those of training left out.</summary>
    public ImmutableArray<int> WithCopyIn(IEnumerable<int> training)
    {
        bool[] isTraining = new bool[Images.Count];
        foreach (int image in training)
            isTraining[image] = true;
        return
        [
            .. Pairs
                .Where(pair => isTraining[pair.First] != isTraining[pair.Second])
                .Select(pair => isTraining[pair.First] ? pair.Second : pair.First)
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>The pairs above a higher bound.</summary>
    /// <param name="correlation">At least <see cref="Correlation"/>.</param>
    public NearDuplicates Above(double correlation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(correlation, Correlation);
        return new NearDuplicates(
            Images,
            correlation,
            Constant,
            [.. Pairs.Where(pair => pair.Correlation > correlation)]
        );
    }

    /// <summary>Compares all images of a set. Exact: no pair is missed, and no pair is there that is not above the bound.</summary>
    /// <param name="images">The images.</param>
    /// <param name="correlation">The bound, above 0 and below 1.</param>
    /// <param name="report">Is told which part is done, from 0 to 1, from any thread; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BadInputException">There are more pairs than can be held, or the bound is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static NearDuplicates Find(
        AllImages images,
        double correlation = DefaultCorrelation,
        Action<double>? report = null,
        CancellationToken cancellation = default
    )
    {
        if (!(correlation > 0 && correlation < 1))
            throw new BadInputException(
                FormattableString.Invariant($"a correlation of {correlation}; expected a number above 0 and below 1")
            );
        Standardised standardised = new(images);
        ImmutableArray<int> constant = [.. Enumerable.Range(0, images.Count).Where(standardised.IsConstant)];
        List<DuplicatePair> pairs =
        [
            .. ConstantPairs(images, constant).Take(MostPairs + 1),
            .. new DuplicateSearch(standardised, correlation, MostPairs).Pairs(report, cancellation),
        ];
        if (pairs.Count > MostPairs)
            throw new BadInputException(
                FormattableString.Invariant(
                    $"more than {MostPairs:N0} pairs of images correlate above {correlation}: they are too much alike for this bound; choose one nearer to 1"
                )
            );
        // Of several turns the first: what is alike upright is no turned copy.
        pairs.Sort((a, b) => (a.First, a.Second, a.Turn).CompareTo((b.First, b.Second, b.Turn)));
        return new NearDuplicates(
            images,
            correlation,
            constant,
            [
                .. pairs.Where(
                    (pair, at) => at == 0 || (pairs[at - 1].First, pairs[at - 1].Second) != (pair.First, pair.Second)
                ),
            ]
        );
    }

    private static IEnumerable<DuplicatePair> ConstantPairs(AllImages images, ImmutableArray<int> constant) =>
        from alike in constant.GroupBy(image => images.Pixels(image)[0])
        from first in alike
        from second in alike
        where first < second
        select new DuplicatePair(first, second, 1, Turn.None, IsExact: true);
}
