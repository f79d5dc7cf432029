using System.Text.Json;
using System.Text.Json.Nodes;
using QImpact.Data;
using QImpact.Quantum;
using QImpact.Quantum.Noise;

namespace QImpact.Exchange;

/// <summary>A noise model as a calibration file has it (docs/noise.md), and in the same form the card of a model and the <c>config.json</c> of a run.</summary>
public static class NoiseFile
{
    // Short for channels per layer.
    private static readonly (string Name, ChannelKind Kind)[] Short =
    [
        ("depolarizing", ChannelKind.Depolarizing),
        ("bit_flip", ChannelKind.BitFlip),
        ("phase_flip", ChannelKind.PhaseFlip),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It is missing, no JSON, or no noise; the message says where, and what was expected.</exception>
    public static NoiseModel Read(string path) => Of(path, Json.Parse<JsonElement>(path, InputFile.ReadText(path)));

    /// <summary>Reads a part of a file, which messages name.</summary>
    /// <exception cref="BadInputException">It is no noise.</exception>
    public static NoiseModel Of(string what, JsonElement noise)
    {
        JsonPart file = new JsonPart(what, noise).RequireMembers([
            "description",
            "layers",
            "gates",
            "wires",
            "readout",
            .. Short.Select(entry => entry.Name),
        ]);
        file.Member("description")?.Text("a text");
        WireNoise[] wires = [.. Items(file, "wires", "an object for each wire").Select(Wire)];
        GateNoise[] gates = [.. Items(file, "gates", "objects").Select(Gate)];
        if (gates.Any(gate => gate.Time > 0) && wires.All(wire => wire.T1 is null))
            throw new BadInputException(
                $"{what}: gates have a time, and no wire has t1 and t2; expected both, or neither"
            );
        return new NoiseModel
        {
            Layers = Items(file, "layers", "channels").Select(Channel).Concat(ShortLayers(file)).ToValueList(),
            Gates = gates.ToValueList(),
            Wires = wires.ToValueList(),
            Readout = file.Member("readout") is { } readout ? Readout(readout) : null,
        };
    }

    /// <summary>The noise in this form; what it does not have is left out.</summary>
    public static JsonElement Write(NoiseModel noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        var file = new JsonObject();
        AddList(file, "layers", noise.Layers, channel => $"{channel}");
        AddList(file, "gates", noise.Gates, Written);
        AddList(file, "wires", noise.Wires, Written);
        if (noise.Readout is { } readout)
            file.Add("readout", Written(readout));
        return JsonSerializer.SerializeToElement(file, Json.Options);
    }

    private static IEnumerable<Channel> ShortLayers(JsonPart file)
    {
        foreach ((string name, ChannelKind kind) in Short)
        {
            if (file.Member(name) is { } member && member.Number("a probability, 0 to 1") is var p and not 0)
                yield return member.Make(() => new Channel(kind, p));
        }
    }

    private static GateNoise Gate(JsonPart part)
    {
        part.RequireMembers("gates", "wires", "time", "channels");
        const string Names = "names of gates, one-qubit or two-qubit";
        ValueList<int>? wires = part.Member("wires")
            ?.Items("wires")
            .Select(wire => wire.Integer("a wire, such as 0"))
            .ToValueList();
        string[] gates = [.. Items(part, "gates", Names).Select(name => name.Text("a gate's name, such as CNOT"))];
        Channel[] channels = [.. Items(part, "channels", "channels").Select(Channel)];
        double time = part.Member("time")?.Number("a time") ?? 0;
        return part.Make(() => new GateNoise(gates.ToValueList(), channels.ToValueList(), time, wires));
    }

    private static WireNoise Wire(JsonPart part)
    {
        part.RequireMembers("t1", "t2", "population", "readout");
        return part.Make(() =>
            new WireNoise(
                part.Member("t1")?.Number("a time"),
                part.Member("t2")?.Number("a time"),
                part.Member("population")?.Number("a probability, 0 to 1") ?? 0,
                part.Member("readout") is { } readout ? Readout(readout) : null
            )
        );
    }

    private static Channel Channel(JsonPart part)
    {
        string text = part.Text("a channel, such as \"AmplitudeDamping(0.02)\"");
        return part.Make(() => Quantum.Noise.Channel.Parse(text));
    }

    /// <summary>0.02, or [0.01, 0.03]: 1 read for 0, and 0 for 1.</summary>
    private static ReadoutError Readout(JsonPart part)
    {
        const string Expected = "a probability from 0 to 1, or two: reading 1 for 0, and 0 for 1";
        double[] errors =
            part.Value.ValueKind == JsonValueKind.Array
                ? [.. part.Items(Expected).Select(error => error.Number(Expected))]
                : [part.Number(Expected)];
        return errors.Length is 1 or 2
            ? part.Make(() => new ReadoutError(errors[0], errors[^1]))
            : throw new BadInputException($"{part.Where} has {errors.Length} numbers; expected {Expected}");
    }

    private static IEnumerable<JsonPart> Items(JsonPart part, string name, string expected) =>
        part.Member(name)?.Items(expected) ?? [];

    private static void AddList<T>(JsonObject to, string name, ValueList<T> items, Func<T, JsonNode> write)
    {
        if (items.Count > 0)
            to.Add(name, new JsonArray([.. items.Select(write)]));
    }

    private static JsonNode Written(GateNoise gate)
    {
        var written = new JsonObject();
        AddList(written, "gates", gate.Gates, name => name);
        if (gate.Wires is { } wires)
            AddList(written, "wires", wires, wire => wire);
        if (gate.Time > 0)
            written.Add("time", gate.Time);
        AddList(written, "channels", gate.Channels, channel => $"{channel}");
        return written;
    }

    private static JsonNode Written(WireNoise wire)
    {
        var written = new JsonObject();
        if (wire.T1 is { } t1)
            written.Add("t1", t1);
        if (wire.T2 is { } t2)
            written.Add("t2", t2);
        if (wire.Population > 0)
            written.Add("population", wire.Population);
        if (wire.Readout is { } readout)
            written.Add("readout", Written(readout));
        return written;
    }

    private static JsonNode Written(ReadoutError readout) =>
        readout.ZeroAsOne == readout.OneAsZero
            ? readout.ZeroAsOne
            : new JsonArray(readout.ZeroAsOne, readout.OneAsZero);
}
