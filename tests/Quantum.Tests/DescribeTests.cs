using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class DescribeTests
{
    [Theory]
    [InlineData("4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>")]
    [InlineData("3: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <Z0> <X1 X2>")]
    [InlineData("2: IQPEmbedding BasicEntanglerLayers(layers=1) <Z> P(01)")]
    [InlineData("2: AmplitudeEmbedding(normalize=true) BasicEntanglerLayers(layers=1) <Z>")]
    [InlineData("2: RX(2*x0)[0] CRY(x0+w0)[0,1] RZ(w1)[0] RX(w0+w2)[1] <Z1>")]
    [InlineData("2: RX(2*x0)[0]")]
    [InlineData("10: AngleEmbedding StronglyEntanglingLayers(layers=3) <Z>")]
    public void Print(string text) => System.Console.WriteLine(Circuit.Parse(text).Describe());
}
