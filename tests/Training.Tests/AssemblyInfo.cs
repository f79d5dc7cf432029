using QImpact.Training.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;
using static TorchSharp.torch;

// The tensor library has one global generator; tests that seed it must not run side by side.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(OneThread))]

namespace QImpact.Training.Tests;

/// <summary>These networks are small, and several test programs share few processors.</summary>
public sealed class OneThread
{
    public OneThread() => set_num_threads(1);
}
