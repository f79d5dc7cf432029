// What a person runs, one thin verb per target: ./build.sh TARGET [--option=value ...], options passed through.

#load "eng/SimilarName.cs"

const string Solution = "QImpact.slnx";
const string Configuration = "Release";

string target = Argument("target", "list");
// Each word ends with a unit separator, so that it may be empty or have lines.
string[] words = (EnvironmentVariable("QIMPACT_ARGUMENTS") ?? "").Split('\u001f')[..^1];
if (target == "help")
{
    target = words.FirstOrDefault("list");
    words = ["--help"];
}
bool isHelp = words.Any(word => word is "--help" or "-h" or "-?" or "/?" or "/h");
string system = IsRunningOnWindows() ? "win" : IsRunningOnMacOs() ? "osx" : "linux";
// The program's verbs, as its wiring names them: a line each, VERBCommand.Create().
string[] verbs =
[
    .. System.Text.RegularExpressions.Regex
        .Matches(System.IO.File.ReadAllText("src/Cli/Program.cs"), @"(\w+)Command\.[Cc]reate\(")
        .Select(match => match.Groups[1].Value.ToLowerInvariant()),
];
// What the targets that are no verbs take; a verb's words are the program's to judge.
string[] filters = [.. from kind in (string[])["class", "method", "namespace", "trait"] from not in (string[])["", "not-"] select $"--filter-{not}{kind}"];
Dictionary<string, string[]> takes = new()
{
    ["test"] = filters,
    ["test-gpu-package"] = filters,
    ["bench"] = ["--filter", "--turns", "--circuits"],
    ["bench-infer"] = ["latency", "live-taps", "policy", "torch", "end-to-end", "memory"],
    ["bench-peers"] = ["--turns", "--threads", "--python", "--json"],
};
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
        // One process for them all: most of its time goes into its start and into what the scripts refer to.
        const string Scripts = "artifacts/scripts.fsx";
        System.IO.File.WriteAllLines(
            Scripts,
            GetFiles("src/Analysis.FSharp/Scripts/*.fsx").Select(script => $"#load \"{script.FullPath.Replace('\\', '/')}\"")
        );
        Run("dotnet", "fsi", "--typecheck-only", Scripts);
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

// One pack for all of them: the program packs as a tool, the rooms that say so as libraries.
Task("pack")
    .Description("Build, then write the NuGet packages and the .NET tool of this system to artifacts/packages.")
    .IsDependentOn("restore")
    .Does(() =>
    {
        CleanDirectory("artifacts/packages");
        Run("dotnet", "build", "src/Cli", "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo");
        Run("dotnet", "pack", Solution, "--configuration", Configuration, "--no-build", "--verbosity", "quiet", "-nologo", "-p:PackTool=true", "--output", "artifacts/packages");
        FilePath[] packages = [.. GetFiles("artifacts/packages/*.nupkg")];
        if (packages is [])
            Refuse("pack: artifacts/packages is empty; dotnet pack wrote its packages elsewhere");
        foreach (FilePath package in packages)
            Console.WriteLine($"wrote   artifacts/packages/{package.GetFilename()}");
    });

// docfx has 100 MB: only who makes the site restores it.
DirectoryPath site = "artifacts/site";
Task("docs")
    .Description("Build, then write the docs site, with the packages' reference, to artifacts/docs.")
    .IsDependentOn("restore")
    .Does(() =>
    {
        Run("dotnet", "build", "src/Cli", "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo");
        CleanDirectory("artifacts/docs");
        CleanDirectory(site);
        // The pages and what they link to.
        string[] pages =
        [
            "README.md", "LICENSE", "models/README.md", "benchmarks/peers/*.*", "tests/*/README.md", "tests/*/*.html", "examples/*/*.cs", "src/Analysis.FSharp/Audit/paper.json",
            "docs/toc.yml", "docs/*.md", "docs/*.png", "docs/*/*.md", "docs/results/*.png", "docs/results/*.svg", "docs/results/study.yaml",
        ];
        foreach (FilePath page in pages.SelectMany(pattern => GetFiles(pattern)))
        {
            FilePath copy = site.CombineWithFilePath(MakeAbsolute(Directory(".")).GetRelativePath(page));
            EnsureDirectoryExists(copy.GetDirectory());
            CopyFile(page, copy);
        }
        CopyFiles("docs/site/*", site);
        RunIn("docs/site", "dotnet", "tool", "restore");
        RunIn("docs/site", "dotnet", "docfx", MakeAbsolute(site.CombineWithFilePath("docfx.json")).FullPath, "--warningsAsErrors");
        DeleteFile("artifacts/docs/manifest.json"); // it names this machine's folders
        Console.WriteLine("wrote   artifacts/docs/index.html; in docs/site `dotnet docfx serve ../../artifacts/docs` shows it");
    });

