using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using QImpact.Terminal;

namespace QImpact.Training.Devices;

/// <summary>
/// Finds the native libraries of TorchSharp, loads them before TorchSharp asks for them by name, and keeps their threads from spinning
/// (docs/libtorch.md). In this order they are looked for: the folder that <see cref="FolderVariable"/> names, beside the program, in a folder
/// <c>libtorch</c> beside it or up to four levels above, in the folder that the program has on record, in NuGet's folder of packages.
/// </summary>
public static class LibTorch
{
    /// <summary>The environment variable that names a folder with libtorch's libraries.</summary>
    public const string FolderVariable = "QIMPACT_LIBTORCH";

    /// <summary>artifacts/bin/PROJECT/CONFIGURATION/ lies three levels below artifacts/; a published program has it inside.</summary>
    private const int LevelsUp = 4;

    /// <summary>
    /// How often a thread of libtorch's OpenMP looks for work before it sleeps. The library's own value, 300,000, makes an
    /// epoch many times slower as soon as another program wants a processor; with this one an undisturbed epoch takes the
    /// same time.
    /// </summary>
    private const string SpinVariable = "GOMP_SPINCOUNT";
    private const string SpinCount = "2000";

    // TorchSharp's library needs both of libtorch's: it is loaded after them.
    private const string Computing = "torch_cpu";
    private const string Whole = "torch";
    private const string Binding = "LibTorchSharp";
    private const string WithCuda = "torch_cuda";

    private static readonly string OperatingSystemName =
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : "linux";
    private static readonly string Runtime =
        $"{OperatingSystemName}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string? s_recorded;
    private static int s_prepared;
    private static volatile bool s_found;

    /// <summary>NuGet's folder of packages: <c>NUGET_PACKAGES</c>, or <c>.nuget/packages</c> in the home folder.</summary>
    public static string PackageFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The NuGet package that has libtorch for this system.</summary>
    public static string PackageName => $"libtorch-cpu-{Runtime}";

    /// <summary>The version of libtorch that TorchSharp was made for.</summary>
    public static string Version { get; } = Metadata(typeof(LibTorch).Assembly, "LibTorchVersion")!;

    /// <summary>What is said where libtorch is not found: the one command that brings it.</summary>
    public static string Missing =>
        $"libtorch {Version}, which training needs, was not found; `dotnet package download {PackageName}@{Version} --output "
        + $"{PackageFolder}` brings it for every program, `dotnet add package {PackageName} --version {Version}` for a project of your own; "
        + $"or {FolderVariable} names a folder that has it";

    // The rule speaks of libraries; nothing but natives is touched here, and only once TorchSharp is loaded.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Initialise() => Prepare(typeof(LibTorch).Assembly);
#pragma warning restore CA2255

    /// <summary>
    /// Loads the libraries as soon as TorchSharp is touched. This assembly does so by itself, but only from the first use of it on: a program that may
    /// touch TorchSharp before calls this first (in C# the package's build does it).
    /// </summary>
    /// <param name="program">What may have a folder of libraries on record, as the metadata <c>LibTorchFolder</c>.</param>
    public static void Prepare(Assembly program)
    {
        ArgumentNullException.ThrowIfNull(program);
        s_recorded ??= Metadata(program, "LibTorchFolder");
        if (Interlocked.Exchange(ref s_prepared, 1) != 0)
            return;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += SayWhatIsMissing;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => LoadFor(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            LoadFor(assembly);
    }

    /// <summary>Checks that libtorch is here, before TorchSharp looks for it by itself.</summary>
    /// <exception cref="ProgramFailedException">It is not; the message says what brings it.</exception>
    public static void Require()
    {
        if (s_found)
            return;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll -= SayWhatIsMissing;
        // Who loaded libtorch by other means has it already.
        if (Find(Computing) is null && !NativeLibrary.TryLoad(Binding, typeof(TorchSharp.torch).Assembly, null, out _))
            throw new ProgramFailedException(Missing, ExitCode.Failure);
        s_found = true;
    }

    // By their paths: a name would find a PyTorch of the system first. Libraries for CUDA lie beside the program, where TorchSharp finds them.
    private static void LoadFor(Assembly assembly)
    {
        if (assembly.GetName().Name != "TorchSharp" || BesideTheProgram().Any(folder => Has(folder, WithCuda)))
            return;
        if (Find(Computing) is not { } computing || Find(Binding) is not { } binding)
            return;
        // Native code reads the process's own environment block, which .NET's API does not change on Unix.
        if (OperatingSystem.IsLinux())
            _ = SetVariable(SpinVariable, SpinCount, overwrite: 0);
        NativeLibrary.Load(computing);
        NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(computing)!, FileName(Whole)));
        nint handle = NativeLibrary.TryLoad(binding, out nint loaded) ? loaded : LoadWithoutVersion(binding);
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Binding ? handle : 0);
    }

    // TorchSharp goes on past exceptions and ends with pages that hide what to do: the line stands before them.
    private static nint SayWhatIsMissing(Assembly assembly, string library)
    {
        if (library is Computing or Binding && assembly.GetName().Name == "TorchSharp" && Find(Computing) is null)
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll -= SayWhatIsMissing;
            Console.Error.WriteLine(Missing);
        }
        return 0;
    }

    // On a system with an older libstdc++; the file is not needed once it is loaded.
    private static nint LoadWithoutVersion(string library)
    {
        byte[] image = File.ReadAllBytes(library);
        _ = OperatingSystem.IsLinux() && ElfVersionNeeds.MakeWeak(image, ElfVersionNeeds.OfTorchSharp);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("qimpact-");
        try
        {
            string copy = Path.Combine(folder.FullName, Path.GetFileName(library));
            File.WriteAllBytes(copy, image);
            return NativeLibrary.Load(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Find(string library) =>
        Folders()
            .Where(folder => Has(folder, library))
            .Select(folder => Path.Combine(folder, FileName(library)))
            .FirstOrDefault();

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            yield return named;
        foreach (string folder in BesideTheProgram())
            yield return folder;
        DirectoryInfo? above = new(AppContext.BaseDirectory);
        for (int level = 0; above is not null && level <= LevelsUp; level++, above = above.Parent)
            yield return Path.Combine(above.FullName, "libtorch");
        if (s_recorded is not null)
            yield return s_recorded;
        yield return Natives(PackageName, Version);
        yield return Natives("torchsharp", typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3));
    }

    private static string Natives(string package, string version) =>
        Path.Combine(PackageFolder, package, version, "runtimes", Runtime, "native");

    private static IEnumerable<string> BesideTheProgram() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory);

    private static bool Has(string folder, string library) => File.Exists(Path.Combine(folder, FileName(library)));

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string? Metadata(Assembly assembly, string key) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(entry => entry.Key == key)?.Value;

    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );
}
