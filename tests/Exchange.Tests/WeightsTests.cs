using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

/// <summary>Weights from files that PyTorch 1.13.1 and NumPy 1.24.2 wrote (tests/fixtures/weights), and from files made here.</summary>
public sealed class WeightsTests : IDisposable
{
    private static readonly Circuit Paper = KnownCircuits.Paper; // weights [2, 4]

    private static readonly double[] Expected = [.. Enumerable.Range(0, 8).Select(k => (k - 3.5) / 8)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("state.pt")]
    [InlineData("state-f64.pt")]
    [InlineData("state-f16.pt")]
    [InlineData("state-bf16.pt")]
    [InlineData("state.pt:layer.weights")]
    [InlineData("checkpoint.pt")]
    [InlineData("checkpoint.pt:model.layer.weights")]
    [InlineData("parameter.pt")]
    [InlineData("transposed.pt")]
    [InlineData("arrays.npz")]
    [InlineData("two.npz:a")]
    [InlineData("fortran.npy")]
    [InlineData("weights.csv")]
    public void Weights_are_found_in_what_PyTorch_and_NumPy_write(string file) =>
        WeightsOption.Read(Fixture(file), Paper).ShouldBe(Expected);

    [Theory]
    [InlineData("[[-0.4375,-0.3125,-0.1875,-0.0625],[0.0625,0.1875,0.3125,0.4375]]")]
    [InlineData("[-0.4375,-0.3125,-0.1875,-0.0625,0.0625,0.1875,0.3125,0.4375]")]
    [InlineData("""{"a":[1,2],"weights":[[-0.4375,-0.3125,-0.1875,-0.0625],[0.0625,0.1875,0.3125,0.4375]]}""")]
    [InlineData(
        """{"parameters":{"quantum.weights":{"shape":[2,4],"values":[-0.4375,-0.3125,-0.1875,-0.0625,0.0625,0.1875,0.3125,0.4375]}}}"""
    )]
    public void Weights_are_found_in_JSON(string text) =>
        WeightsOption.Read(Written("weights.json", text), Paper).ShouldBe(Expected);

    [Theory]
    [InlineData("F64", 8)]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    public void Weights_are_found_in_safetensors(string type, int size)
    {
        byte[] data = [.. Expected.SelectMany(value => Bytes(value, type))];
        string file = Safetensors(
            $$$"""{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"q.weights":{"dtype":"{{{type}}}","shape":[2,4],"data_offsets":[4,{{{4 + 8 * size}}}]}}""",
            [0, 0, 0, 0, .. data]
        );
        WeightsOption.Read(file, Paper).ShouldBe(Expected);
    }

    [Fact]
    public void A_table_may_have_the_last_axes_joined_and_a_vector_takes_any_shape()
    {
        Circuit strong = Circuit.Parse("2: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>");
        strong.WeightShape.ShouldBe([2, 2, 3]);
        double[] twelve = [.. Enumerable.Range(1, 12).Select(k => (double)k)];
        WeightsOption.Read(Written("a.csv", "1,2,3,4,5,6\n7,8,9,10,11,12\n"), strong).ShouldBe(twelve);
        WeightsOption.Read(Written("b.csv", "a,b,c\n1,2,3\n4,5,6\n7,8,9\n10,11,12\n"), strong).ShouldBe(twelve);
        Circuit vector = Circuit.Parse("1: RX(x0 + w0)[0] RY(w1)[0] RX(w2)[0] RY(w3)[0] <Z0>");
        WeightsOption.Read(Written("c.json", "[[1,2],[3,4]]"), vector).ShouldBe([1, 2, 3, 4]);
    }

    [Theory]
    [InlineData(
        "state.pt",
        "3: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>",
        "layer.weights has the shape [2, 4]; expected [2, 3]"
    )]
    [InlineData(
        "fortran.npy",
        "2: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=4) <Z>",
        "the weights have the shape [2, 4]; expected [4, 2]"
    )]
    [InlineData("two.npz", null, "2 arrays of the shape [2, 4], that of the weights of \"")]
    [InlineData("two.npz", null, "it has a [2, 4], b [2, 4]; name one, as --weights=")]
    [InlineData("two.npz", "1: RX(x0 + w0)[0] <Z0>", "has no array of the shape [1]")]
    [InlineData(
        "state.pt:layer.wieghts",
        null,
        "has no array 'layer.wieghts'; it has first.weight [4, 4], first.bias [4], layer.weights [2, 4]"
    )]
    [InlineData("state.pt:layer.wieghts", null, "; did you mean 'layer.weights'?")]
    [InlineData(
        "legacy.pt",
        null,
        "before version 1.6 or with _use_new_zipfile_serialization=False, or it is cut off; save it anew with torch.save(model.state_dict(), FILE)"
    )]
    [InlineData("module.pt", null, "calls torch.nn.modules.linear.Linear with")]
    [InlineData("module.pt", null, "save it anew with torch.save(model.state_dict(), FILE)")]
    [InlineData(
        "README.md",
        null,
        "is no file of weights by its name; expected one of .npy, .npz, .json, .csv, .safetensors, .pt, .pth"
    )]
    [InlineData("none.pt", null, "can't be read: Could not find file")]
    public void What_does_not_fit_is_refused(string file, string? circuit, string expected)
    {
        string message = Refusal(Fixture(file), circuit is null ? Paper : Circuit.Parse(circuit));
        message.ShouldContain(expected);
        message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("a.json", "[1,", "is no JSON with weights")]
    [InlineData("a.json", "{\"weights\":[1],\"weights\":[2]}", "is no JSON with weights")]
    [InlineData("a.json", "{\"name\":\"x\"}", "it has no arrays of numbers")]
    [InlineData("a.json", "[[1,2],[3]]", "it has no arrays of numbers")]
    [InlineData("a.json", "[1e999,2]", "a number that is too large")]
    [InlineData("a.csv", "1,2,nan,4\n5,6,7,8\n", "weight 2 of its array is NaN; expected finite numbers")]
    [InlineData("a.csv", "1,2,3,4\n5,6,seven,8\n", "line 2: cell 3 is 'seven'; expected a number")]
    [InlineData("a.npy", "no array at all", "does not start as a .npy file does")]
    [InlineData("a.npz", "no archive at all", "is no .npz archive")]
    [InlineData("a.safetensors", "abc", "is cut off within its first 8 bytes")]
    [InlineData("a.safetensors", "abcdefghij", "claims a header of")]
    public void A_damaged_file_is_refused(string name, string content, string expected) =>
        Refusal(Written(name, content), Paper).ShouldContain(expected);

