using System.CommandLine;
using QImpact.Data;
using QImpact.Exchange.Weights;
using QImpact.Quantum.Circuits;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary><c>--weights</c>: trained weights of a circuit, from a file.</summary>
public static class WeightsOption
{
    private const string Name = "--weights";

    // What PennyLane's TorchLayer and QuantumLayer call them.
    private const string UsualName = "weights";

    /// <summary>The option.</summary>
    public static Option<string?> Create() =>
        Options.Of<string?>(
            Name,
            "FILE[:NAME]",
            "Trained weights: .npy, .npz, .json, .csv, .safetensors or PyTorch's .pt; of several arrays the one called NAME. "
                + "Default: the one called weights or ...weights, or the only one of the circuit's shape."
        );

    /// <summary>The weights of a circuit, [weights], flat, finite.</summary>
    /// <exception cref="BadInputException">The file can't be read, has no such array, or one of another shape; or a weight is not finite.</exception>
    public static double[] Read(string text, Circuit circuit)
    {
        (string file, string? name) = Split(text);
        IReadOnlyList<WeightArray> arrays = WeightsFile.Read(file);
        WeightArray array = name is null ? Usual(file, arrays, circuit) : Named(file, name, arrays);
        if (!array.Fits(circuit.WeightShape))
            throw new BadInputException(
                $"{file}: {(array.Name.Length == 0 ? "the weights have" : $"{array.Name} has")} the shape {array.ShapeText}; "
                    + $"expected {Shape(circuit)}, that of the weights of \"{circuit}\""
            );
        double[] weights = Elements(file, array);
        int stranger = Array.FindIndex(weights, weight => !double.IsFinite(weight));
        return stranger < 0
            ? weights
            : throw new BadInputException(
                FormattableString.Invariant(
                    $"{file}: weight {stranger} of {(array.Name.Length == 0 ? "its array" : array.Name)} is {weights[stranger]}; expected finite numbers"
                )
            );
    }

    // A colon may be part of a path.
    private static (string File, string? Name) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon <= 1 || File.Exists(text) ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static WeightArray Named(string file, string name, IReadOnlyList<WeightArray> arrays) =>
        arrays.FirstOrDefault(array => array.Name == name)
        ?? throw new BadInputException(
            $"{file} has no array '{name}'; it has {List(arrays)}{Choice.Nearest(name, arrays.Select(array => array.Name))}"
        );

    private static WeightArray Usual(string file, IReadOnlyList<WeightArray> arrays, Circuit circuit)
    {
        if (arrays is [WeightArray only])
            return only;
        WeightArray[] usual =
        [
            .. arrays.Where(array =>
                array.Name == UsualName || array.Name.EndsWith($".{UsualName}", StringComparison.Ordinal)
            ),
        ];
        if (usual is [WeightArray named])
            return named;
        WeightArray[] fitting = [.. (usual is [] ? arrays : usual).Where(array => array.Fits(circuit.WeightShape))];
        return fitting is [WeightArray chosen]
            ? chosen
            : throw new BadInputException(
                $"{file} has {(fitting is [] ? "no array" : $"{fitting.Length} arrays")} of the shape {Shape(circuit)}, that of the weights of "
                    + $"\"{circuit}\"; it has {List(arrays)}; name one, as {Name}={file}:NAME"
            );
    }

    private static string Shape(Circuit circuit) => $"[{string.Join(", ", circuit.WeightShape)}]";

    private static string List(IReadOnlyList<WeightArray> arrays)
    {
        const int most = 20;
        if (arrays is [])
            return "no arrays of numbers";
        string list = string.Join(", ", arrays.Take(most));
        return arrays.Count > most ? $"{list} and {arrays.Count - most} more" : list;
    }

    private static double[] Elements(string file, WeightArray array)
    {
        try
        {
            return InputFile.Read(file, array.Read);
        }
        catch (Exception damage) when (damage is InvalidDataException or OverflowException)
        {
            throw new BadInputException($"{file} {damage.AsReason()}", damage);
        }
    }
}
