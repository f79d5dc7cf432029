using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace QImpact.Engineering;

/// <summary>
/// Finds the native libraries of TorchSharp in the <c>libtorch</c> folder that the build shares between projects, when
/// they do not lie beside the program. Compiled into every project that has <c>UsesLibTorch</c> set.
/// </summary>
internal static class SharedLibTorch
{
    /// <summary>artifacts/bin/PROJECT/CONFIGURATION/ lies three levels below artifacts/; a published program has it inside.</summary>
    private const int LevelsUp = 4;

    // The rule speaks of libraries; every assembly here is a program or a test that decides how its natives load.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
#pragma warning restore CA2255

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