    [Theory]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2,4],"data_offsets":[0,64]}}""",
        "has the tensor 'w' outside of the file"
    )]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2,4],"data_offsets":[0,16]}}""",
        "has 16 bytes for the tensor 'w'; its shape and dtype call for 32"
    )]
    [InlineData(
        """{"w":{"dtype":"F8","shape":[2,4],"data_offsets":[0,8]}}""",
        "has the tensor 'w' of dtype F8; expected one of F64, F32"
    )]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[99999999999,99999999999],"data_offsets":[0,8]}}""",
        "the shape [99999999999, 99999999999]; expected [2, 4]"
    )]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[8],"data_offsets":[0,32]},"w":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}}""",
        "has a header that is not what was expected"
    )]
    [InlineData("""{"w":[1]}""", "has a header that is not what was expected")]
    public void A_hostile_safetensors_header_is_refused(string header, string expected) =>
        Refusal(Safetensors(header, new byte[32]), Paper).ShouldContain(expected);

    [Fact]
    public void A_cut_off_or_changed_file_of_PyTorch_never_does_harm()
    {
        byte[] whole = File.ReadAllBytes(Fixture("state.pt"));
        for (int length = 0; length < whole.Length; length += 97)
            Refusal(Written("cut.pt", whole[..length]), Paper);
        Random random = new(0);
        for (int turn = 0; turn < 300; turn++)
        {
            byte[] changed = [.. whole];
            for (int i = 0; i < 4; i++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                WeightsOption.Read(Written("changed.pt", changed), Paper).Length.ShouldBe(8);
            }
            catch (BadInputException) { }
        }
    }

    [Fact]
    public void A_pickle_that_would_run_a_command_is_refused_by_the_name_of_what_it_calls()
    {
        byte[] pickle = [0x80, 2, .. "cposix\nsystem\nX"u8, 4, 0, 0, 0, .. "true"u8, 0x85, (byte)'R', (byte)'.'];
        Refusal(Torch(("a/data.pkl", pickle)), Paper)
            .ShouldContain("calls posix.system with 1 arguments, which is not executed; expected tensors alone");
        Refusal(Torch(("a/data.pkl", [0x80, 4, (byte)'.'])), Paper)
            .ShouldContain("has a pickle of protocol 4; expected 2");
        Refusal(Torch(("a/x", [])), Paper).ShouldContain("has 0 members data.pkl; expected one");
    }

    [Fact]
    public void A_compressed_archive_is_read_and_one_whose_storage_is_short_is_refused()
    {
        (string Name, byte[] Content)[] members = Members(Fixture("state-f64.pt"));
        WeightsOption.Read(Torch(members), Paper).ShouldBe(Expected);
        (string, byte[])[] shorter =
        [
            .. members.Select(member => member.Name.EndsWith("/data/2") ? (member.Name, member.Content[..56]) : member),
        ];
        Refusal(Torch(shorter), Paper)
            .ShouldContain("has 56 bytes in state-f64/data/2; 8 numbers of torch.DoubleStorage call for 64");
        Refusal(Torch([.. members, members[0]]), Paper).ShouldContain("has 2 members data.pkl; expected one");
    }

    private static string Fixture(string file) => Path.Combine(Repository.Root, "tests", "fixtures", "weights", file);

    private static string Refusal(string file, Circuit circuit) =>
        Should.Throw<BadInputException>(() => WeightsOption.Read(file, circuit)).Message;

    private string Written(string name, string content) => Written(name, Encoding.UTF8.GetBytes(content));

    private string Written(string name, byte[] content)
    {
        string file = _folder.File(name);
        File.WriteAllBytes(file, content);
        return file;
    }

    private string Safetensors(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return Written("file.safetensors", [.. length, .. Encoding.UTF8.GetBytes(header), .. data]);
    }

    private string Torch(params (string Name, byte[] Content)[] members)
    {
        string file = _folder.File("made.pt");
        File.Delete(file);
        using ZipArchive zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in members)
        {
            using Stream stream = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            stream.Write(content);
        }
        return file;
    }

    private static (string, byte[])[] Members(string file)
    {
        using ZipArchive zip = ZipFile.OpenRead(file);
        return [.. zip.Entries.Select(entry => (entry.FullName, Content(entry)))];

        static byte[] Content(ZipArchiveEntry entry)
        {
            using MemoryStream content = new();
            using Stream stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        }
    }

    private static byte[] Bytes(double value, string type) =>
        type switch
        {
            "F64" => BitConverter.GetBytes(value),
            "F32" => BitConverter.GetBytes((float)value),
            "F16" => BitConverter.GetBytes((Half)value),
            _ => BitConverter.GetBytes((float)value)[2..],
        };
}
