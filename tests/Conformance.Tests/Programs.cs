using System.ComponentModel;
using System.Diagnostics;
using QImpact.Tests;

namespace QImpact.Conformance.Tests;

/// <summary>Programs that have nothing to do with this project, where they are installed.</summary>
internal static class Programs
{
    // Debian's packages belong to the system's Python, which need not be the first one.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    /// <summary>The scripts of tests/consumers.</summary>
    public static string Script(string name) => Path.Combine(Repository.Root, "tests", "consumers", name);

    /// <summary>The Python that has these modules, or null.</summary>
    public static string? PythonWith(params string[] modules) =>
        Pythons.FirstOrDefault(python => Run(python, "-c", $"import {string.Join(", ", modules)}").Code == 0);

    /// <summary>Runs a program; one that is not there gives -1.</summary>
    public static (int Code, string Text) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }
}
