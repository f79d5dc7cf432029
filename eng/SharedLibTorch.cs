#nullable enable
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QImpact.Engineering;

/// <summary>
/// Finds the native libraries of TorchSharp in the <c>libtorch</c> folder that the build shares between projects, when
/// they do not lie beside the program, and keeps their threads from spinning. Compiled into every project that has
/// <c>UsesLibTorch</c> set, and into projects outside the repository that import <c>eng/QuantumLayer.targets</c>.
/// </summary>
internal static class SharedLibTorch
{
    /// <summary>artifacts/bin/PROJECT/CONFIGURATION/ lies three levels below artifacts/; a published program has it inside.</summary>
    private const int LevelsUp = 4;

    /// <summary>
    /// How often a thread of libtorch's OpenMP looks for work before it sleeps. The library's own value, 300,000, makes an
    /// epoch many times slower as soon as another program wants a processor; with this one an undisturbed epoch takes the
    /// same time (docs/libtorch.md).
    /// </summary>
    private const string SpinVariable = "GOMP_SPINCOUNT";
    private const string SpinCount = "2000";

    // Each needs the one before it.
    private static readonly string[] Libraries = ["torch_cpu", "LibTorchSharp"];

    // The rule speaks of libraries; every assembly here is a program or a test that decides how its natives load.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => LoadFor(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            LoadFor(assembly);
    }
#pragma warning restore CA2255

    // Loaded by their paths, before TorchSharp asks for them by name: a name would find a PyTorch of the system first.
    private static void LoadFor(Assembly assembly)
    {
        if (assembly.GetName().Name != "TorchSharp" || Folder() is not { } folder)
            return;
        // Native code reads the process's own environment block, which .NET's API does not change on Unix.
        if (OperatingSystem.IsLinux())
            _ = SetVariable(SpinVariable, SpinCount, overwrite: 0);
        foreach (string library in Libraries)
            NativeLibrary.Load(Path.Combine(folder, FileName(library)));
    }

    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );

    // Null where the libraries lie beside the program, or nowhere: then TorchSharp looks by itself and says what is missing.
    private static string? Folder()
    {
        string library = FileName(Libraries[^1]);
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        if (File.Exists(Path.Combine(folder.FullName, library)))
            return null;
        for (int level = 0; folder is not null && level <= LevelsUp; level++)
        {
            string candidate = Path.Combine(folder.FullName, "libtorch");
            if (File.Exists(Path.Combine(candidate, library)))
                return candidate;
            folder = folder.Parent;
        }
        // A project outside the repository has the folder on record.
        string? recorded = typeof(SharedLibTorch)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(pair => pair.Key == "LibTorchFolder")
            ?.Value;
        return recorded is not null && File.Exists(Path.Combine(recorded, library)) ? recorded : null;
    }

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";
}
