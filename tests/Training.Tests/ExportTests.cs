using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Inference;
using QImpact.Inference.Sessions;
using QImpact.Inference.Verification;
using QImpact.Onnx;
using QImpact.Onnx.Format;
using QImpact.Quantum.Noise;
using QImpact.Terminal;
using QImpact.Tests;
using QImpact.Training.Epochs;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class ExportTests : IDisposable
{
    // design of the contract: what ONNX Runtime, OpenCV DNN 4.6, onnxruntime-node and -web all do right.
    private static readonly string[] Allowed =
    [
        "Add",
        "BatchNormalization",
        "Concat",
        "Conv",
        "Cos",
        "Flatten",
        "Gemm",
        "GlobalAveragePool",
        "MatMul",
        "MaxPool",
        "Mul",
        "Relu",
        "Sin",
        "Softmax",
        "Tanh",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Architecture, Stem> Networks =>
        [
            .. Architecture.All.Select(architecture => (architecture, Stem.Imagenet)),
            .. Architecture.Paper.Select(architecture => (architecture, Stem.Small)),
        ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_graph_has_standard_operators_only_no_dead_end_and_a_shape_for_every_value(
        Architecture architecture,
        Stem stem
    )
    {
        ModelProto file = ModelProto.Parser.ParseFrom(Export(architecture, stem));
        GraphProto graph = file.Graph;

        file.IrVersion.ShouldBe(8);
        file.OpsetImport.ShouldHaveSingleItem().Version.ShouldBe(17);
        graph.Node.ShouldAllBe(node => node.Domain == "" && Allowed.Contains(node.OpType));
        string[] produced = [.. graph.Node.SelectMany(node => node.Output)];
        string[] constants = [.. graph.Initializer.Select(tensor => tensor.Name)];
        string[] read = [.. graph.Node.SelectMany(node => node.Input)];
        string[] outputs = [.. graph.Output.Select(output => output.Name)];
        OnnxChecker.Check(Export(architecture, stem)).ShouldBeEmpty();
        produced.Concat(constants).ShouldBeUnique();
        produced.Except(read).Except(outputs).ShouldBeEmpty();
        constants.Except(read).ShouldBeEmpty();
        read.Except(produced).Except(constants).ShouldBe(["images"]);
        produced.Except(graph.ValueInfo.Concat(graph.Output).Select(value => value.Name)).ShouldBeEmpty();
        graph.Node.Select(node => node.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_file_gives_TorchSharps_numbers_in_ONNX_Runtime_at_any_batch_size(
        Architecture architecture,
        Stem stem
    )
    {
        using ImageClassifier model = ModelTests.Create(architecture, stem);
        Randomise(model);
        using Classifier classifier = Load(OnnxExporter.Export(model, 1, 28, Metadata(architecture)));
        using ImageTensors images = new(Phantoms.Small.Test);
        Evaluation expected = Evaluation.Run(model, images, TestContext.Current.CancellationToken);

        int[] all = [.. Enumerable.Range(0, Phantoms.Small.Test.Count)];
        ClassifierOutput whole = classifier.Run(Phantoms.Small.Test, all);
        double[] reference = QuantumReference.Evaluate(model, images);
        Parity parity = ParityCheck.Compare([new SplitOutputs("test", expected, whole, reference)], "reference");
        parity.Probabilities.Largest.ShouldBeLessThan(1e-5);
        parity.ChangedDecisions.ShouldBe(0);
        (parity.Expectations is null).ShouldBe(!architecture.IsHybrid);
        (parity.Expectations?.TorchAndOnnx.Largest ?? 0).ShouldBeLessThan(1e-4);
        (parity.Expectations?.ReferenceAndTorch.Largest ?? 0).ShouldBeLessThan(1e-6);

        float[] one = new float[784];
        Phantoms.Small.Test.CopyScaled(3, one);
        ClassifierOutput single = classifier.Run(one, 1);
        single.Probabilities[1].ShouldBe(whole.Probabilities[3 * 2 + 1], 1e-5);
    }

    [Fact]
    public void The_quantum_block_is_an_affine_map_a_cosine_and_a_matrix()
    {
        ModelProto file = ModelProto.Parser.ParseFrom(Export(Architecture.QuantumEnd, Stem.Imagenet));
        NodeProto[] quantum =
        [
            .. file.Graph.Node.Where(node => node.Name.StartsWith("quantum/", StringComparison.Ordinal)),
        ];
        quantum.Select(node => node.OpType).ShouldBe(["Gemm", "Cos", "MatMul"]);
        file.Graph.Output.Select(output => output.Name).ShouldBe(["expectations", "logits", "probabilities"]);
    }

    [Fact]
    public void Exporting_twice_gives_the_same_bytes()
    {
        using ImageClassifier model = ModelTests.Create(Architecture.QuantumMid, Stem.Imagenet);
        byte[] first = OnnxExporter.Export(model, 1, 28, Metadata(Architecture.QuantumMid));
        OnnxExporter.Export(model, 1, 28, Metadata(Architecture.QuantumMid)).ShouldBeTheBytes(first);
    }

    [Fact]
    public void The_contract_has_named_inputs_and_outputs_with_a_dynamic_batch()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(Export(Architecture.QuantumMid, Stem.Small)).Graph;
        Shape(graph.Input.ShouldHaveSingleItem()).ShouldBe("images [batch, 1, 28, 28]");
        graph
            .Output.Select(Shape)
            .ShouldBe(["expectations [batch, 4]", "logits [batch, 2]", "probabilities [batch, 2]"]);

        static string Shape(ValueInfoProto value) =>
            $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? d.DimParam : $"{d.DimValue}"))}]";
    }

    [Fact]
    public void The_file_says_of_itself_what_a_reader_needs()
    {
        using Classifier classifier = Load(Export(Architecture.QuantumMid, Stem.Imagenet));
        classifier.Metadata.ClassNames.ShouldBe(["malignant", "normal/benign"]);
        (classifier.Metadata with { ClassNames = [] }).ShouldBe(
            Metadata(Architecture.QuantumMid) with
            {
                ClassNames = [],
            }
        );
        classifier.Contract.ShouldBe(new ModelContract(1, 28, 2, 4));
    }

    [Fact]
    public void Normalisation_is_inside_the_graph()
    {
        byte[] file = OnnxExporter.Export(new NamedLayer("normalise", new Normalise(0.25, 0.5)), 2, 1, 1);
        OnnxRun.Single(file, [0f, 1f, 0.25f, 0.5f], [2, 2, 1, 1]).ShouldBe([-0.5f, 1.5f, 0f, 0.5f]);
    }

    [Fact]
    public void A_layer_without_a_lowering_is_named()
    {
        Should
            .Throw<NotSupportedException>(() => OnnxExporter.Export(new NamedLayer("gate", nn.GELU()), 4))
            .Message.ShouldStartWith(
                "layer 'gate' is a GELU, which has no ONNX lowering; there is one for AvgPool2d, "
            );
    }

    [Fact]
    public void A_name_given_twice_is_refused()
    {
        GraphBuilder graph = new("twice");
        GraphValue input = graph.Input("input", 3);
        graph.Node("Relu", "relu", input.Shape, [input.Name]);
        Should
            .Throw<InvalidOperationException>(() => graph.Node("Relu", "relu", input.Shape, [input.Name]))
            .Message.ShouldBe("the graph has two values called 'relu'");
    }

    [Fact]
    public void A_finished_run_is_exported_with_its_card_and_parity_table_and_nothing_else_is_left()
    {
        RunFolder run = Phantoms.Train(_folder.File("run"));
        string models = _folder.File("models");
        ExportSummary summary = RunExport.Execute(run, models, null, CancellationToken.None);

        Directory
            .GetFiles(models)
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe([
                "phantom-quantum-mid-matched-e1-s0.json",
                "phantom-quantum-mid-matched-e1-s0.onnx",
                "phantom-quantum-mid-matched-e1-s0.parity.csv",
            ]);
        ModelCard card = Json.ReadFile<ModelCard>(summary.Card);
        card.Purpose.ShouldStartWith("PHANTOM");
        card.Bytes.ShouldBe(new FileInfo(summary.Model).Length);
        card.Parity.Images.ShouldBe(78 + 156);
        card.Parity.ChangedDecisions.ShouldBe(0);
        card.Parity.Expectations!.ReferenceAndOnnx.Largest.ShouldBeLessThan(1e-4);
        card.Run.Architecture.ShouldBe("quantum-mid");
        string[] table = File.ReadAllLines(summary.ParityTable);
        table.Length.ShouldBe(1 + 78 + 156);
        table[0]
            .ShouldBe(
                "split,sample_id,label,expectation_0,expectation_1,expectation_2,expectation_3,logit_0,logit_1,score_0,score_1,reference_0,reference_1,reference_2,reference_3"
            );
        byte[] first = File.ReadAllBytes(summary.Model);
        RunExport.Execute(run, models, null, CancellationToken.None);
        File.ReadAllBytes(summary.Model).ShouldBeTheBytes(first);
    }

    [Fact]
    public void Options_have_names_of_their_own_and_the_card_says_them()
    {
        RunFolder run = Phantoms.Train(_folder.File("run"));
        string models = _folder.File("options");
        ExportSummary Execute(ExportOptions options) =>
            RunExport.Execute(run, models, null, CancellationToken.None, options);

        ExportSummary half = Execute(new ExportOptions(Precision: Precision.Fp16));
        Path.GetFileName(half.Model).ShouldBe("phantom-quantum-mid-matched-e1-s0-fp16.onnx");
        ModelProto file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(half.Model));
        OnnxChecker.Check(File.ReadAllBytes(half.Model)).ShouldBeEmpty();
        file.Graph.Node.Where(node => node.OpType == "Cast")
            .Select(node => node.Name)
            .ShouldBe(["images/half", "pool/mean/single"]);
        file.Graph.Initializer.First(tensor => tensor.Name == "stem/conv/weight").DataType.ShouldBe(10);
        file.Graph.Initializer.First(tensor => tensor.Name == "reduce/weight").DataType.ShouldBe(1);
        ModelCard card = Json.ReadFile<ModelCard>(half.Card);
        (card.Precision, card.Parity.Tolerance).ShouldBe(("fp16", 0.02));
        card.Parity.Probabilities.Largest.ShouldBeInRange(1e-6, 0.02);

        NoiseModel noise = new() { Layers = [Channel.Depolarizing(0.05)], Readout = new ReadoutError(0.02) };
        ExportSummary noisy = Execute(new ExportOptions(Batch: 16, Noise: noise, Layout: Layout.Triton));
        noisy.Model.ShouldEndWith(Path.Combine("phantom-quantum-mid-matched-e1-s0-noise-b16", "1", "model.onnx"));
        File.ReadAllText(noisy.TritonConfig!).ShouldContain("max_batch_size: 0\n");
        File.ReadAllText(noisy.TritonConfig!).ShouldContain("dims: [ 16, 1, 28, 28 ]");
        card = Json.ReadFile<ModelCard>(noisy.Card);
        NoiseFile.Of("card", card.Noise!.Value).ShouldBe(noise);
        (card.Batch, card.Parity.ChangedDecisions).ShouldBe((16, 0));
        card.Outputs[2].Meaning.ShouldContain("DepolarizingChannel(0.05)[3]");

        foreach (ExportSummary summary in new[] { half, noisy })
            Verifier
                .Verify(summary.Model, null, (DeviceRequest.Cpu, new CudaSettings()), 1, CancellationToken.None)
                .Checks.ShouldAllBe(check => check.Passed);
    }

    [Fact]
    public void A_run_whose_weights_are_whole_kernels_is_exported_to_the_same_file()
    {
        string data = Phantoms.Archive(_folder);
        RunFolder run = Phantoms.Train(_folder.File("run"), data, Phantoms.Of(Architecture.QuantumEnd));
        ExportSummary cropped = RunExport.Execute(run, _folder.File("cropped"), data, CancellationToken.None);

        // A run of the schema of whole kernels, whose dead taps have weights too.
        RunConfig config = run.ReadConfig();
        using ImageClassifier live = TrainedNetwork.Load(run, config);
        using ImageClassifier whole = ModelTests.Create(
            Architecture.QuantumEnd,
            Stem.Imagenet,
            Classifiers.SizeOfWholeKernels
        );
        using (no_grad())
        {
            foreach ((string name, Tensor value) in whole.state_dict())
                if (live.state_dict()[name].shape.SequenceEqual(value.shape))
                    value.copy_(live.state_dict()[name]);
            var kernels = whole.modules().OfType<LiveConvolution>().Zip(live.modules().OfType<LiveConvolution>());
            foreach ((LiveConvolution all, LiveConvolution own) in kernels)
                own.Taps.Crop(all.Weight).copy_(own.Weight);
        }
        RunResult result = run.ReadResult();
        whole.save(run.BestWeightsFile);
        Json.WriteFile(run.ConfigFile, config with { Schema = RunConfig.WholeKernelSchema });
        RunChecksums.Seal(run, result);

        ExportSummary exported = RunExport.Execute(run, _folder.File("whole"), data, CancellationToken.None);
        new FileInfo(run.BestWeightsFile).Length.ShouldBeGreaterThan(2 * new FileInfo(exported.Model).Length);
        File.ReadAllBytes(exported.Model).ShouldBe(File.ReadAllBytes(cropped.Model));
    }

    private static byte[] Export(Architecture architecture, Stem stem)
    {
        using ImageClassifier model = ModelTests.Create(architecture, stem);
        return OnnxExporter.Export(model, 1, 28, Metadata(architecture));
    }

    private Classifier Load(byte[] bytes)
    {
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, bytes);
        return Classifier.Load(path, DeviceRequest.Cpu, threads: 1);
    }

    private static ModelMetadata Metadata(Architecture architecture) =>
        new(
            $"phantom-{architecture.Name}-matched-s0",
            architecture.Name,
            "matched",
            0,
            ["malignant", "normal/benign"],
            0,
            "phantom",
            "0123",
            true,
            "0.0.0",
            architecture.IsHybrid ? "circuit" : null
        );

    // Fresh statistics (mean 0, variance 1), and a head's first parameters, would hide an error in a lowering.
    private static void Randomise(ImageClassifier model)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor buffer) in model.named_buffers())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal))
                buffer.normal_(0, 0.1);
            else if (name.EndsWith("running_var", StringComparison.Ordinal))
                buffer.uniform_(0.5, 2);
        }
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
            if (
                name.StartsWith("tanh.", StringComparison.Ordinal)
                || name.StartsWith("trigonometric.", StringComparison.Ordinal)
            )
                parameter.add_(rand_like(parameter), Scalars.One);
    }
}
