using System.Text;
using QImpact.Data.Archives;
using QImpact.Tests;
using Shouldly;
using Xunit;
using static QImpact.Tests.ArchiveBuilder;

namespace QImpact.Data.Tests;

/// <summary>Headers of .npy files: those that NumPy 1.24.2 writes, and other Python literals of the same meaning (Python's ast.literal_eval).</summary>
public sealed class NpyHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3L, 1L), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3l,1L)}")]
    [InlineData("{\"shape\": (3, 1), \"descr\": \"|u1\", \"fortran_order\": False}")]
    [InlineData("{'descr': u'|u1', 'fortran_order': False, 'shape': (3, 1), # of images\n }")]
    [InlineData("{'descr': '|' 'u1', 'fortran_order': False, 'shape': (0x3, 0b1),}")]
    [InlineData("{'descr': '''|u1''', 'fortran_order': False, 'shape': ((3), +1)}")]
    [InlineData("{'descr': '\\x7cu1', 'fortran_order':\n\tFalse, 'shape': (0_3, 0o1)}")]
    [InlineData("{'descr': '|i1', 'descr': '|u1', 'fortran_order': False, 'shape': (3, 1)}")]
    [InlineData("{'descr': 'u1', 'fortran_order': False, 'shape': (3, 1)}")]
    public void Any_literal_of_the_same_meaning_is_read(string header)
    {
        NpyHeader read = Header(header, 3);
        read.Type.ShouldBe(new NpyType("u1", BigEndian: false, 1));
        read.FortranOrder.ShouldBeFalse();
        read.Shape.ShouldBe([3, 1]);
    }

    [Theory]
    [InlineData("'|b1'", 3, "b1")]
    [InlineData("'<f2'", 6, "f2")]
    [InlineData("'<c16'", 48, "c16")]
    [InlineData("'<U9'", 108, "U9")]
    [InlineData("'|S5'", 15, "S5")]
    [InlineData("'|V8'", 24, "V8")]
    [InlineData("'<M8[ns]'", 24, "M8[ns]")]
    [InlineData("'<m8[D]'", 24, "m8[D]")]
    [InlineData("'|O'", 154, "O (Python objects)")]
    [InlineData("[('a', '<i8'), ('b', '<f4', (2, 3))]", 96, "V (a structure)")]
    [InlineData("[('', '|V4'), ('x', '<i4'), ('', '|V8')]", 48, "V (a structure)")]
    public void Every_type_that_NumPy_writes_is_known_by_name(string description, int bytes, string expected)
    {
        string header = $"{{'descr': {description}, 'fortran_order': False, 'shape': (3, 1), }}";
        Header(header, bytes).Type.ToString().ShouldBe(expected);

        string path = Valid().With("test_labels", File(header, new byte[bytes])).Save(_folder);
        if (expected != "b1")
            Should
                .Throw<BadInputException>(() => MedMnistArchive.Read(path))
                .Message.ShouldStartWith($"{path}: test_labels has type {expected}; expected integers");
    }

    [Theory]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 1)", "ends too early")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 1)} x", "an unexpected 'x' at character 59")]
    [InlineData("{'descr': '|u1', 'fortran_order': False}", "expected descr, fortran_order and shape")]
    [InlineData("{'descr': '|u1', 'fortran_order': 0, 'shape': (3, 1)}", "expected True or False as fortran_order")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': 3}", "expected a tuple of lengths as shape")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3.0,)}", "expected whole numbers as shape")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (-3,)}", "expected whole numbers as shape")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3x,)}", "'3x', which is no number")]
    [InlineData("{'descr': 'colour', 'fortran_order': False, 'shape': (3,)}", "whose descr is no type of NumPy")]
    [InlineData("{'descr': '|u1, 'fortran_order': False, 'shape': (3,)}", "an unexpected 'f' at character 18")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "is nested more than 64 deep")]
    [InlineData("__import__('os').system('true')", "an unexpected '_' at character 1")]
    public void What_is_no_header_is_refused_with_its_place(string header, string expected)
    {
        string message = Should.Throw<InvalidDataException>(() => Header(header, 3)).Message;
        message.ShouldContain(expected);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void Truth_values_are_the_labels_0_and_1()
    {
        string path = Valid().With("test_labels", Npy("|b1", "(3,)", [1, 0, 1])).Save(_folder);
        MedMnistArchive.Read(path).Test.Labels.ShouldBe([1, 0, 1]);
    }

    [Fact]
    public void A_label_of_any_size_is_told_as_it_is()
    {
        byte[] labels = [0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 16)];
        string path = Valid().With("test_labels", Npy("<u8", "(3,)", labels)).Save(_folder);
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(path))
            .Message.ShouldEndWith("test_labels has label 18446744073709551615 at image 1; expected 0 to 255");
    }

    [Fact]
    public void Large_arrays_in_Fortran_order_and_of_several_bytes_are_turned_into_C_order()
    {
        // numpy: a[i, j, k] = 10000 i + 100 j + k, '>u2', saved in Fortran order.
        (int a, int b, int c) = (5, 90, 99);
        List<byte> file = [];
        for (int k = 0; k < c; k++)
        for (int j = 0; j < b; j++)
        for (int i = 0; i < a; i++)
            file.AddRange([(byte)((10000 * i + 100 * j + k) >> 8), (byte)(10000 * i + 100 * j + k)]);
        byte[] npy = Npy(">u2", $"({a}, {b}, {c})", [.. file], fortran: true);
        using MemoryStream stream = new(npy);
        byte[] read = NpyReader.Read(stream, npy.Length).Bytes;
        for (int i = 0; i < a; i++)
        for (int j = 0; j < b; j++)
        for (int k = 0; k < c; k++)
        {
            int at = 2 * ((i * b + j) * c + k);
            (256 * read[at] + read[at + 1]).ShouldBe((10000 * i + 100 * j + k) & 0xFFFF);
        }
    }

    private static NpyHeader Header(string header, int bytes)
    {
        byte[] file = File(header, new byte[bytes]);
        using MemoryStream stream = new(file);
        return NpyReader.ReadHeader(stream, file.Length);
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. text, .. data];
    }
}
