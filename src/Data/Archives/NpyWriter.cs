using System.Collections.Immutable;
using System.Text;

namespace QImpact.Data.Archives;

/// <summary>Writes arrays of the .npy format, version 1.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private const int Prefix = 10;

    /// <summary>What stands before the elements of an array in C order.</summary>
    /// <param name="type">NumPy's name of the type, such as <c>|u1</c>.</param>
    /// <param name="shape">Lengths of the axes.</param>
    public static byte[] Header(string type, params ReadOnlySpan<int> shape)
    {
        string axes = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({axes}), }}";
        int length = (Prefix + text.Length + Alignment) / Alignment * Alignment - Prefix;
        byte[] header = Encoding.Latin1.GetBytes(text.PadRight(length - 1) + '\n');
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. header];
    }

    /// <summary>Texts as NumPy has them: four bytes a character, each as long as the longest.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="isScalar">Whether there is one, and no axis.</param>
    public static (byte[] Header, byte[] Elements) Texts(ImmutableArray<string> texts, bool isScalar = false)
    {
        byte[][] encoded = [.. texts.Select(Encoding.UTF32.GetBytes)];
        int longest = Math.Max(encoded.Max(text => text.Length), 4);
        byte[] elements = new byte[checked(longest * encoded.Length)];
        for (int i = 0; i < encoded.Length; i++)
            encoded[i].CopyTo(elements, i * longest);
        return (isScalar ? Header($"<U{longest / 4}") : Header($"<U{longest / 4}", encoded.Length), elements);
    }
}
