using QImpact.Data;
using QImpact.Data.Archives;
using QImpact.Data.Predictions;
using QImpact.Inference.Pipeline;
using QImpact.Inference.Sources;
using QImpact.Terminal;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class PipelineTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void However_many_images_there_are_only_a_few_batches_are_read_ahead()
    {
        using ModelSet models = Models();
        CountingSource source = new(count: 100_000);
        int largest = 0;
        int taken = 0;
        foreach (Prediction[] _ in InferencePipeline.Run(source, models, Options(batch: 8), CancellationToken.None))
        {
            taken++;
            largest = Math.Max(largest, source.Handed - taken);
            if (taken == 20_000)
                break;
        }
        // Two workers: two waiting, two under way, eight in order, one in the reader's hands, 8 images each.
        largest.ShouldBeLessThanOrEqualTo(8 * 13);
        source.Handed.ShouldBeLessThan(20_000 + 8 * 14);
    }

    [Fact]
    public void Batches_come_out_in_order_even_where_the_first_takes_longest()
    {
        using ModelSet models = Models();
        CountingSource source = new(count: 200) { Delay = image => image < 4 ? 50 : 0 };
        string[] ids =
        [
            .. InferencePipeline
                .Run(source, models, Options(batch: 2), CancellationToken.None)
                .Select(image => image[0].SampleId),
        ];
        ids.ShouldBe(Enumerable.Range(0, 200).Select(i => $"{i}"));
    }

    [Fact]
    public void A_source_that_breaks_down_ends_the_work_with_its_own_message()
    {
        using ModelSet models = Models();
        CountingSource source = new(count: 100) { BreaksAt = 50 };
        int taken = 0;
        Should
            .Throw<BadInputException>(() =>
            {
                foreach (
                    Prediction[] _ in InferencePipeline.Run(source, models, Options(batch: 8), CancellationToken.None)
                )
                    taken++;
            })
            .Message.ShouldBe("no more");
        taken.ShouldBe(48);
    }

    [Fact]
    public void An_interruption_in_the_middle_is_never_taken_for_the_end()
    {
        using ModelSet models = Models();
        for (int repeat = 0; repeat < 50; repeat++)
        {
            using CancellationTokenSource stop = new();
            CountingSource source = new(count: 1000)
            {
                OnHand = image => (image == 100 + repeat ? stop : null)?.Cancel(),
            };
            Should.Throw<OperationCanceledException>(() =>
                InferencePipeline.Run(source, models, Options(batch: 4), stop.Token).Count()
            );
        }
    }

    [Fact]
    public void A_split_that_is_read_as_it_goes_gives_what_the_whole_archive_gives()
    {
        string archive = _place.Archive(ArchiveBuilder.Valid());
        ImageSplit whole = MedMnistArchive.Read(archive).Test;
        using SplitReader reader = MedMnistArchive.OpenSplit(archive, "test");
        reader.Labels.ShouldBe(whole.Labels);
        for (int i = 0; i < whole.Count; i++)
            reader.ReadNext().ShouldBe(whole.Image(i).ToArray());
    }

    [Fact]
    public void An_archive_whose_first_axis_is_the_fastest_gives_the_same_images()
    {
        byte[] rows = ArchiveBuilder.Pixels(3 * 64);
        byte[] columns = new byte[rows.Length];
        for (int n = 0; n < 3; n++)
        for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++)
            columns[n + 3 * y + 24 * x] = rows[n * 64 + y * 8 + x];
        string archive = _place.Archive(
            ArchiveBuilder.Valid().With("test_images", ArchiveBuilder.Npy("|u1", "(3, 8, 8)", columns, fortran: true))
        );
        using SplitReader reader = MedMnistArchive.OpenSplit(archive, "test");
        for (int n = 0; n < 3; n++)
            reader.ReadNext().ShouldBe(rows[(n * 64)..(n * 64 + 64)]);
    }

    private static PipelineOptions Options(int batch) => new(Workers: 2, batch, FailOnBroken: false);

    private ModelSet Models() =>
        ModelSet.Load([_place.Model()], DeviceRequest.Cpu, threads: 1, ensemble: false, threshold: null);

    private sealed class CountingSource(int count) : ImageSource
    {
        private int _handed;

        public Func<int, int> Delay { get; init; } = _ => 0;

        public Action<int> OnHand { get; init; } = _ => { };

        public int? BreaksAt { get; init; }

        public int Handed => Volatile.Read(ref _handed);

        public override string Dataset => "counted";

        public override string Split => "all";

        public override int? Count => count;

        public override IEnumerable<SourceImage> Images(CancellationToken cancellation)
        {
            for (int i = 0; i < count; i++)
            {
                if (i == BreaksAt)
                    throw new BadInputException("no more");
                Interlocked.Increment(ref _handed);
                OnHand(i);
                int delay = Delay(i);
                yield return new SourceImage(
                    $"{i}",
                    null,
                    (_, destination) =>
                    {
                        Thread.Sleep(delay);
                        destination.Clear();
                    }
                );
            }
        }

        public override void Dispose() { }
    }
}
