using QImpact.Data;
using QImpact.Quantum.Noise;
using QImpact.Training.Commands;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class NoiseOptionTests
{
    [Fact]
    public void Probabilities_are_read_by_their_kinds()
    {
        NoiseOption.Parse(null).ShouldBeNull();
        NoiseOption
            .Parse("depolarizing=0.01,bit-flip=0.02,phase-flip=0.03,readout=1e-3")
            .ShouldBe(new NoiseModel(Depolarizing: 0.01, BitFlip: 0.02, PhaseFlip: 0.03, Readout: 0.001));
    }

    [Theory]
    [InlineData("", "'' is no probability of a kind")]
    [InlineData("0.01", "'0.01' is no probability of a kind")]
    [InlineData("readout=2", "'readout=2' is no probability of a kind")]
    [InlineData("readout=NaN", "'readout=NaN' is no probability of a kind")]
    [InlineData("readout=0.1,readout=0.2", "readout is given twice")]
    [InlineData("damping=0.1", "there is no noise 'damping'")]
    public void Anything_else_is_refused_with_an_example(string text, string problem)
    {
        string message = Should.Throw<BadInputException>(() => NoiseOption.Parse(text)).Message;
        message.ShouldStartWith($"--noise={text}: {problem}; expected probabilities from 0 to 1");
    }
}
