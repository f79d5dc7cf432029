using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Tests;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class HeadTests
{
    // docs/heads.md. In front, (features + 1) x 4 weights, behind (4 + 1) x 2; fc has (features + 1) x 2.
    [Theory]
    [InlineData("baseline", 512, null, 0)]
    [InlineData("end-linear", 512, 4, 0)]
    [InlineData("end-tanh", 512, 4, 8)]
    [InlineData("end-dense", 512, 4, 20)]
    [InlineData("quantum-end", 512, 4, 8)]
    [InlineData("end-separable", 512, 4, 8)]
    [InlineData("end-frozen", 512, 4, 0)]
    [InlineData("end-trigonometric", 512, 4, 12)]
    [InlineData("mid-fc", 256, null, 0)]
    [InlineData("mid-linear", 256, 4, 0)]
    [InlineData("mid-tanh", 256, 4, 8)]
    [InlineData("quantum-mid", 256, 4, 8)]
    public void Every_head_has_its_parameters_and_training_moves_all_of_them(
        string name,
        int features,
        int? width,
        int between
    )
    {
        using DisposeScope scope = NewDisposeScope();
        _ = manual_seed(3);
        Architecture architecture = Architecture.Parse(name);
        using ImageClassifier model = ModelTests.Create(architecture, Stem.Imagenet);
        NamedLayer[] head = [.. model.Layers.SkipWhile(layer => layer.Name != "pool").Skip(1)];
        long expected = width is { } w ? (features + 1) * w + between + (w + 1) * 2 : (features + 1) * 2;
        Trained(head).Sum(parameter => parameter.numel()).ShouldBe(expected);
        model.ParameterCount.ShouldBe((features == 512 ? 11_170_240 : 2_776_512) + expected);

        double[] frozen = model.Quantum?.WeightValues() ?? [];
        double[][] before = [.. model.TrainedParameters.Select(parameter => parameter.ToDoubles())];
        using Optimisers.Adam adam = new(model.TrainedParameters);
        nn.functional.cross_entropy(model.call(rand(8, 1, 28, 28)), tensor([0L, 1, 0, 1, 0, 1, 0, 1])).backward();
        foreach (Parameter parameter in model.TrainedParameters)
            parameter.grad!.abs().sum().Value().ShouldBePositive();
        adam.Step(1e-3);
        double[][] after = [.. model.TrainedParameters.Select(parameter => parameter.ToDoubles())];
        foreach ((double[] first, double[] second) in before.Zip(after))
            second.ShouldNotBe(first);
        if (architecture.Head is Head.Frozen)
            model.Quantum!.WeightValues().ShouldBe(frozen);
    }

    [Fact]
    public void The_page_on_heads_has_each_ones_parameters()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "heads.md"));
        foreach (Architecture architecture in Architecture.All)
        {
            HeadDescription head = HeadDescription.Of(Phantoms.Of(architecture));
            long between = head
                .Layers.Where(layer => layer.Name is not ("reduce" or "head" or "fc"))
                .Sum(l => l.Trained);
            lines
                .Single(line => line.StartsWith($"| `{architecture.Name}` |", StringComparison.Ordinal))
                .Split('|')[3]
                .Trim()
                .ShouldBe($"{between}", architecture.Name);
        }
    }

    [Fact]
    public void Networks_with_the_same_stages_begin_with_the_same_ones()
    {
        foreach (int stages in new[] { 3, 4 })
        {
            // fc of the baseline, which is as old as the project, draws its weights first.
            double[][] first =
            [
                .. Architecture
                    .All.Where(architecture => architecture.Stages == stages && architecture != Architecture.Baseline)
                    .Select(architecture => Made(architecture, 0).Layers.Single(layer => layer.Name == "layer3"))
                    .Select(stage => stage.Layer.parameters().First().ToDoubles()),
            ];
            first.ShouldAllBe(weights => weights.SequenceEqual(first[0]));
        }
    }

    [Fact]
    public void The_quantum_the_frozen_and_the_trigonometric_head_begin_as_the_same_function()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = rand(5, 1, 28, 28);
        double[] quantum = Logits("quantum-end");
        Logits("end-frozen").ShouldBe(quantum);
        Logits("end-trigonometric").ShouldBe(quantum, 1e-5);

        double[] Logits(string name)
        {
            ImageClassifier model = Made(Architecture.Parse(name), 4);
            model.eval();
            return model.call(images).ToDoubles();
        }
    }

    // y = tanh(a x + b): dy/dx = a (1 - y^2), dy/da = x (1 - y^2), dy/db = 1 - y^2.
    [Fact]
    public void The_tanh_of_each_feature_has_the_values_and_gradients_of_the_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        ScaledTanh layer = new(3, ScalarType.Float64);
        layer.call(Row(0.5, -1, 2)).ToDoubles().ShouldBe(Each(0.5, -1, 2, Math.Tanh), 1e-15);
        double[] a = [0.5, -2, 3];
        double[] b = [0.25, 1, -1];
        using (no_grad())
        {
            layer.Weight.copy_(tensor(a));
            layer.Bias.copy_(tensor(b));
        }
        Tensor x = Row(0.3, 0.7, 0.4);
        x.requires_grad = true;
        Tensor y = layer.call(x);
        y.sum().backward();
        for (int i = 0; i < 3; i++)
        {
            double at = x.ToDoubles()[i];
            double value = Math.Tanh(a[i] * at + b[i]);
            y.ToDoubles()[i].ShouldBe(value, 1e-15);
            x.grad!.ToDoubles()[i].ShouldBe(a[i] * (1 - value * value), 1e-14);
            layer.Weight.grad!.ToDoubles()[i].ShouldBe(at * (1 - value * value), 1e-14);
            layer.Bias.grad!.ToDoubles()[i].ShouldBe(1 - value * value, 1e-14);
        }
    }

    [Fact]
    public void The_dense_head_is_tanh_of_a_linear_map()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageClassifier model = Made(Architecture.Parse("end-dense"), 1);
        NamedLayer[] dense = [.. model.Layers.SkipWhile(layer => layer.Name != "dense").Take(2)];
        foreach (NamedLayer layer in dense)
            layer.Layer.to(ScalarType.Float64);
        Tensor x = Row(0.3, -0.7, 1.4, 0.1);
        double[] y = dense.Aggregate(x, (value, layer) => layer.Layer.call(value)).ToDoubles();
        double[] w = ((Linear)dense[0].Layer).weight.ToDoubles();
        double[] b = ((Linear)dense[0].Layer).bias!.ToDoubles();
        for (int k = 0; k < 4; k++)
            y[k].ShouldBe(Math.Tanh(b[k] + x.ToDoubles().Select((at, i) => w[4 * k + i] * at).Sum()), 1e-14);
    }

    // The monomials of design.md: of t_i = x_i + w_i, 4 in the first output, 2 in the second and third, 4 in the fourth.
    [Fact]
    public void The_trigonometric_layer_is_the_papers_monomials_with_free_coefficients()
    {
        using DisposeScope scope = NewDisposeScope();
        TrigonometricLayer layer = Trigonometric(KnownCircuits.Paper);
        layer.Coefficients.shape.ShouldBe([12]);
        double[] c = [.. Enumerable.Range(1, 12).Select(i => 0.1 * i)];
        using (no_grad())
            layer.Coefficients.copy_(tensor(c));
        double[] x = [0.3, -0.7, 1.4, 0.1];
        double[] w = layer.Angles.ToDoubles();
        double[] cos = [.. x.Select((at, i) => Math.Cos(at + w[i]))];
        double[] sin = [.. x.Select((at, i) => Math.Sin(at + w[i]))];
        Dictionary<string, double> monomials = new()
        {
            ["0:cos(t0)*cos(t1)*cos(t3)"] = cos[0] * cos[1] * cos[3],
            ["0:sin(t0)*sin(t1)*sin(t3)"] = sin[0] * sin[1] * sin[3],
            ["0:cos(t0)*sin(t1)*sin(t3)"] = cos[0] * sin[1] * sin[3],
            ["0:sin(t0)*cos(t1)*cos(t3)"] = sin[0] * cos[1] * cos[3],
            ["1:cos(t0)*cos(t2)*cos(t3)"] = cos[0] * cos[2] * cos[3],
            ["1:sin(t0)*sin(t2)*cos(t3)"] = sin[0] * sin[2] * cos[3],
            ["2:cos(t1)*cos(t3)"] = cos[1] * cos[3],
            ["2:sin(t1)*sin(t3)"] = sin[1] * sin[3],
            ["3:cos(t0)*cos(t2)"] = cos[0] * cos[2],
            ["3:sin(t0)*cos(t2)"] = sin[0] * cos[2],
            ["3:cos(t0)*sin(t2)"] = cos[0] * sin[2],
            ["3:sin(t0)*sin(t2)"] = sin[0] * sin[2],
        };
        Tensor outputs = layer.call(tensor(x).unsqueeze(0));
        double[] expected = new double[4];
        for (int t = 0; t < 12; t++)
        {
            CoefficientTerm term = layer.Form.Terms[t];
            expected[term.Output] += c[t] * monomials[Key(term)];
        }
        outputs.ToDoubles().ShouldBe(expected, 1e-14);

        outputs[0, 0].backward();
        double[] gradient = layer.Coefficients.grad!.ToDoubles();
        for (int t = 0; t < 12; t++)
            gradient[t].ShouldBe(layer.Form.Terms[t].Output == 0 ? monomials[Key(layer.Form.Terms[t])] : 0, 1e-14);

        string Key(CoefficientTerm term) => $"{term.Output}:{layer.Form.Monomials[term.Monomial]}";
    }

    [Theory]
    [InlineData("4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>")]
    [InlineData("3: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z> <X0 X1>")]
    [InlineData(
        "2: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=1) AngleEmbedding(X) BasicEntanglerLayers(RY, layers=1) <Z>"
    )]
    [InlineData("2: IQPEmbedding BasicEntanglerLayers(layers=1) <Z>")]
    public void At_first_the_trigonometric_layer_is_the_circuit(string text)
    {
        using DisposeScope scope = NewDisposeScope();
        TrigonometricLayer layer = Trigonometric(Circuit.Parse(text));
        Tensor x = rand(7, layer.Form.Circuit.InputCount, dtype: ScalarType.Float64) * Scalars.Of(6);
        x.requires_grad = true;
        Tensor outputs = layer.call(x);
        outputs.sum().backward();
        double[] angles = layer.Angles.ToDoubles();
        for (int sample = 0; sample < 7; sample++)
        {
            ExpectationJacobian circuit = layer.Form.Differentiate(x[sample].ToDoubles(), angles);
            outputs[sample].ToDoubles().ShouldBe([.. circuit.Values], 1e-12);
            for (int i = 0; i < layer.Form.Circuit.InputCount; i++)
                x.grad![sample, i]
                    .Value()
                    .ShouldBe(
                        Enumerable.Range(0, layer.Form.Circuit.OutputCount).Sum(k => circuit.Inputs[k, i]),
                        1e-12
                    );
        }
    }

    [Fact]
    public void A_trigonometric_head_of_a_circuit_in_another_form_is_refused_in_one_line()
    {
        Circuit large = Circuit.Parse("6: AngleEmbedding(Y) StronglyEntanglingLayers(layers=4) <Z>");
        BadInputException refused = Should.Throw<BadInputException>(() =>
            Network.Of(Architecture.Parse("end-trigonometric"), () => large.Compile())
        );
        refused.Message.ShouldStartWith("end-trigonometric needs a circuit whose cheapest form is its polynomials");
        refused.Message.ShouldContain("take fewer layers or inputs");
        refused.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void A_separable_head_without_inputs_left_is_refused_in_one_line()
    {
        Circuit entangled = Circuit.Parse("2: AmplitudeEmbedding(normalize=true) BasicEntanglerLayers(layers=1) <Z>");
        BadInputException refused = Should.Throw<BadInputException>(() =>
            Network.Of(Architecture.Parse("end-separable"), () => entangled.Compile())
        );
        refused.Message.ShouldStartWith("end-separable leaves out the operations on several wires");
        refused.Message.ShouldContain("no input changes an output of what is left");
        refused.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void The_separable_circuit_on_record_is_the_one_that_is_computed_and_is_read_back_as_itself()
    {
        Architecture separable = Architecture.Parse("end-separable");
        Network network = Network.Of(separable, () => KnownCircuits.Paper.Compile());
        network.CircuitText.ShouldBe(RunFamily.PaperCircuitWithoutEntanglement);
        Network
            .Of(separable, () => Circuit.Parse(network.CircuitText!).Compile())
            .CircuitText.ShouldBe(network.CircuitText);
    }

    private static TrigonometricLayer Trigonometric(Circuit circuit) =>
        new(SparseForm.Compile(circuit), ScalarType.Float64);

    private static ImageClassifier Made(Architecture architecture, int seed)
    {
        _ = manual_seed(seed);
        return ModelTests.Create(architecture, Stem.Imagenet);
    }

    private static IEnumerable<Parameter> Trained(IEnumerable<NamedLayer> layers) =>
        layers.SelectMany(layer => layer.Layer.parameters()).Where(parameter => parameter.requires_grad);

    private static Tensor Row(params double[] values) => tensor(values).unsqueeze(0);

    private static double[] Each(double a, double b, double c, Func<double, double> function) =>
        [function(a), function(b), function(c)];
}
