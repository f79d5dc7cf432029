using System.Collections.Concurrent;
using System.Collections.Immutable;
using Shouldly;
using Xunit;

namespace QImpact.Study.Tests;

public sealed class SchedulerTests
{
    private static readonly Room TwoCores = new(Cores: 2, Bytes: 100);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new();

    [Fact]
    public async Task Jobs_begin_in_the_order_of_the_list_as_many_at_a_time_as_there_is_room_for()
    {
        Task<ImmutableArray<Undone>> running = Run(TwoCores, Job("a"), Job("b"), Job("c"));
        await Begun("a", "b");
        _log.ShouldNotContain("c begins");
        End("b");
        await Begun("c");
        _log.ShouldNotContain("a ends");
        End("a");
        End("c");
        (await running).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_waits_for_those_before_it_and_one_behind_it_in_the_list_goes_first()
    {
        Task<ImmutableArray<Undone>> running = Run(TwoCores, Job("a"), Job("b", after: "a"), Job("c"));
        await Begun("a", "c");
        End("c");
        _log.ShouldNotContain("b begins");
        End("a");
        await Begun("b");
        End("b");
        (await running).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_needs_all_of_the_machine_or_more_runs_alone()
    {
        Task<ImmutableArray<Undone>> running = Run(
            TwoCores,
            Job("a"),
            Job("wide") with
            {
                Needs = new Room(4, 1),
            },
            Job("b")
        );
        await Begun("a", "b");
        End("a");
        _log.ShouldNotContain("wide begins");
        End("b");
        await Begun("wide");
        End("wide");
        (await running).ShouldBeEmpty();
    }

    [Fact]
    public async Task Memory_limits_what_runs_side_by_side_where_processors_do_not()
    {
        Room needs = new(1, 60);
        Task<ImmutableArray<Undone>> running = Run(
            TwoCores,
            Job("a") with
            {
                Needs = needs,
            },
            Job("b") with
            {
                Needs = needs,
            }
        );
        await Begun("a");
        End("a");
        await Begun("b");
        End("b");
        await running;
        _log.ShouldBe(["a begins", "a ends", "b begins", "b ends"]);
    }

    [Fact]
    public async Task A_failure_costs_the_job_and_those_after_it_and_no_other()
    {
        Task<ImmutableArray<Undone>> running = Run(
            TwoCores,
            Job("a"),
            Job("b", after: "a"),
            Job("c", after: "b"),
            Job("d")
        );
        await Begun("a", "d");
        _ends["a"].SetException(new InvalidOperationException("broken"));
        End("d");
        ImmutableArray<Undone> undone = await running;
        undone.Select(job => (job.Name, job.Failure?.Message)).ShouldBe([("a", "broken"), ("b", null), ("c", null)]);
        _log.ShouldContain("d ends");
    }

    [Fact]
    public async Task Asked_to_stop_it_begins_nothing_more_and_waits_for_what_runs()
    {
        using CancellationTokenSource stop = new();
        Task<ImmutableArray<Undone>> running = Scheduler.RunAsync(
            [Job("a"), Job("b", after: "a")],
            TwoCores,
            stop.Token
        );
        await Begun("a");
        await stop.CancelAsync();
        running.IsCompleted.ShouldBeFalse();
        End("a");
        await Should.ThrowAsync<OperationCanceledException>(running);
        _log.ShouldBe(["a begins", "a ends"]);
    }

    private static Task<ImmutableArray<Undone>> Run(Room room, params Job[] jobs) =>
        Scheduler.RunAsync(jobs, room, CancellationToken.None);

    // It ends when the test says so.
    private Job Job(string name, params ImmutableArray<string> after)
    {
        TaskCompletionSource end = _ends[name] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Job(
            name,
            after,
            new Room(1, 1),
            async _ =>
            {
                _log.Enqueue($"{name} begins");
                await end.Task;
                _log.Enqueue($"{name} ends");
            }
        );
    }

    private void End(string name) => _ends[name].SetResult();

    private async Task Begun(params string[] names)
    {
        while (!names.All(name => _log.Contains($"{name} begins")))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
