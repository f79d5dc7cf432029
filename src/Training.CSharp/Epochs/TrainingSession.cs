using QImpact.Data.Runs;
using QImpact.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>One training of one network, from its first epoch or its checkpoint to its end.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly Trainer _trainer;
    private readonly ImageClassifier _model;
    private readonly Adam _optimiser;
    private readonly WeightsSnapshot _best;
    private readonly EpochSelection _selection;
    private readonly Checkpoint? _checkpoint;
    private readonly List<FinishedEpoch> _finished;
    private RunningEpoch _running;

    public TrainingSession(Trainer trainer, ImageClassifier model, Checkpoint? checkpoint)
    {
        (_trainer, _model, _checkpoint) = (trainer, model, checkpoint);
        _optimiser = optim.Adam(model.parameters(), trainer.Settings.LearningRate);
        _best = new WeightsSnapshot(model);
        TrainingProgress progress = checkpoint is { Exists: true } ? checkpoint.Load(Tensors) : TrainingProgress.Start;
        _selection = new EpochSelection(trainer.Settings.Select, progress.Chosen);
        _finished = [.. progress.Finished];
        _running = progress.Running;
    }

    private TrainingTensors Tensors => new(_model, _optimiser, _best);

    public TrainingOutcome Run(
        ImageTensors train,
        ImageTensors validation,
        Action<FinishedEpoch> onEpoch,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            FinishedEpoch epoch = RunEpoch(train, validation, cancellation);
            string? stopReason = Judge(epoch.Row);
            _finished.Add(epoch);
            _running = RunningEpoch.Begin(epoch.Row.Epoch + 1);
            onEpoch(epoch);
            if (stopReason is not null)
            {
                _best.PutBack();
                return new TrainingOutcome(_selection.Chosen!, epoch.Row.Epoch, stopReason);
            }
        }
    }

    public void Dispose()
    {
        _best.Dispose();
        _optimiser.Dispose();
    }

    private FinishedEpoch RunEpoch(ImageTensors train, ImageTensors validation, CancellationToken cancellation)
    {
        double rate = _trainer.LearningRateAt(_running.Epoch);
        foreach (var group in _optimiser.ParamGroups)
            group.LearningRate = rate;
        TrainBatches(train, cancellation);
        long start = TimeProvider.System.GetTimestamp();
        SplitMetrics metrics = Evaluation.Run(_model, validation).Metrics();
        HistoryRow row = new(
            _running.Epoch,
            rate,
            _running.LossSum / _running.Seen,
            (double)_running.Correct / _running.Seen,
            Trainer.RequireFinite(metrics.Loss ?? double.NaN, _running.Epoch),
            metrics.Accuracy ?? 0,
            metrics.Gmean,
            metrics.Auc
        );
        double seconds = _running.Seconds + TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return new FinishedEpoch(row, seconds, DateTimeOffset.UtcNow);
    }

    // The order of the batches is a function of seed and epoch, so an epoch goes on where its last checkpoint stands.
    private void TrainBatches(ImageTensors data, CancellationToken cancellation)
    {
        _model.train();
        IEnumerable<long[]> batches = Trainer
            .Batches(data.Count, _trainer.Settings.BatchSize, _trainer.Seed, _running.Epoch)
            .Skip(_running.Batches);
        foreach (long[] batch in batches)
        {
            if (cancellation.IsCancellationRequested || _checkpoint is { IsDue: true })
                _checkpoint?.Save(new TrainingProgress(_finished, _selection.Chosen, _running), Tensors);
            cancellation.ThrowIfCancellationRequested();
            long start = TimeProvider.System.GetTimestamp();
            _running = TrainBatch(data, batch);
            _running = _running with
            {
                Seconds = _running.Seconds + TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            };
        }
    }

    private RunningEpoch TrainBatch(ImageTensors data, long[] batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(batch, device: data.Images.device);
        Tensor labels = data.LabelTensor.index_select(0, indices);
        _optimiser.zero_grad();
        Tensor logits = _model.call(data.Images.index_select(0, indices));
        Tensor loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        _optimiser.step();
        return _running with
        {
            Batches = _running.Batches + 1,
            LossSum = _running.LossSum + Trainer.RequireFinite(loss.ToDouble(), _running.Epoch) * batch.Length,
            Correct = _running.Correct + logits.argmax(1).eq(labels).sum().ToInt64(),
            Seen = _running.Seen + batch.Length,
        };
    }

    /// <returns>Why training ends with this epoch; null where it goes on.</returns>
    private string? Judge(HistoryRow row)
    {
        if (_trainer.BaselineGmean is { } gmean && row.ValidationGmean > gmean)
        {
            _selection.Take(row);
            _best.Take();
            return $"validation G-mean exceeds the baseline's at epoch {row.Epoch}";
        }
        if (_selection.Consider(row))
            _best.Take();
        return row.Epoch == _trainer.Settings.Epochs ? $"all {row.Epoch} epochs done" : null;
    }
}
