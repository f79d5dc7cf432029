using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QImpact.Data.Tests;

/// <summary>An HTTP server on this machine that answers one request as a test wants it to.</summary>
internal sealed class ArchiveServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public ArchiveServer(Func<Stream, CancellationToken, Task> answer)
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/sample.npz";
        _ = Serve(answer);
    }

    public string Address { get; }

    public static ArchiveServer Sending(byte[] content, int? announced = null, string status = "200 OK") =>
        new(
            async (stream, stop) =>
            {
                await Head(stream, status, announced ?? content.Length, stop);
                await stream.WriteAsync(content, stop);
            }
        );

    public static async Task Head(Stream stream, string status, int length, CancellationToken stop) =>
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"),
            stop
        );

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task Serve(Func<Stream, CancellationToken, Task> answer)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(stop);
            NetworkStream stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096], stop);
            await answer(stream, stop);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the client went away: what it then says is what the test looks at.
        }
    }
}
