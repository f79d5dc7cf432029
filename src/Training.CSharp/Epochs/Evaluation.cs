using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Metrics;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>A network's outputs for all images of a split, in evaluation mode.</summary>
/// <param name="Logits">[count * classes], image by image.</param>
/// <param name="Probabilities">[count * classes]: the softmax of the logits.</param>
/// <param name="CircuitInputs">[count * inputs], those of the quantum layer; empty in a classical network.</param>
/// <param name="Expectations">[count * observables]; empty in a classical network.</param>
/// <param name="Labels">[count].</param>
/// <param name="Loss">Mean cross-entropy.</param>
public sealed record Evaluation(
    float[] Logits,
    float[] Probabilities,
    float[] CircuitInputs,
    float[] Expectations,
    int[] Labels,
    double Loss
)
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
        List<float> inputs = [];
        List<float> expectations = [];
        double loss = 0;
        using IDisposable noGradient = no_grad();
        for (int first = 0; first < data.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int last = Math.Min(first + BatchSize, data.Count);
            (Tensor batchLogits, Tensor? batchInputs, Tensor? batchExpectations) = model.ForwardAll(
                data.Images[first..last]
            );
            Tensor labels = data.LabelTensor[first..last];
            loss += nn.functional.cross_entropy(batchLogits, labels, reduction: nn.Reduction.Sum).Value();
            logits.AddRange(batchLogits.cpu().data<float>());
            probabilities.AddRange(batchLogits.softmax(1).cpu().data<float>());
            if (batchInputs is not null)
                inputs.AddRange(batchInputs.cpu().data<float>());
            if (batchExpectations is not null)
                expectations.AddRange(batchExpectations.cpu().data<float>());
        }
        return new Evaluation(
            [.. logits],
            [.. probabilities],
            [.. inputs],
            [.. expectations],
            data.Labels,
            loss / data.Count
        );
    }

    /// <summary>The outputs image by image, as <c>scores.csv</c> holds them.</summary>
    /// <param name="split">The split, whose images these are.</param>
    public IEnumerable<ScoreRow> Rows(ImageSplit split)
    {
        ImmutableArray<string> ids = split.Ids;
        return Enumerable
            .Range(0, Labels.Length)
            .Select(image => new ScoreRow(
                split.Name,
                ids[image],
                Labels[image],
                Of(Probabilities, image),
                Of(CircuitInputs, image),
                Of(Expectations, image)
            ));

        ImmutableArray<float> Of(float[] values, int image)
        {
            int each = values.Length / Labels.Length;
            return [.. values.AsSpan(image * each, each)];
        }
    }

    /// <summary>The metrics, by the one place that knows them.</summary>
    public SplitMetrics Metrics()
    {
        MetricValues values = Classification.Evaluate(Labels, Array.ConvertAll(Probabilities, p => (double)p), Classes);
        return new SplitMetrics(
            Labels.Length,
            Loss,
            Value(MetricTable.accuracy),
            Value(MetricTable.balancedAccuracy),
            Value(MetricTable.gmean),
            Value(MetricTable.auc),
            OfTwo(MetricTable.precision(0)),
            OfTwo(MetricTable.recall(0)),
            OfTwo(MetricTable.f1(0)),
            OfTwo(MetricTable.precision(1)),
            OfTwo(MetricTable.recall(1)),
            OfTwo(MetricTable.f1(1))
        )
        {
            MacroF1 = Classes == 2 ? null : Value(MetricTable.macroF1),
            Kappa = Classes == 2 ? null : Value(MetricTable.kappa),
            Classes = Classes == 2 ? null : [.. Enumerable.Range(0, Classes).Select(OfClass)],
        };

        double? Value(Metric metric) => values[metric].ToNullable();

        double? OfTwo(Metric metric) => Classes == 2 ? Value(metric) : null;

        ClassMetrics OfClass(int label) =>
            new(
                Labels.Count(its => its == label),
                Value(MetricTable.precision(label)),
                Value(MetricTable.recall(label)),
                Value(MetricTable.f1(label)),
                Value(MetricTable.aucOf(label))
            );
    }
}
