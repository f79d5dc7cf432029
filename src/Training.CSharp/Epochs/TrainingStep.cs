using System.Diagnostics;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using QImpact.Training.Optimisers;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>What a step gave, before it moved the weights.</summary>
/// <param name="Loss">Mean cross-entropy of its images, weighted where classes have weights; not always finite.</param>
/// <param name="Correct">Images decided right.</param>
/// <param name="Times">How long its parts took.</param>
public readonly record struct StepResult(double Loss, long Correct, StepTimes Times);

/// <summary>The parts of a step, in milliseconds of the calling thread: on the CPU, where calls return when they are done, they are the parts' work.</summary>
/// <param name="Forward">From images to loss.</param>
/// <param name="Backward">From loss to gradients.</param>
/// <param name="Optimiser">From gradients to weights.</param>
/// <param name="Rest">Everything else: choosing images, reading loss and decisions, freeing memory.</param>
public readonly record struct StepTimes(double Forward, double Backward, double Optimiser, double Rest)
{
    /// <summary>The whole step.</summary>
    public double Total => Forward + Backward + Optimiser + Rest;
}

/// <summary>One step of training: cross-entropy of a batch, its gradient, Adam.</summary>
/// <param name="model">The network, in training mode.</param>
/// <param name="optimiser">Of the network's parameters.</param>
public sealed class TrainingStep(ImageClassifier model, Adam optimiser)
{
    static TrainingStep() => FreedMemory.Keep();

    /// <summary>What the loss of an image of each class counts, float32 [classes] on the network's device; null for all alike.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>Trains on a batch.</summary>
    /// <param name="data">Images on the network's device.</param>
    /// <param name="batch">Which of them.</param>
    /// <param name="learningRate">Of this step.</param>
    public StepResult Run(ImageTensors data, long[] batch, double learningRate)
    {
        long begin = Stopwatch.GetTimestamp();
        Marks marks;
        double loss;
        long correct;
        using (NewDisposeScope())
        {
            Tensor indices = tensor(batch, device: data.Images.device);
            Tensor images = data.Images.index_select(0, indices);
            Tensor labels = data.LabelTensor.index_select(0, indices);
            marks.Chosen = Stopwatch.GetTimestamp();
            Tensor logits = model.call(images);
            Tensor crossEntropy = nn.functional.cross_entropy(logits, labels, ClassWeights);
            marks.Loss = Stopwatch.GetTimestamp();
            crossEntropy.backward();
            marks.Gradients = Stopwatch.GetTimestamp();
            optimiser.Step(learningRate);
            marks.Weights = Stopwatch.GetTimestamp();
            loss = crossEntropy.Value();
            correct = (long)logits.argmax(1).eq(labels).sum().Value();
            optimiser.ClearGradients();
        }
        return new StepResult(loss, correct, marks.Times(begin, Stopwatch.GetTimestamp()));
    }

    private struct Marks
    {
        public long Chosen;
        public long Loss;
        public long Gradients;
        public long Weights;

        public readonly StepTimes Times(long begin, long end)
        {
            double forward = Between(Chosen, Loss);
            double backward = Between(Loss, Gradients);
            double optimiser = Between(Gradients, Weights);
            return new StepTimes(forward, backward, optimiser, Between(begin, end) - forward - backward - optimiser);
        }

        private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
    }
}