Task("api")
    .Description("Build, then write the packages' public interfaces anew to docs/api, which a test holds against the code.")
    .IsDependentOn("restore")
    .Does(() =>
    {
        Run("dotnet", "build", "tests/Architecture.Tests", "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo");
        System.Environment.SetEnvironmentVariable("QIMPACT_WRITE_API", "1");
        Run("dotnet", "test", "--project", "tests/Architecture.Tests", "--configuration", Configuration, "--no-build", "--no-progress", "--", "--filter-class", "*PackageTests");
        Console.WriteLine("wrote   docs/api");
    });

Task("bench").Description("Run the benchmarks of training.").Does(() => Program("benchmarks/Training", "QImpact.Benchmarks", "QImpact.Benchmarks"));

Task("bench-peers").Description("Run the training steps beside PyTorch's, in turn.").Does(() => Program("benchmarks/Training", "QImpact.Benchmarks", "QImpact.Benchmarks", "peers"));

Task("bench-infer").Description("Run the benchmarks of inference.").Does(() => Program("benchmarks/Inference", "QImpact.InferenceBenchmarks", "QImpact.InferenceBenchmarks"));

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
    Refuse($"there is no target '{target}'; expected one of {string.Join(", ", targets)}{Nearest(target, targets)}");
string[] taken = takes.GetValueOrDefault(target, []);
if (isHelp && target != "list")
    Help();
else if (!isHelp && !verbs.Contains(target) && words.Where((_, at) => !IsTaken(at)).FirstOrDefault() is { } unknown)
    Refuse(
        $"{target}: '{unknown}' is not known here{Nearest(unknown.Split('=')[0], taken)}; "
            + (taken is [] ? "it takes no options" : $"expected {string.Join(", ", taken)}")
    );
else
    RunTarget(target);

// A word is one of those that the target takes, perhaps with a value, or the value of the option before it.
bool IsTaken(int at) =>
    taken.Contains(words[at].Split('=')[0])
    || (at > 0 && !words[at].StartsWith('-') && words[at - 1].StartsWith("--filter") && IsTaken(at - 1));

string Nearest(string given, string[] names) =>
    SimilarName.To(given, names) is { } near ? $"; did you mean '{near}'?" : "";

void Refuse(string problem)
{
    Console.Error.WriteLine($"error: {problem}");
    Environment.Exit(2);
}

// Says what a target does, and does nothing: a verb's options are the program's to tell, where it is built.
void Help()
{
    string program = ProgramFile("QImpact.Cli", "qimpact");
    if (!verbs.Contains(target))
        Console.WriteLine($"./build.sh {string.Join(' ', taken.Select(word => $"[{word}]").Prepend(target))}\n\n  {Tasks.Single(task => task.Name == target).Description}");
    else if (FileExists(program))
        Start(program, target);
    else
        Console.WriteLine($"{target} is a verb of the program, which is not built yet: ./build.sh build, then ./qimpact {target} --help");
}

string ProgramFile(string project, string name) =>
    MakeAbsolute(File($"artifacts/bin/{project}/release_{runtime}/{name}.dll")).FullPath;

// The script that called runs the program, in the folder that the person stands in: signals reach it, and its exit code is the script's.
void Start(string program, params string[] verb) =>
    System.IO.File.WriteAllLines(EnvironmentVariable("QIMPACT_PROGRAM"), [program, .. verb]);

void Restore(string project, string packages = "cpu", params string[] properties)
{
    bool locked = FileExists($"src/Data/packages.{packages}-{runtime}.lock.json");
    string[] mode = locked ? ["--locked-mode"] : [];
    Run("dotnet", ["restore", project, "--verbosity", "quiet", .. mode, .. properties]);
}

// Builds one program quietly and has it run.
void Program(string room, string project, string name, params string[] verb)
{
    string program = ProgramFile(project, name);
    if (!FileExists(program))
        Console.Error.WriteLine($"building {name}: the first time takes a few minutes, libtorch is 0.5 GB");
    Restore(room);
    RunQuietly("dotnet", "build", room, "--configuration", Configuration, "--no-restore", "--verbosity", "quiet", "-nologo");
    Start(program, verb);
}

// A tool has said what is wrong itself: its exit code is handed on as it is.
void Run(string tool, params string[] arguments) => RunIn(".", tool, arguments);

void RunIn(string folder, string tool, params string[] arguments)
{
    int code = StartProcess(tool, new ProcessSettings { Arguments = Quoted(arguments), WorkingDirectory = folder });
    if (code != 0)
        Environment.Exit(code);
}

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

ProcessArgumentBuilder Quoted(string[] arguments)
{
    ProcessArgumentBuilder builder = new();
    foreach (string argument in arguments)
        builder.AppendQuoted(argument);
    return builder;
}
