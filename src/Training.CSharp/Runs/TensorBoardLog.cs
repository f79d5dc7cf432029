using QImpact.Data.Runs;
using QImpact.Training.Epochs;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace QImpact.Training.Runs;

/// <summary>
/// The event file of a run: loss, rates and metrics per epoch, for <c>tensorboard --logdir FOLDER</c>. The step is the epoch,
/// the time that of the epoch's end.
/// </summary>
/// <param name="folder">The run folder.</param>
public sealed class TensorBoardLog(string folder)
{
    private readonly SummaryWriter _writer = tensorboard.SummaryWriter(folder);

    /// <summary>Adds an epoch; what is undefined there has no point.</summary>
    public void Add(FinishedEpoch epoch)
    {
        HistoryRow row = epoch.Row;
        long time = epoch.Ended.ToUnixTimeSeconds();
        Add("learning_rate", row.LearningRate, row.Epoch, time);
        Add("loss/train", row.TrainLoss, row.Epoch, time);
        Add("loss/val", row.ValidationLoss, row.Epoch, time);
        Add("accuracy/train", row.TrainAccuracy, row.Epoch, time);
        Add("accuracy/val", row.ValidationAccuracy, row.Epoch, time);
        Add("gmean/val", row.ValidationGmean, row.Epoch, time);
        Add("auc/val", row.ValidationAuc, row.Epoch, time);
    }

    private void Add(string tag, double? value, int step, long time)
    {
        if (value is { } number)
            _writer.add_scalar(tag, (float)number, step, time);
    }
}
