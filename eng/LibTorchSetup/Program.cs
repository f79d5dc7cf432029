// Usage: LibTorchSetup LIBTORCH_NATIVES DESTINATION
// Copies libtorch's native libraries from its package into DESTINATION, once.

if (args is not [string libtorch, string destination])
{
    Console.Error.WriteLine("usage: LibTorchSetup LIBTORCH_NATIVES DESTINATION");
    return 2;
}

// Several projects of one build may come here at once: one copies, the others wait.
using Mutex oneAtATime = new(false, "qimpact-libtorch-setup");
try
{
    oneAtATime.WaitOne();
}
catch (AbandonedMutexException)
{
    // The process that held it was stopped; what it left is compared below, file by file.
}
try
{
    Directory.CreateDirectory(destination);
    foreach (string source in Directory.GetFiles(libtorch).Where(NeededToRun))
        CopyOnce(source, Path.Combine(destination, Path.GetFileName(source)));
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: libtorch can't be set up in {destination}: {exception.Message}");
    return 1;
}
finally
{
    oneAtATime.ReleaseMutex();
}

// libtorch's package carries its Python binding and the libraries of its own tests; nothing here loads them.
static bool NeededToRun(string file) =>
    !Path.GetFileName(file).Contains("python", StringComparison.Ordinal)
    && !Path.GetFileName(file).Contains("test", StringComparison.Ordinal);

static void CopyOnce(string source, string target)
{
    FileInfo from = new(source);
    FileInfo to = new(target);
    if (to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc)
        return;
    string temporary = target + ".tmp";
    File.Copy(source, temporary, overwrite: true);
    File.SetLastWriteTimeUtc(temporary, from.LastWriteTimeUtc);
    File.Move(temporary, target, overwrite: true);
}
