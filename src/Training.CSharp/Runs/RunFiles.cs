using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;

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
        new Checkpoint(folder.CheckpointFile).Delete();
        foreach (
            string file in new[]
            {
                folder.ConfigFile,
                folder.ResultFile,
                folder.BestWeightsFile,
                folder.PredictionsFile,
            }
        )
            AtomicFile.DeleteIfPresent(file);
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
