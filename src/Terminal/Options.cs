using System.CommandLine;
using System.Text.Json;

namespace QImpact.Terminal;

/// <summary>Options of commands; those that several have are the same in each.</summary>
public static class Options
{
    private const int MostThreads = 1024;

    /// <summary>An option that may be left out; <c>--help</c> shows what its value is called and what it does.</summary>
    public static Option<T> Of<T>(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>The option, which refuses numbers below a minimum.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, int minimum) =>
        option.Where(value => value >= minimum, $"at least {minimum}");

    /// <summary>The option, which refuses numbers that are not as its description says.</summary>
    /// <param name="option">An option for a number.</param>
    /// <param name="holds">Whether a number will do.</param>
    /// <param name="expected">Which numbers will, in words.</param>
    public static Option<T> Where<T>(this Option<T> option, Predicate<double> holds, string expected)
    {
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: string given }]
                && OptionValues.TryNumber(given, out double value)
                && !holds(value)
            )
                result.AddError($"{option.Name}={given}; expected {expected}");
        });
        return option;
    }

    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Data() =>
        Of<string?>(
            "--data",
            "FILE|FOLDER",
            "The MedMNIST archive (.npz), or the folder with it. Default: $MEDMNIST_ROOT; data/ and shared/data/ in "
                + "the working folder or a parent of it; ~/.medmnist."
        );

    /// <summary><c>--positive-class</c>, the disease in data that are not known.</summary>
    public static Option<string?> PositiveClass() =>
        Of<string?>(
            "--positive-class",
            "NAME|INDEX",
            "The class that must not be missed, the disease. Default: the published one of MedMNIST; other data of two classes need it."
        );

    /// <summary><c>--offline</c>.</summary>
    public static Option<bool> Offline() =>
        new("--offline") { Description = "Download nothing, even where the archive is nowhere." };

    /// <summary><c>--threads</c>, from 0.</summary>
    public static Option<int> Threads(string description) =>
        Of<int>("--threads", "N", description)
            .AtLeast(0)
            .Where(value => value <= MostThreads, $"at most {MostThreads}");

    /// <summary><c>--device</c>; <see cref="DeviceRequest.Auto"/> where it is not given.</summary>
    public static Option<DeviceRequest> Device(string description)
    {
        string[] names = Array.ConvertAll(Enum.GetNames<DeviceKind>(), name => name.ToLowerInvariant());
        Option<DeviceRequest> option = new("--device")
        {
            HelpName = $"{string.Join('|', names)}[:N]",
            Description = description,
        };
        option.CompletionSources.Add(names);
        option.CustomParser = result =>
        {
            string given = result.Tokens.Single().Value;
            if (DeviceRequest.Parse(given) is { } request)
                return request;
            result.AddError(
                $"{option.Name}={given}; expected one of {string.Join(", ", names)}, or cuda:N for GPU N, from 0"
                    + Choice.Nearest(given, names)
            );
            return default;
        };
        return option;
    }

    /// <summary>The number of threads that a value of <c>--threads</c> stands for: 0 is all processors.</summary>
    public static int ThreadCount(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary><c>--seed</c> of everything random.</summary>
    public static Option<int> Seed() => Of<int>("--seed", "N", "Seed of everything random. Default: 0.");

    /// <summary><c>--json</c>.</summary>
    /// <param name="what">What is printed, such as "the result".</param>
    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    /// <summary>Prints a result as JSON where that was asked for, in words otherwise.</summary>
    public static void Print<T>(bool asJson, T result, Func<T, string> text) =>
        Console.WriteLine(asJson ? JsonSerializer.Serialize(result, QImpact.Data.Json.Options) : text(result));
}
