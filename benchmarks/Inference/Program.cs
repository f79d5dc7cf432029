using QImpact.Benchmarks.Inference;

// "latency", "policy", "torch", "end-to-end", "memory"; without arguments all of them. Each prints ratios of what it took in turns.
Dictionary<string, Action<string>> parts = new()
{
    ["latency"] = Latency.Print,
    ["policy"] = ThreadPolicy.Print,
    ["torch"] = TorchRatio.Print,
    ["end-to-end"] = EndToEnd.Print,
    ["memory"] = Processes.Print,
};
string folder = Directory.CreateTempSubdirectory("qimpact-bench-").FullName;
try
{
    foreach (string name in args.Length == 0 ? parts.Keys : args.AsEnumerable())
    {
        if (!parts.TryGetValue(name, out Action<string>? part))
        {
            Console.Error.WriteLine($"error: there is no benchmark '{name}'; expected {string.Join(", ", parts.Keys)}");
            return 2;
        }
        Console.WriteLine($"\n{name}");
        part(Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
    }
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
