using System.Buffers.Binary;
using System.Text;

namespace QImpact.Training.Devices;

/// <summary>
/// The "needed symbol versions" of a 64-bit little-endian ELF library (section <c>.gnu.version_r</c>; System V ABI and
/// the LSB's symbol versioning chapter), and the one change that this build makes to them: marking a version weak.
/// </summary>
internal static class ElfVersionNeeds
{
    /// <summary>What TorchSharp's library asks for: it was linked with GCC 13.</summary>
    public const string OfTorchSharp = "GLIBCXX_3.4.32";

    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const uint SectionTypeVersionSymbols = 0x6fffffff;
    private const uint SectionTypeRelocations = 4;
    private const ushort FlagWeak = 2;

    /// <summary>Marks the need for a version as weak, so that the loader accepts a library that lacks it.</summary>
    /// <param name="image">The bytes of the library; changed in place.</param>
    /// <param name="version">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>True where the library needed the version and the need was not weak already.</returns>
    /// <exception cref="InvalidDataException">
    /// The bytes are no 64-bit little-endian ELF file, or a relocation uses a symbol of that version, so that the
    /// library would not run without it.
    /// </exception>
    public static bool MakeWeak(byte[] image, string version)
    {
        bool changed = false;
        foreach (Need need in Read(image))
        {
            if (need.Name != version || (need.Flags & FlagWeak) != 0)
                continue;
            if (UsedVersionIndices(image).Contains(need.VersionIndex))
                throw new InvalidDataException($"a relocation uses a symbol of {version}; the system must provide it");
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(need.FlagsOffset), (ushort)(need.Flags | FlagWeak));
            changed = true;
        }
        return changed;
    }

    /// <summary>Whether the library needs the version and has not marked that need as weak.</summary>
    public static bool Needs(byte[] image, string version) =>
        Read(image).Any(need => need.Name == version && (need.Flags & FlagWeak) == 0);

    private sealed record Need(string Name, ushort Flags, int FlagsOffset, ushort VersionIndex);

    private readonly record struct Section(uint Type, int Offset, int Size, int Link, int Info);

    private static List<Need> Read(byte[] image)
    {
        Section[] sections = Sections(image);
        List<Need> needs = [];
        foreach (Section section in sections.Where(s => s.Type == SectionTypeVersionNeeds))
        {
            int names = sections[section.Link].Offset;
            int file = section.Offset;
            for (int i = 0; i < section.Info; i++)
            {
                int count = UInt16(image, file + 2);
                int entry = file + (int)UInt32(image, file + 8);
                for (int j = 0; j < count; j++)
                {
                    string name = Text(image, names + (int)UInt32(image, entry + 8));
                    needs.Add(new Need(name, UInt16(image, entry + 4), entry + 4, UInt16(image, entry + 6)));
                    entry += (int)UInt32(image, entry + 12);
                }
                file += (int)UInt32(image, file + 12);
            }
        }
        return needs;
    }

    /// <summary>The versions of all symbols that some relocation refers to.</summary>
    private static HashSet<ushort> UsedVersionIndices(byte[] image)
    {
        const int relocationSize = 24;
        Section[] sections = Sections(image);
        Section versions = sections.Single(s => s.Type == SectionTypeVersionSymbols);
        HashSet<ushort> indices = [];
        foreach (Section section in sections.Where(s => s.Type == SectionTypeRelocations))
            for (int offset = 0; offset < section.Size; offset += relocationSize)
            {
                int symbol = (int)UInt32(image, section.Offset + offset + 12);
                indices.Add((ushort)(UInt16(image, versions.Offset + 2 * symbol) & 0x7fff));
            }
        return indices;
    }

    private static Section[] Sections(byte[] image)
    {
        if (image.Length < 64 || image is not [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, ..])
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        int table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(40)));
        int size = UInt16(image, 58);
        return
        [
            .. Enumerable
                .Range(0, UInt16(image, 60))
                .Select(i => table + i * size)
                .Select(at => new Section(
                    UInt32(image, at + 4),
                    (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at + 24)),
                    (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at + 32)),
                    (int)UInt32(image, at + 40),
                    (int)UInt32(image, at + 44)
                )),
        ];
    }

    private static ushort UInt16(byte[] image, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(offset));

    private static uint UInt32(byte[] image, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(offset));

    private static string Text(byte[] image, int offset) =>
        Encoding.ASCII.GetString(image.AsSpan(offset)[..image.AsSpan(offset).IndexOf((byte)0)]);
}
