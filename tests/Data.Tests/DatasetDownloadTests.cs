using System.Security.Cryptography;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class DatasetDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => _folder.File("home/.medmnist/sample.npz");

    [Fact]
    public async Task A_whole_archive_is_stored_and_its_progress_is_told()
    {
        using ArchiveServer server = ArchiveServer.Sending(Content);
        List<(long Received, long? Total)> told = [];
        await DatasetDownload.FetchAsync(
            server.Address,
            Md5(Content),
            Target,
            (received, total) => told.Add((received, total)),
            CancellationToken.None
        );
        File.ReadAllBytes(Target).ShouldBe(Content);
        told[^1].ShouldBe((Content.Length, (long?)Content.Length));
        told.Select(step => step.Received).ShouldBeInOrder();
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_slow_server_is_waited_for_as_long_as_it_sends_something()
    {
        using ArchiveServer server = new(
            async (stream, stop) =>
            {
                await ArchiveServer.Head(stream, "200 OK", 5, stop);
                foreach (byte value in Content[..5])
                {
                    await stream.WriteAsync(new[] { value }, stop);
                    await Task.Delay(700, stop);
                }
            }
        );
        await Fetch(server.Address, Content[..5], TimeSpan.FromSeconds(3));
        File.ReadAllBytes(Target).ShouldBe(Content[..5]);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        using ArchiveServer server = new(
            async (stream, stop) =>
            {
                await ArchiveServer.Head(stream, "200 OK", Content.Length, stop);
                await stream.WriteAsync(Content.AsMemory(0, 1000), stop);
                await Task.Delay(Timeout.Infinite, stop);
            }
        );
        await Fails(server.Address, "the server sent nothing for 0.5 seconds", patience: 0.5);
    }

    [Fact]
    public async Task A_download_that_is_cut_off_leaves_nothing()
    {
        using ArchiveServer server = ArchiveServer.Sending(Content[..1000], announced: Content.Length);
        await Fails(server.Address, "the connection was cut off after 1,000 of 300,000 bytes");
    }

    [Fact]
    public async Task Other_bytes_than_the_published_ones_are_not_stored()
    {
        byte[] other = [.. Content[..^1], 0];
        using ArchiveServer server = ArchiveServer.Sending(other);
        await Fails(
            server.Address,
            $"what came (300,000 bytes) is not the published file: its MD5 is {Md5(other)}, expected {Md5(Content)}"
        );
    }

    [Fact]
    public async Task A_server_without_the_file_is_told()
    {
        using ArchiveServer server = ArchiveServer.Sending([], status: "404 Not Found");
        await Fails(server.Address, "the server answered 404 (Not Found)");
    }

    [Fact]
    public async Task No_network_is_told()
    {
        await Fails(NoNetwork.ClosedAddress + "sample.npz", "refused");
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_told()
    {
        File.WriteAllText(_folder.File("home"), "a file where the folder should be");
        using ArchiveServer server = ArchiveServer.Sending(Content);
        await Fails(server.Address, "can't be written");
    }

    [Fact]
    public async Task A_download_can_be_interrupted()
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        using ArchiveServer server = ArchiveServer.Sending(Content);
        await Should.ThrowAsync<OperationCanceledException>(() =>
            DatasetDownload.FetchAsync(server.Address, Md5(Content), Target, (_, _) => { }, stopped.Token)
        );
        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public void Tests_never_ask_the_real_server()
    {
        DatasetDownload.AddressOf(KnownDatasets.BreastMnist).ShouldBe("http://127.0.0.1:9/breastmnist.npz");
        DatasetDownload.OfficialAddress.ShouldBe("https://zenodo.org/records/10519652/files/");
    }

    private Task Fetch(string address, byte[] expected, TimeSpan silence) =>
        DatasetDownload.FetchAsync(address, Md5(expected), Target, (_, _) => { }, CancellationToken.None, silence);

    private async Task Fails(string address, string reason, double patience = 30)
    {
        DownloadFailedException exception = await Should.ThrowAsync<DownloadFailedException>(() =>
            Fetch(address, Content, TimeSpan.FromSeconds(patience))
        );
        exception.Message.ShouldContain(reason);
        if (Directory.Exists(Path.GetDirectoryName(Target)))
            Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!).ShouldBeEmpty();
    }

#pragma warning disable CA5351 // MedMNIST publishes MD5.
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
