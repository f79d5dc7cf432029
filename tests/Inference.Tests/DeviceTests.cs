using System.CommandLine;
using System.Reflection;
using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Inference.Sessions;
using QImpact.Terminal;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>What --device does, with the package that this build has, and on a GPU where there is one.</summary>
public sealed class DeviceTests : IDisposable
{
    private const string NoGpu = "ONNX Runtime finds no GPU here";

    private static readonly bool GpuPackage =
        typeof(Classifier)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "InferenceAccelerator")
            .Value == "cuda";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("auto", DeviceKind.Auto, 0, "auto")]
    [InlineData("cpu", DeviceKind.Cpu, 0, "cpu")]
    [InlineData("cuda", DeviceKind.Cuda, 0, "cuda")]
    [InlineData("cuda:0", DeviceKind.Cuda, 0, "cuda")]
    [InlineData("cuda:12", DeviceKind.Cuda, 12, "cuda:12")]
    public void A_device_is_read_and_written(string text, DeviceKind kind, int gpu, string written)
    {
        DeviceRequest.Parse(text).ShouldBe(new DeviceRequest(kind, gpu));
        $"{DeviceRequest.Parse(text)}".ShouldBe(written);
    }

    [Theory]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:99999999999")]
    [InlineData("CUDA")]
    [InlineData("gpu")]
    public void What_is_no_device_is_refused(string text)
    {
        Errors($"--device={text}")
            .ShouldHaveSingleItem()
            .ShouldStartWith($"--device={text}; expected one of auto, cpu, cuda, or cuda:N for GPU N, from 0");
    }

    [Theory]
    [InlineData("--tf32")]
    [InlineData("--gpu-memory=100")]
    public void A_gpus_options_do_not_go_with_the_cpu(string option)
    {
        Command command = new("run");
        DeviceOptions options = new("Where to run.");
        options.AddTo(command);
        Should
            .Throw<BadInputException>(() => options.Read(command.Parse([option, "--device=cpu"])))
            .Message.ShouldBe("--tf32 and --gpu-memory are a GPU's; --device=cpu has none");
        options.Read(command.Parse([option])).Device.ShouldBe(DeviceRequest.Auto);
    }

    [Fact]
    public void A_memory_limit_is_at_least_one_megabyte()
    {
        Errors("--gpu-memory=0").ShouldBe(["--gpu-memory=0; expected at least 1"]);
    }

    [Fact]
    public void A_session_on_a_gpu_has_fixed_algorithms_and_full_precision_unless_asked_for()
    {
        new CudaSettings()
            .ProviderOptions(1)
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["device_id"] = "1",
                    ["cudnn_conv_algo_search"] = "HEURISTIC",
                    ["use_tf32"] = "0",
                    ["arena_extend_strategy"] = "kSameAsRequested",
                },
                ignoreOrder: true
            );
        Dictionary<string, string> options = new CudaSettings(Tf32: true, MemoryMb: 5000).ProviderOptions(0);
        options["use_tf32"].ShouldBe("1");
        options["gpu_mem_limit"].ShouldBe("5242880000");
    }

    // The messages are ONNX Runtime 1.31.0's on Linux: without CUDA's libraries, a GPU, a second GPU, cuDNN, enough memory.
    [Theory]
    [InlineData(
        "[ErrorCode:RuntimeException] /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:2345 onnxruntime::Provider& "
            + "onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so "
            + "with error: libcublasLt.so.13: cannot open shared object file: No such file or directory\n",
        "ONNX Runtime's CUDA provider needs libcublasLt.so.13, which is not found"
    )]
    [InlineData(
        "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider_info.cc:63 static "
            + "onnxruntime::CUDAExecutionProviderInfo onnxruntime::CUDAExecutionProviderInfo::FromProviderOptions(const "
            + "onnxruntime::ProviderOptions&) [ONNXRuntimeError] : 1 : FAIL : provider_options_utils.h:187 Parse Failed to parse provider option "
            + "\"device_id\": CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=vm ; "
            + "file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider_info.cc ; line=70 ; "
            + "expr=cudaGetDeviceCount(&num_devices);",
        "CUDA says 'no CUDA-capable device is detected' (error 100)"
    )]
    [InlineData(
        "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider_info.cc:63 static "
            + "onnxruntime::CUDAExecutionProviderInfo onnxruntime::CUDAExecutionProviderInfo::FromProviderOptions(const "
            + "onnxruntime::ProviderOptions&) [ONNXRuntimeError] : 1 : FAIL : provider_options_utils.h:187 Parse Failed to parse provider option "
            + "\"device_id\": cuda_execution_provider_info.cc:71 operator() Invalid device ID: 1, must be between 0 (inclusive) and 1 (exclusive).",
        "there is no GPU 1, CUDA finds 1"
    )]
    [InlineData(
        "Non-zero status code returned while running BatchNormalization node. Name:'normalise' Status Message: cuDNN is unavailable for "
            + "CUDA Execution Provider: dlopen failed for libcudnn.so: libcudnn.so: cannot open shared object file: No such file or directory",
        "ONNX Runtime's CUDA provider needs libcudnn.so, which is not found"
    )]
    [InlineData(
        "Non-zero status code returned while running Conv node. Name:'stem/conv' Status Message: void* "
            + "onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Available memory of 4544512 is smaller than "
            + "requested bytes of 25690112",
        "the model needs more memory than --gpu-memory allows: raise it, or lower --batch-size or --threads"
    )]
    [InlineData("something else\nand more", "ONNX Runtime's CUDA provider says 'something else'")]
    public void A_gpu_that_can_not_be_had_is_said_in_one_line_with_what_is_missing(string message, string expected)
    {
        CudaFailure.Explain(message).ShouldBe(expected);
    }

    [Fact]
    public void Cuda_that_can_not_be_had_is_an_error_when_asked_for_and_a_stated_choice_when_not()
    {
        using Classifier chosen = Classifier.Load(_place.Model(), DeviceRequest.Auto);
        Assert.SkipWhen(chosen.Device.IsCuda, "there is a GPU");
        string missing = GpuPackage
            ? @"(ONNX Runtime's CUDA provider needs lib\S+, which is not found|CUDA says '.+' \(error \d+\))"
            : "this build has ONNX Runtime for the CPU alone, -p:InferenceAccelerator=cuda builds the other";
        chosen.Device.Name.ShouldBe("cpu");
        chosen.Device.Reason.ShouldMatch($"^no cuda: {missing}$");
        Should
            .Throw<BadInputException>(() => Classifier.Load(_place.Model(), DeviceRequest.Cuda))
            .Message.ShouldMatch(
                $"^--device=cuda can't be met: {missing}; use --device=cpu or --device=auto \\(docs/devices.md\\)$"
            );
    }

    [Fact]
    public void The_choice_of_the_device_leaves_the_predictions_as_they_are()
    {
        using (Classifier chosen = Classifier.Load(_place.Model(), DeviceRequest.Auto))
            Assert.SkipWhen(chosen.Device.IsCuda, "there is a GPU");
        InferRequest request = _place.Request() with { Dataset = "phantom" };
        InferSummary onCpu = InferJob.Execute(request, CancellationToken.None);
        string expected = File.ReadAllText(request.Output);
        InferSummary chosenItself = InferJob.Execute(
            request with
            {
                Device = DeviceRequest.Auto,
                Force = true,
            },
            CancellationToken.None
        );
        (onCpu.Device, onCpu.DeviceReason).ShouldBe(("cpu", "asked for"));
        chosenItself.Device.ShouldBe("cpu");
        File.ReadAllText(request.Output).ShouldBe(expected);
    }

    [Fact]
    public void A_gpu_computes_what_the_cpu_computes()
    {
        using Classifier gpu = OnGpu();
        using Classifier cpu = Classifier.Load(_place.Model(), DeviceRequest.Cpu);
        foreach (int count in new[] { 1, 32, 31, 32, 500 })
        {
            float[] images = [.. Enumerable.Range(0, 784 * count).Select(i => i % 97 / 97f)];
            ClassifierOutput expected = cpu.Run(images, count);
            ClassifierOutput found = gpu.Run(images, count);
            found.Probabilities.ShouldBe(expected.Probabilities, 1e-5);
            found.Logits.ShouldBe(expected.Logits, 1e-5);
            found.Expectations.ShouldBe(expected.Expectations, 1e-5);
        }
    }

    [Fact]
    public void Runs_of_a_fixed_number_of_images_give_what_each_image_gives()
    {
        OnGpu().Dispose();
        using Classifier any = Classifier.Load(_place.Model(), DeviceRequest.Cuda);
        using Classifier eight = Classifier.Load(_place.Model(), DeviceRequest.Cuda, cuda: new CudaSettings(Batch: 8));
        foreach (int count in new[] { 1, 8, 9, 20 })
        {
            float[] images = [.. Enumerable.Range(0, 784 * count).Select(i => i % 89 / 89f)];
            eight.Run(images, count).Probabilities.ShouldBe(any.Run(images, count).Probabilities, 1e-6);
        }
    }

    [Fact]
    public void Several_threads_get_from_a_gpu_what_one_thread_gets()
    {
        using Classifier classifier = OnGpu();
        float[][] images = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Repeat(i / 200f, 784).ToArray())];
        float[][] expected = [.. images.Select(image => classifier.Run(image, 1).Probabilities)];
        float[][] found = new float[images.Length][];
        Parallel.For(0, images.Length, i => found[i] = classifier.Run(images[i], 1).Probabilities);
        for (int i = 0; i < images.Length; i++)
            found[i].ShouldBe(expected[i]);
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_an_error()
    {
        OnGpu().Dispose();
        Should
            .Throw<BadInputException>(() => Classifier.Load(_place.Model(), new DeviceRequest(DeviceKind.Cuda, 99)))
            .Message.ShouldStartWith("--device=cuda:99 can't be met: there is no GPU 99, CUDA finds ");
    }

    [Fact]
    public void A_file_that_is_no_model_is_said_to_be_none_on_a_gpu_too()
    {
        OnGpu().Dispose();
        string file = _place.Write("text.onnx", "hello"u8.ToArray());
        Should
            .Throw<BadInputException>(() => Classifier.Load(file, DeviceRequest.Cuda))
            .Message.ShouldContain("is no ONNX model that ONNX Runtime can load");
    }

    private Classifier OnGpu()
    {
        Classifier classifier = Classifier.Load(_place.Model(), DeviceRequest.Auto);
        if (!classifier.Device.IsCuda)
            classifier.Dispose();
        Assert.SkipUnless(classifier.Device.IsCuda, $"{NoGpu}: {classifier.Device.Reason}");
        return classifier;
    }

    private static IReadOnlyList<string> Errors(string option)
    {
        Command command = new("run");
        new DeviceOptions("Where to run.").AddTo(command);
        return [.. command.Parse([option]).Errors.Select(error => error.Message)];
    }
}
