using System.Globalization;
using QImpact.Data;
using QImpact.Data.Folders;
using QImpact.Data.Runs;

namespace QImpact.Terminal;

/// <summary>Data sets as programs want them: from this machine, or else from MedMNIST's server.</summary>
public static class DataSource
{
    /// <summary>Loads a data set; a published one that is nowhere is downloaded to <c>~/.medmnist</c> first.</summary>
    /// <param name="name">A data set's name, or <c>phantom</c>.</param>
    /// <param name="data">An archive, or a folder with it; null to look in the usual places.</param>
    /// <param name="offline">Whether nothing may be downloaded.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="BadInputException">It can't be had, or is not what it should be; the line says what to do by hand.</exception>
    public static Dataset Load(string name, string? data, bool offline, CancellationToken cancellation)
    {
        Fetch(name, data, offline, cancellation);
        // It takes half a second, and is the first that a program does; of several programs, the one that supervises says it.
        if (DatasetLocator.Phantoms.Contains(name) && data is null && !Supervision.IsOn)
            ProgressDisplay.Say("drawing the images of the phantom");
        Dataset dataset = DatasetLocator.Load(name, data);
        if (KnownDatasets.Find(dataset.Description.Name, dataset.Classes)?.Notice is { } notice)
            ProgressDisplay.Say($"{dataset.Description.Name}: {notice}");
        return dataset;
    }

    /// <summary>Makes a data set of a person's own images, showing how far it is and what was found.</summary>
    /// <exception cref="BadInputException">The folder, the list or an image can't be used.</exception>
    public static Dataset Load(ImageFolder folder, CancellationToken cancellation) =>
        Read(watch => FolderDataset.Load(folder, null, watch, cancellation), folder.Path);

    /// <summary>Loads the data of a run, as <see cref="RunData"/> does; published ones that are nowhere are downloaded first.</summary>
    /// <inheritdoc cref="Load(string, string, bool, CancellationToken)"/>
    public static Dataset Load(RunConfig run, string? data, bool offline, CancellationToken cancellation)
    {
        if (run.Dataset.Description is { Folder: null, Name: var name })
            Fetch(name, data, offline, cancellation);
        return Read(watch => RunData.Load(run, data, watch, cancellation), run.Dataset.Description.Source);
    }

    /// <summary>Sees to it that a published data set is on this machine.</summary>
    /// <inheritdoc cref="Load(string, string, bool, CancellationToken)"/>
    public static void Fetch(string name, string? data, bool offline, CancellationToken cancellation)
    {
        RequireKnownName(name, data);
        if (data is null && KnownDatasets.ByName.TryGetValue(name, out KnownDataset? known))
            if (known.Task is ClassificationTask.MultiLabel)
                throw new BadInputException($"--dataset={name} can't be trained on: {OtherTask.MultiLabel}");
        if (offline || !CanDownload(name, data))
            return;
        try
        {
            Download(name, cancellation);
        }
        catch (DownloadFailedException exception)
        {
            throw new BadInputException(
                $"{name}.npz is nowhere on this machine, and its download failed: {exception.Message}; get "
                    + $"{DatasetDownload.AddressOf(name)} by hand and put it into data/ or name it with --data=FILE "
                    + $"(or use --dataset={DatasetLocator.Phantom}, generated images)",
                exception
            );
        }
    }

    /// <summary>Whether a data set is nowhere on this machine but published, with a known checksum.</summary>
    public static bool CanDownload(string name, string? data) =>
        data is null && KnownDatasets.ByName.ContainsKey(name) && DatasetLocator.Find(name, null) is null;

    /// <summary>Downloads a published data set to <c>~/.medmnist</c>, showing how far it is.</summary>
    /// <exception cref="DownloadFailedException">It could not be had; the message is the reason.</exception>
    public static void Download(string name, CancellationToken cancellation)
    {
        string address = DatasetDownload.AddressOf(name);
        string target = DatasetLocator.DownloadTarget(name);
        ProgressDisplay.Run(
            new LongWork($"download {address}", Total: 100, PlainEvery: 25),
            report =>
            {
                Task download = DatasetDownload.FetchAsync(
                    address,
                    KnownDatasets.ByName[name].Md5,
                    target,
                    (received, total) => report(Percent(received, total), Kilobytes(received, total)),
                    cancellation
                );
                download.GetAwaiter().GetResult();
                return true;
            }
        );
        Console.Error.WriteLine($"stored {target}");
    }

    // A row of progress is begun by the first image that is read: what is in the cache takes no time.
    private static Dataset Read(Func<FolderWatch, Dataset> load, string path)
    {
        ProgressRow? row = null;
        try
        {
            return load(
                new FolderWatch(
                    (done, images) =>
                    {
                        row ??= ProgressDisplay.Begin(new LongWork($"read {path}", images, Math.Max(images / 4, 1)));
                        row.Report(done, "");
                    },
                    ProgressDisplay.Say
                )
            );
        }
        finally
        {
            row?.Dispose();
        }
    }

    private static void RequireKnownName(string name, string? data)
    {
        string[] names = [.. KnownDatasets.ByName.Keys, .. DatasetLocator.Phantoms];
        if (
            data is null
            && !names.Contains(name)
            && DatasetLocator.Find(name, null) is null
            && SimilarName.To(name, names) is { } near
        )
            throw new BadInputException($"--dataset={name}: there is no such data set here; did you mean '{near}'?");
    }

    private static int Percent(long received, long? total) => total > 0 ? (int)(100 * received / total.Value) : 0;

    private static string Kilobytes(long received, long? total) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{received / 1000:N0} of {(total is null ? "?" : (total.Value / 1000).ToString("N0", CultureInfo.InvariantCulture))} kB"
        );
}
