using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace QImpact.Engineering;

/// <summary>
/// Finds the native libraries of TorchSharp in the <c>libtorch</c> folder that the build shares between projects, when
/// they do not lie beside the program, and keeps their threads from spinning. Compiled into every project that has
/// <c>UsesLibTorch</c> set.
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

    // The rule speaks of libraries; every assembly here is a program or a test that decides how its natives load.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        // Native code reads the process's own environment block, which .NET's API does not change on Unix.
        if (OperatingSystem.IsLinux())
            _ = SetVariable(SpinVariable, SpinCount, overwrite: 0);
    }
#pragma warning restore CA2255

    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );

    private static nint Resolve(Assembly assembly, string name)
    {
        string file = FileName(name);
        for (
            (DirectoryInfo? folder, int level) = (new DirectoryInfo(AppContext.BaseDirectory), 0);
            folder is not null && level <= LevelsUp;
            (folder, level) = (folder.Parent, level + 1)
        )
        {
            string candidate = Path.Combine(folder.FullName, "libtorch", file);
            if (File.Exists(candidate))
                return NativeLibrary.Load(candidate);
        }
        return 0;
    }

    private static string FileName(string name)
    {
        if (OperatingSystem.IsWindows())
            return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name : name + ".dll";
        string extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string file = name.StartsWith("lib", StringComparison.Ordinal) ? name : "lib" + name;
        return file.EndsWith(extension, StringComparison.Ordinal) ? file : file + extension;
    }
}
