using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Inference.Infer;
using QImpact.Terminal;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// Images per second of the pipeline's way of running (one thread per batch, as many batches as cores) beside TorchSharp's evaluation mode with
/// all threads. Expect at least 1.2 with the imagenet stem and 1.05 with the small one.
/// </summary>
internal static class TorchRatio
{
    private const int Batch = InferRequest.DefaultBatchSize;

    public static void Print(string folder)
    {
        torch.set_num_threads(Environment.ProcessorCount);
        Console.WriteLine("stem      architecture    TorchSharp   ONNX Runtime images/s   ratio (middle half)");
        foreach (Stem stem in Enum.GetValues<Stem>())
        foreach (Architecture architecture in Architecture.Paper)
        {
            using ImageClassifier torchModel = Networks.Create(architecture, stem);
            using Classifier onnx = Classifier.Load(Networks.Export(architecture, stem, folder), DeviceRequest.Cpu, 1);
            float[] images = Networks.Images(Batch);
            using torch.Tensor tensor = torch.tensor(images, [Batch, 1, 28, 28]);
            int runs = (stem == Stem.Small ? 2 : 16) * Environment.ProcessorCount;
            double[][] times = Paired.Measure(
                15,
                () =>
                {
                    for (int i = 0; i < runs; i++)
                        Evaluate(torchModel, tensor);
                },
                () => Concurrent.Run(runs, () => onnx.Run(images, Batch))
            );
            double total = Batch * runs;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stem, -9} {architecture.Name, -14} {total / Paired.Median(times[0]), 10:F0}   {total / Paired.Median(times[1]), 21:F0}   {Paired.Ratio(times[0], times[1])}"
                )
            );
        }
    }

    private static void Evaluate(ImageClassifier model, torch.Tensor images)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using (torch.inference_mode())
            model.call(images).softmax(1).data<float>().ToArray();
    }
}
