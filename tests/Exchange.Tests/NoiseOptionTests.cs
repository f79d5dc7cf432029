using QImpact.Data;
using QImpact.Quantum.Noise;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

public sealed class NoiseOptionTests
{
    [Fact]
    public void Probabilities_and_times_are_read_by_their_kinds_and_channels_act_in_their_order()
    {
        NoiseOption.Parse(null).ShouldBeNull();
        NoiseOption.Parse("none").ShouldBe(new NoiseModel());
        NoiseOption
            .Parse(
                "depolarizing=0.01,bit-flip=0,amplitude-damping=0.02,phase-damping=3e-3,thermal=50/70/0.3,readout=1e-3/0.02"
            )
            .ShouldBe(
                new NoiseModel
                {
                    Layers =
                    [
                        Channel.Depolarizing(0.01),
                        Channel.AmplitudeDamping(0.02),
                        Channel.PhaseDamping(0.003),
                        Channel.ThermalRelaxation(0, 50, 70, 0.3),
                    ],
                    Readout = new ReadoutError(0.001, 0.02),
                }
            );
    }

    [Theory]
    [InlineData("", "'' is no probability of a kind")]
    [InlineData("0.01", "'0.01' is no probability of a kind")]
    [InlineData(
        "readout=2",
        "'readout=2' is no probability of a kind: ReadoutError with the probability 2; expected 0 to 1"
    )]
    [InlineData(
        "readout=NaN",
        "'readout=NaN' is no probability of a kind: ReadoutError with the probability NaN; expected 0 to 1"
    )]
    [InlineData("readout=0.1,readout=0.2", "readout is given twice")]
    [InlineData("damping=0.1", "there is no noise 'damping'")]
    [InlineData("thermal=0.1", "'thermal=0.1' has 1 numbers")]
    [InlineData(
        "thermal=1/3/1",
        "'thermal=1/3/1' is no probability of a kind: ThermalRelaxationError with t1 = 1 and t2 = 3; expected t2 of at most 2 t1"
    )]
    public void Anything_else_is_refused_with_an_example(string text, string problem)
    {
        string message = Should.Throw<BadInputException>(() => NoiseOption.Parse(text)).Message;
        message.ShouldStartWith($"--noise={text}: {problem}");
        message.ShouldContain("; expected probabilities from 0 to 1 and times, such as depolarizing=0.01");
    }
}
