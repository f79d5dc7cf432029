using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Tests;

namespace QImpact.Benchmarks.Peers;

/// <summary>PyTorch's side, which says what it is.</summary>
internal sealed record PeerVersions(string Python, string Torch, string Torchvision, string Blas, int Threads);

/// <summary>PyTorch in a process of its own, <c>benchmarks/peers/serve.py</c>, which does what a line asks and waits for the next.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly string _python;
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts it; it first checks that its layer is the one that the tests know.</summary>
    /// <param name="python">The interpreter that has PyTorch.</param>
    /// <param name="threads">Of each operation.</param>
    /// <exception cref="BadInputException">There is no such interpreter, or it lacks PyTorch; the message says how to install it.</exception>
    public PeerProcess(string python, int threads)
    {
        string script = Path.Combine(Repository.Root, "benchmarks", "peers", "serve.py");
        ProcessStartInfo start = new(python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _python = python;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new BadInputException(
                $"--python={python} can't be started; expected a Python with PyTorch",
                exception
            );
        }
        _errors = _process.StandardError.ReadToEndAsync();
        Versions = JsonSerializer.Deserialize<PeerVersions>(Ask($"hello\t{threads}"), Json.Options)!;
    }

    /// <summary>What is measured.</summary>
    public PeerVersions Versions { get; }

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Has a piece of work done several times.</summary>
    /// <param name="work">As <c>serve.py</c> names it.</param>
    /// <param name="count">At least 1.</param>
    /// <returns>Milliseconds of each time.</returns>
    /// <exception cref="BadInputException">The process has ended; the message has its last words.</exception>
    public double[] Milliseconds(string work, int count) =>
        [.. Ask($"{work}\t{count}").Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public void Dispose()
    {
        // What it is doing, nobody waits for.
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended: why, it has said elsewhere.
        }
        if (_process.StandardOutput.ReadLine() is { } answer)
            return answer;
        string last = _errors
            .Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("it said nothing");
        throw new BadInputException($"--python={_python}: {last}");
    }
}
