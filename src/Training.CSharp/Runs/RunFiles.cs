using System.Text;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Models;

namespace QImpact.Training.Runs;

/// <summary>What a run finds in its folder, and what it may do with it.</summary>
internal static class RunFiles
{
    public static void RequireNoRun(RunFolder folder, bool force)
    {
        if (force || !File.Exists(folder.ConfigFile))
            return;
        string mend = "choose another --out, or replace it with --force";
        throw new BadInputException(
            File.Exists(folder.ResultFile)
                ? $"{folder.Path} already holds a run; {mend}"
                : $"{folder.Path} already holds a run that has not ended; go on with it by --resume={folder.Path}, {mend}"
        );
    }

    // Files of a replaced run must not pass for those of the new one.
    public static void DeleteEarlierRun(RunFolder folder)
    {
        foreach (
            string file in new[]
            {
                folder.ResultFile,
                folder.ChecksumsFile,
                folder.ConfigFile,
                folder.CheckpointFile,
                folder.BestWeightsFile,
                folder.ScoresFile,
                folder.HeadFile,
                folder.PredictionsFile,
            }
        )
            AtomicFile.DeleteIfPresent(file);
    }

    // What killed processes left where only checkpoints and weights are written.
    public static void DeleteLeftovers(RunFolder folder)
    {
        foreach (string file in new[] { folder.ConfigFile, folder.CheckpointFile, folder.BestWeightsFile })
            TemporaryFile.DeleteLeftovers(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    /// <exception cref="BadInputException">The data or the settings are none that training can end well with.</exception>
    public static void RequireTrainable(TrainingRequest request)
    {
        Dataset dataset = request.Dataset;
        if (request.Settings.FaultsFor(request.Network.Architecture).FirstOrDefault() is { } fault)
            throw new BadInputException($"{fault.Member} is {fault.Value}; expected {fault.Expected}");
        FileNamePart.Require(request.Name, "the run's name");
        // Without an image of a class G-mean and AUC are undefined: nothing could be chosen, or judged, by them.
        dataset.RequireSoundSplits();
    }

    public static void RequireSameProgramAndData(RunFolder folder, RunConfig config, Dataset dataset)
    {
        if (config.CodeVersion != RunEnvironment.CodeVersion)
            throw new BadInputException(
                $"{folder.Path} was begun by version {config.CodeVersion}, this is {RunEnvironment.CodeVersion}: the rest could "
                    + "differ; go on with that version, or train it anew with --force"
            );
        dataset.RequireMd5(config.Dataset.Description.Md5, $"{folder.Path} was begun with");
    }

    public static void WriteWeights(RunFolder folder, ImageClassifier model) =>
        AtomicFile.Write(
            folder.BestWeightsFile,
            stream =>
            {
                // Given a stream, save closes it.
                using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
                model.save(writer);
            }
        );

    public static void WriteIndices(RunFolder folder, ImageSplit split, int[] indices) =>
        AtomicFile.WriteText(
            folder.TrainingIndicesFile,
            writer =>
            {
                writer.WriteLine("index,label");
                foreach (int index in indices)
                    writer.WriteLine(CsvTable.Line([CsvTable.Cell(index), CsvTable.Cell(split.Labels[index])]));
            }
        );
}
