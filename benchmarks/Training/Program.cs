using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using QImpact.Benchmarks;

// In one process, so that both sides of a ratio share the libraries, the threads and the noise of the machine.
IConfig config = ManualConfig
    .Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Default))
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
string[] all = args.Length > 0 ? args : ["--filter=*"];
BenchmarkSwitcher.FromAssembly(typeof(LayerBenchmarks).Assembly).Run(all, config);
