using QImpact.Data.Folders;

namespace QImpact.Data.Runs;

/// <summary>Holds a <c>config.json</c> that was read against what a run can have; types and missing members are the reader's.</summary>
internal static class RunConfigCheck
{
    private const int MostThreads = 1024;
    private const int LargestImage = 4096;

    /// <summary>The config, as it is.</summary>
    /// <exception cref="BadInputException">A value is out of its range; the message names file and member.</exception>
    public static RunConfig Require(RunConfig config, string file)
    {
        DatasetDescription data = config.Dataset.Description;
        FileNamePart.Require(config.Name, $"{file}: name");
        FileNamePart.Require(data.Name, $"{file}: dataset.description.name");
        InRange(config.Threads, 1, MostThreads, "threads");
        InRange(data.Size, 1, LargestImage, "dataset.description.size");
        InRange(data.Channels, 1, 3, "dataset.description.channels");
        if (data.Folder is { } folder)
            InRange(folder.Size, ImageFolder.SmallestSize, ImageFolder.LargestSize, "dataset.description.folder.size");
        InRange(data.ClassNames.Length, 2, byte.MaxValue, "dataset.description.class_names, how many");
        InRange(data.PositiveClass ?? 0, 0, data.ClassNames.Length - 1, "dataset.description.positive_class");
        IEnumerable<SettingFault> faults = Architecture.Find(config.Architecture) is { } architecture
            ? config.Settings.FaultsFor(architecture)
            : config.Settings.Faults();
        if (faults.FirstOrDefault() is { } fault)
            throw new BadInputException($"{file}: settings.{fault.Member} is {fault.Value}; expected {fault.Expected}");
        if (config.Fold?.Fault() is { } foldFault)
            throw new BadInputException($"{file}: fold is {foldFault}");
        return config;

        void InRange(int value, int lowest, int highest, string member)
        {
            if (value < lowest || value > highest)
                throw new BadInputException($"{file}: {member} is {value}; expected {lowest} to {highest}");
        }
    }
}
