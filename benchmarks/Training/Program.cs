using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using QImpact.Benchmarks;
using QImpact.Benchmarks.Peers;
using QImpact.Terminal;

// Without arguments: the ratios of a training step. "--turns=N" takes more of them; "--circuits" times quantum layers in all
// their forms; "peers" takes turns with PyTorch; "--filter=PATTERN" runs BenchmarkDotNet's benchmarks instead, in one process, so that
// both sides of a ratio share libraries and threads.
if (args is ["peers", ..])
    return await CommandProgram.RunAsync(new("QImpact beside others.") { PeersCommand.Create() }, args);
const string turns = "--turns=";
if (args is [] || args[0].StartsWith(turns, StringComparison.Ordinal))
{
    StepRatios.Print(args is [] ? 60 : int.Parse(args[0][turns.Length..], CultureInfo.InvariantCulture));
    return 0;
}
if (args[0] == "--circuits")
{
    CircuitTimes.Print();
    return 0;
}
IConfig config = ManualConfig
    .Create(DefaultConfig.Instance)
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(LayerBenchmarks).Assembly).Run(args, config);
return 0;
