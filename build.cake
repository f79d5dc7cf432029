// What a person runs, one thin verb per target: ./build.sh TARGET [--option=value ...], options passed through.

#load "eng/SimilarName.cs"

const string Solution = "QImpact.slnx";
const string Configuration = "Release";

string target = Argument("target", "list");
string[] words = (EnvironmentVariable("QIMPACT_ARGUMENTS") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
DirectoryPath folder = Directory(EnvironmentVariable("QIMPACT_FOLDER") ?? ".");
string system = IsRunningOnWindows() ? "win" : IsRunningOnMacOs() ? "osx" : "linux";
// The program's verbs, as its wiring names them: a line each, VERBCommand.Create().
string[] verbs =
[
    .. System.Text.RegularExpressions.Regex
        .Matches(System.IO.File.ReadAllText("src/Cli/Program.cs"), @"(\w+)Command\.[Cc]reate\(")
        .Select(match => match.Groups[1].Value.ToLowerInvariant()),
];
string runtime = $"{system}-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

Task("list")
    .Description("List the targets.")
    .Does(() =>
    {
        Console.WriteLine("./build.sh TARGET [--option=value ...]\n");
        foreach (ICakeTaskInfo task in Tasks.Where(task => !verbs.Contains(task.Name)))
            Console.WriteLine($"  {task.Name, -16} {task.Description}");
        Console.WriteLine($"\nEvery verb of the program is a target too, built first and then run as by ./qimpact VERB:\n\n  {string.Join(", ", verbs)}");
    });

Task("restore").Description("Restore all packages, exactly as the lock files name them.").Does(() => Restore(Solution));

Task("build")
    .Description("Restore, check the formatting, compile everything with warnings as errors, type-check the scripts.")
    .IsDependentOn("restore")
    .Does(() =>
    {
        Run("dotnet", "csharpier", "check", ".");
        Run("dotnet", "fantomas", "--check", "src", "tests");
        Run("dotnet", "build", Solution, "--configuration", Configuration, "--no-restore", "--verbosity", "minimal", "-nologo");
        foreach (FilePath script in GetFiles("src/Analysis.FSharp/Scripts/*.fsx"))
            Run("dotnet", "fsi", "--typecheck-only", script.FullPath);
    });

Task("format")
    .Description("Format all C# and F# files.")
    .Does(() =>
    {
        Run("dotnet", "csharpier", "format", ".");
        Run("dotnet", "fantomas", "src", "tests");
    });

Task("test")
    .Description("Build, then run all tests.")
    .IsDependentOn("build")
    .Does(() =>
        Run("dotnet", ["test", "--solution", Solution, "--configuration", Configuration, "--no-build", "--no-progress", .. words])
    );

// Its package has 245 MB: only who has a GPU, or changes sessions, needs it.
Task("test-gpu-package")
    .Description("Restore and publish inference with ONNX Runtime's package for GPUs, and run its tests; needs no GPU.")
    .Does(() =>
    {
        const string accelerator = "-p:InferenceAccelerator=cuda";
        Restore("tests/Inference.Tests", "inference-cuda", accelerator);
        Run("dotnet", "build", "tests/Inference.Tests", "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo", accelerator);
        Run("dotnet", ["test", "--project", "tests/Inference.Tests", "--configuration", Configuration, "--no-build", "--no-progress", accelerator, .. words]);
        Run("dotnet", "publish", "src/Inference", "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo", accelerator);
        Console.WriteLine($"published to artifacts/inference-cuda/publish/QImpact.Inference/release_{runtime}");
    });

foreach (string verb in verbs)
    Task(verb).Does(() => Program("src/Cli", "QImpact.Cli", "qimpact", verb));

Task("bench").Description("Run the benchmarks of training: [--filter=PATTERN]").Does(() => Program("benchmarks/Training", "QImpact.Benchmarks", "QImpact.Benchmarks"));

Task("bench-infer").Description("Run the benchmarks of inference: [latency] [policy] [torch] [end-to-end] [memory]").Does(() => Program("benchmarks/Inference", "QImpact.InferenceBenchmarks", "QImpact.InferenceBenchmarks"));

Task("clean")
    .Description("Delete everything that the build wrote.")
    .Does(() =>
    {
        CleanDirectories("artifacts");
        DeleteFiles("qimpact");
        DeleteFiles("qimpact.cmd");
    });

string[] targets = [.. Tasks.Select(task => task.Name)];
if (!targets.Contains(target))
{
    string hint = SimilarName.To(target, targets) is { } name ? $"; did you mean '{name}'?" : "";
    Console.Error.WriteLine($"error: there is no target '{target}'; expected one of {string.Join(", ", targets)}{hint}");
    Environment.Exit(2);
}
RunTarget(target);

void Restore(string project, string packages = "cpu", params string[] properties)
{
    bool locked = FileExists($"src/Data/packages.{packages}-{runtime}.lock.json");
    string[] mode = locked ? ["--locked-mode"] : [];
    Run("dotnet", ["restore", project, "--verbosity", "quiet", .. mode, .. properties]);
}

// Builds one program quietly and runs it in the folder that the person stands in.
void Program(string room, string project, string name, params string[] verb)
{
    string program = MakeAbsolute(File($"artifacts/bin/{project}/release_{runtime}/{name}.dll")).FullPath;
    if (!FileExists(program))
        Console.Error.WriteLine($"building {name}: the first time takes a few minutes, libtorch is 0.5 GB");
    Restore(room);
    RunQuietly("dotnet", "build", room, "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo");
    RunIn(MakeAbsolute(folder), "dotnet", ["exec", program, .. verb, .. words]);
}

void Run(string tool, params string[] arguments) => RunIn(Directory("."), tool, arguments);

// Shows what a tool prints only when it fails.
void RunQuietly(string tool, params string[] arguments)
{
    ProcessSettings settings = new() { Arguments = Quoted(arguments), RedirectStandardOutput = true };
    int code = StartProcess(tool, settings, out IEnumerable<string> output);
    if (code == 0)
        return;
    Console.Error.WriteLine(string.Join('\n', output));
    Environment.Exit(code);
}

// A program has said what is wrong itself: its exit code is handed on as it is.
void RunIn(DirectoryPath workingFolder, string tool, string[] arguments)
{
    int code = StartProcess(tool, new ProcessSettings { Arguments = Quoted(arguments), WorkingDirectory = workingFolder });
    if (code != 0)
        Environment.Exit(code);
}

ProcessArgumentBuilder Quoted(string[] arguments)
{
    ProcessArgumentBuilder builder = new();
    foreach (string argument in arguments)
        builder.AppendQuoted(argument);
    return builder;
}
