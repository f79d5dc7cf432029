using System.Runtime.InteropServices;
using System.Text;
using QImpact.Engineering;

// Usage: LibTorchSetup LIBTORCH_NATIVES TORCHSHARP_NATIVES DESTINATION
// Copies the native libraries of both packages into DESTINATION, once, and makes TorchSharp's library loadable where
// the system's libstdc++ is older than the one it was linked against (Debian 12: GCC 12).

const string NeededVersion = "GLIBCXX_3.4.32";

if (args is not [string libtorch, string torchSharp, string destination])
{
    Console.Error.WriteLine("usage: LibTorchSetup LIBTORCH_NATIVES TORCHSHARP_NATIVES DESTINATION");
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
    foreach (string source in new[] { libtorch, torchSharp }.SelectMany(Directory.GetFiles).Where(NeededToRun))
        CopyOnce(source, Path.Combine(destination, Path.GetFileName(source)));
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
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
    if (from.Name == "libLibTorchSharp.so" && !SystemProvides(NeededVersion))
    {
        byte[] image = File.ReadAllBytes(temporary);
        if (ElfVersionNeeds.MakeWeak(image, NeededVersion))
        {
            File.WriteAllBytes(temporary, image);
            Console.WriteLine($"{from.Name}: this system's libstdc++ has no {NeededVersion}; marked as not required");
        }
    }
    File.SetLastWriteTimeUtc(temporary, from.LastWriteTimeUtc);
    File.Move(temporary, target, overwrite: true);
}

static bool SystemProvides(string version) =>
    NativeLibrary.TryLoad("libstdc++.so.6", out _)
    && LoadedFiles("libstdc++.so.6")
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(version)) >= 0);

// The loader's own choice, whatever the distribution's folders are called.
static IEnumerable<string> LoadedFiles(string name) =>
    File.ReadLines("/proc/self/maps")
        .Where(line => line.Contains('/'))
        .Select(line => line[line.IndexOf('/')..])
        .Where(path =>
            path.Contains(name, StringComparison.Ordinal) || path.Contains("libstdc++", StringComparison.Ordinal)
        )
        .Distinct();
