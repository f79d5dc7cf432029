using System.Net.Sockets;
using System.Security.Cryptography;

namespace QImpact.Data;

/// <summary>A download that did not succeed; the message is the reason alone.</summary>
public sealed class DownloadFailedException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>Gets a published archive from its server: whole and with the published checksum, or not at all. What comes goes to the disk as it comes: the largest have 12 GB.</summary>
public static class DatasetDownload
{
    /// <summary>Where MedMNIST publishes its archives (v2 and MedMNIST+).</summary>
    public const string OfficialAddress = "https://zenodo.org/records/10519652/files/";

    /// <summary>The environment variable that names another server: the address before NAME.npz.</summary>
    public const string AddressVariable = "QIMPACT_DATA_URL";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(30);

    /// <summary>The address of a data set's archive.</summary>
    public static string AddressOf(string name)
    {
        string? other = Environment.GetEnvironmentVariable(AddressVariable);
        return $"{(string.IsNullOrEmpty(other) ? OfficialAddress : other).TrimEnd('/')}/{name}.npz";
    }

    /// <summary>
    /// Downloads a file to <paramref name="target"/>, whose folder is made where it is missing; <paramref name="md5"/> has 32 lower-case
    /// hexadecimal digits. <paramref name="progress"/> is called with the bytes received and, where the server says so, the bytes in all.
    /// Nothing is left behind where it is cancelled, or the server sends nothing for <paramref name="longestSilence"/> (30 seconds).
    /// </summary>
    /// <exception cref="DownloadFailedException">It could not be had, is another file, or can't be stored.</exception>
    public static async Task FetchAsync(
        string address,
        string md5,
        string target,
        Action<long, long?> progress,
        CancellationToken cancellation,
        TimeSpan? longestSilence = null
    )
    {
        TimeSpan patience = longestSilence ?? DefaultSilence;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(patience);
        using SocketsHttpHandler handler = new() { ConnectTimeout = ConnectTimeout };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("QImpact");
        try
        {
            using HttpResponseMessage response = await client
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stop.Token)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new DownloadFailedException(
                    $"the server answered {(int)response.StatusCode} ({response.ReasonPhrase})"
                );
            using TemporaryFile file = Beside(target);
            string found = await CopyAsync(response.Content, file.Stream, progress, patience, stop)
                .ConfigureAwait(false);
            if (found != md5)
                throw new DownloadFailedException(
                    $"what came ({file.Stream.Position:N0} bytes) is not the published file: its MD5 is {found}, expected {md5}"
                );
            file.Stream.Flush(flushToDisk: true);
            file.TakePlace();
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadFailedException(
                stop.IsCancellationRequested
                    ? $"the server sent nothing for {patience.TotalSeconds:0.#} seconds"
                    : "no connection in 10 seconds",
                exception
            );
        }
        catch (Exception exception)
            when (exception
                    is HttpRequestException
                        or IOException
                        or SocketException
                        or UriFormatException
                        or InvalidOperationException
            )
        {
            throw new DownloadFailedException(exception.AsReason(), exception);
        }
    }

    private static TemporaryFile Beside(string target)
    {
        try
        {
            return TemporaryFile.Beside(target);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new DownloadFailedException($"{target} can't be written: {exception.AsReason()}", exception);
        }
    }

    // Returns the MD5 of what came. MD5 because MedMNIST publishes it; it tells a whole file from a broken one and protects nothing.
    private static async Task<string> CopyAsync(
        HttpContent content,
        FileStream file,
        Action<long, long?> progress,
        TimeSpan patience,
        CancellationTokenSource stop
    )
    {
        long? total = content.Headers.ContentLength;
#pragma warning disable CA5351
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        Stream stream = await content.ReadAsStreamAsync(stop.Token).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            stop.CancelAfter(patience);
            int count;
            try
            {
                count = await stream.ReadAsync(buffer, stop.Token).ConfigureAwait(false);
            }
            catch (HttpIOException exception)
            {
                throw new DownloadFailedException(
                    $"the connection was cut off after {file.Position:N0} of {total:N0} bytes",
                    exception
                );
            }
            if (count == 0)
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            hash.AppendData(buffer.AsSpan(0, count));
            file.Write(buffer.AsSpan(0, count));
            progress(file.Position, total);
        }
    }
}
