namespace QImpact.Data.Duplicates;

/// <summary>
/// Finds all pairs of images whose correlation is above a bound, one of them turned or not, without comparing each with each: images in the order
/// of one coordinate, those within reach of it compared in further ones, and pixel by pixel where they are near in all. No pair is missed.
/// </summary>
/// <param name="standardised">The images with their means and deviations.</param>
/// <param name="bound">Above 0 and below 1.</param>
/// <param name="most">How many pairs the caller can use; with more it ends early.</param>
internal sealed class DuplicateSearch(Standardised standardised, double bound, int most)
{
    // What rounding to float32 may add to a squared distance, and more.
    private const double Rounding = 1e-5;
    private const int ImagesAtOnce = 64;

    private readonly AllImages _images = standardised.Images;
    private readonly float _limit = (float)(2 * (1 - bound) + Rounding);

    /// <summary>
    /// The pairs, in no order, each with the lower image first, perhaps several times with several turns; more than <c>most</c>, but not all,
    /// where there are more.
    /// </summary>
    /// <param name="report">Is told which part is done, from 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<DuplicatePair> Pairs(Action<double>? report, CancellationToken cancellation)
    {
        int[] chosen = [.. Enumerable.Range(0, _images.Count).Where(image => !standardised.IsConstant(image))];
        LeadingCoefficients leading = new(standardised, chosen);
        SortedImages sorted = new(standardised, chosen, leading);
        Turn[] turns = Enum.GetValues<Turn>();
        int blocks = (sorted.Count + ImagesAtOnce - 1) / ImagesAtOnce;
        List<DuplicatePair> pairs = [];
        int done = 0;
        Parallel.For(
            0,
            blocks * turns.Length,
            new ParallelOptions { CancellationToken = cancellation },
            () => new Part(this, sorted, leading),
            (work, state, part) =>
            {
                int first = work / turns.Length * ImagesAtOnce;
                part.Compare(turns[work % turns.Length], first, Math.Min(first + ImagesAtOnce, sorted.Count));
                if (part.Found.Count > most)
                    state.Stop();
                report?.Invoke((double)Interlocked.Increment(ref done) / (blocks * turns.Length));
                return part;
            },
            part =>
            {
                lock (pairs)
                    pairs.AddRange(part.Found);
            }
        );
        return pairs;
    }

    // What one thread finds, with room for an image.
    private sealed class Part(DuplicateSearch search, SortedImages sorted, LeadingCoefficients leading)
    {
        private readonly byte[] _turned = new byte[search._images.Dataset.Train.ImageLength];
        private readonly float[] _coordinates = new float[leading.Count];

        public List<DuplicatePair> Found { get; } = [];

        // The images at some places with those behind them. All turns but the quarter undo themselves, so that it does not matter which image
        // of a pair is turned; of the quarter either may be.
        public void Compare(Turn turn, int first, int end)
        {
            for (int place = first; place < end; place++)
            {
                int image = sorted.Image(place);
                Turns.Apply(turn, search._images.Pixels(image), search._images.Size, _turned);
                if (turn == Turn.None)
                    sorted.Read(place, _coordinates);
                else
                    leading.Write(_turned, search.Norm(image), _coordinates);
                int from = turn == Turn.None ? 0 : sorted.FirstNear(_coordinates, search._limit);
                if (turn != Turn.Quarter)
                    from = Math.Max(from, place + 1);
                sorted.Near(_coordinates, from, search._limit, other => Add(turn, image, sorted.Image(other)));
            }
        }

        private void Add(Turn turn, int image, int other)
        {
            if (image == other)
                return;
            double correlation = search.Correlation(other, image, _turned);
            if (correlation > search.Bound)
                Found.Add(
                    new DuplicatePair(
                        Math.Min(image, other),
                        Math.Max(image, other),
                        correlation,
                        turn,
                        search._images.Pixels(other).SequenceEqual(_turned)
                    )
                );
        }
    }

    private double Bound => bound;

    private double Norm(int image) => standardised.Norm(image);

    private double Correlation(int first, int second, ReadOnlySpan<byte> turned) =>
        standardised.Correlation(first, second, turned);
}
