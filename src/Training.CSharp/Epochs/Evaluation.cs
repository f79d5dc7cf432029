using QImpact.Data.Runs;
using QImpact.Metrics;
using QImpact.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>A network's outputs for all images of a split, in evaluation mode.</summary>
/// <param name="Logits">[count * classes], image by image.</param>
/// <param name="Probabilities">[count * classes]: the softmax of the logits.</param>
/// <param name="Expectations">[count * observables]; empty in a classical network.</param>
/// <param name="Labels">[count].</param>
/// <param name="Loss">Mean cross-entropy.</param>
public sealed record Evaluation(float[] Logits, float[] Probabilities, float[] Expectations, int[] Labels, double Loss)
{
    private const int BatchSize = 128;

    /// <summary>Number of classes.</summary>
    public int Classes => Logits.Length / Labels.Length;

    /// <summary>Number of expectation values per image.</summary>
    public int Observables => Expectations.Length / Labels.Length;

    /// <summary>Runs a network over a split on the same device; leaves it in evaluation mode.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The split.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static Evaluation Run(ImageClassifier model, ImageTensors data, CancellationToken cancellation = default)
    {
        model.eval();
        List<float> logits = [];
        List<float> probabilities = [];
        List<float> expectations = [];
        double loss = 0;
        using IDisposable noGradient = no_grad();
        for (int first = 0; first < data.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int last = Math.Min(first + BatchSize, data.Count);
            (Tensor batchLogits, Tensor? batchExpectations) = model.ForwardAll(data.Images[first..last]);
            Tensor labels = data.LabelTensor[first..last];
            loss += nn.functional.cross_entropy(batchLogits, labels, reduction: nn.Reduction.Sum).ToDouble();
            logits.AddRange(batchLogits.cpu().data<float>());
            probabilities.AddRange(batchLogits.softmax(1).cpu().data<float>());
            if (batchExpectations is not null)
                expectations.AddRange(batchExpectations.cpu().data<float>());
        }
        return new Evaluation([.. logits], [.. probabilities], [.. expectations], data.Labels, loss / data.Count);
    }

    /// <summary>[count]: the probability of class 1.</summary>
    public double[] Scores() =>
        [.. Enumerable.Range(0, Labels.Length).Select(image => (double)Probabilities[image * Classes + 1])];

    /// <summary>The metrics of two-class outputs, by the one place that knows them.</summary>
    public SplitMetrics Metrics()
    {
        MetricValues metrics = Classification.Evaluate(Labels, Scores(), Classification.DefaultThreshold);
        return new SplitMetrics(
            Labels.Length,
            Loss,
            Value(MetricTable.accuracy),
            Value(MetricTable.balancedAccuracy),
            Value(MetricTable.gmean),
            Value(MetricTable.auc),
            Value(MetricTable.precision(0)),
            Value(MetricTable.recall(0)),
            Value(MetricTable.f1(0)),
            Value(MetricTable.precision(1)),
            Value(MetricTable.recall(1)),
            Value(MetricTable.f1(1))
        );

        double? Value(Metric metric) => metrics[metric].ToNullable();
    }
}
