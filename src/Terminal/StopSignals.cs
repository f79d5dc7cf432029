using System.Runtime.InteropServices;

namespace QImpact.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM while it lives: the first says "stopping ..." and cancels the token, and a program that has not ended
/// within <see cref="Grace"/> is ended; the second ends it at once. A supervised program stops in the same way, without a word,
/// when its standard input ends. Every file is written beside its place and renamed, so that
/// an end at any moment leaves none half-written.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    // A user is promised 5 seconds; the end itself takes a part of them.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _listening;
    private int _signals;

    public StopSignals()
    {
        _listening = Array.ConvertAll(
            [PosixSignal.SIGINT, PosixSignal.SIGTERM],
            signal => PosixSignalRegistration.Create(signal, OnSignal)
        );
        Supervision.OnEnd(Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _listening)
            signal.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
            End();
        // The supervisor, whose terminal this is, has said it.
        if (!Supervision.IsOn)
            ProgressDisplay.Say("stopping ...");
        Stop();
    }

    private void Stop()
    {
        // A thread of its own: what runs may hold every thread of the pool.
        new Thread(EndAfterGrace) { IsBackground = true }.Start();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The program is ending already.
        }
    }

    private static void EndAfterGrace()
    {
        Thread.Sleep(Grace);
        ProgressDisplay.Say(
            ErrorLine.Of("interrupted in the middle of a step; what was written before it stays as it was")
        );
        End();
    }

    // Neither finalizers nor the exit handlers of native libraries run, which would wait for threads that compute.
    private static void End()
    {
        ProgressDisplay.Abandon();
        if (OperatingSystem.IsWindows())
            Environment.Exit(ExitCode.Interrupted);
        ExitNow(ExitCode.Interrupted);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ExitNow(int code);
}
