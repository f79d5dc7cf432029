using QImpact.Benchmarks.Inference;
using QImpact.Data;

// "latency", "live-taps", "policy", "torch", "end-to-end", "memory"; without arguments all of them. Each prints ratios of what it took in turns.
// "gpu [MODEL.onnx ...]" is for a machine with a GPU, and is not among all.
Dictionary<string, Action<string>> parts = new()
{
    ["latency"] = Latency.Print,
    ["live-taps"] = LiveTapsRatio.Print,
    ["policy"] = ThreadPolicy.Print,
    ["torch"] = TorchRatio.Print,
    ["end-to-end"] = EndToEnd.Print,
    ["memory"] = Processes.Print,
};
string folder = Directory.CreateTempSubdirectory("qimpact-bench-").FullName;
try
{
    if (args is ["gpu", .. string[] files])
    {
        Gpu.Print(folder, files);
        return 0;
    }
    foreach (string name in args.Length == 0 ? parts.Keys : args.AsEnumerable())
    {
        if (!parts.TryGetValue(name, out Action<string>? part))
        {
            Console.Error.WriteLine(
                $"error: there is no benchmark '{name}'; expected gpu, {string.Join(", ", parts.Keys)}"
            );
            return 2;
        }
        Console.WriteLine($"\n{name}");
        part(Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
    }
    return 0;
}
catch (BadInputException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
