using System.Buffers.Binary;
using QImpact.Training.Devices;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class ElfVersionNeedsTests
{
    [Fact]
    public void A_version_that_no_relocation_uses_is_marked_weak_and_nothing_else_changes()
    {
        byte[] image = Library(usedSymbol: 1);
        byte[] before = [.. image];
        ElfVersionNeeds.Needs(image, "NEW_2").ShouldBeTrue();

        ElfVersionNeeds.MakeWeak(image, "NEW_2").ShouldBeTrue();

        ElfVersionNeeds.Needs(image, "NEW_2").ShouldBeFalse();
        ElfVersionNeeds.Needs(image, "OLD_1").ShouldBeTrue();
        Enumerable.Range(0, image.Length).Count(i => image[i] != before[i]).ShouldBe(1);
        ElfVersionNeeds.MakeWeak(image, "NEW_2").ShouldBeFalse();
    }

    [Fact]
    public void A_version_that_a_relocation_uses_is_left_alone()
    {
        byte[] image = Library(usedSymbol: 2);
        Should
            .Throw<InvalidDataException>(() => ElfVersionNeeds.MakeWeak(image, "NEW_2"))
            .Message.ShouldContain("a relocation uses a symbol of NEW_2");
    }

    [Fact]
    public void A_library_that_does_not_need_the_version_stays_as_it_is()
    {
        byte[] image = Library(usedSymbol: 1);
        byte[] before = [.. image];
        ElfVersionNeeds.MakeWeak(image, "OTHER_3").ShouldBeFalse();
        image.ShouldBe(before);
    }

    [Fact]
    public void Something_that_is_no_library_is_refused()
    {
        Should.Throw<InvalidDataException>(() => ElfVersionNeeds.MakeWeak(new byte[100], "NEW_2"));
    }

    // A library with two undefined symbols, 1 of version OLD_1 (index 2) and 2 of NEW_2 (index 3), and one relocation.
    // Layout of the ELF-64 structures: System V ABI; .gnu.version_r: Linux Standard Base, "Symbol versioning".
    private static byte[] Library(uint usedSymbol)
    {
        const int versionNeeds = 64;
        const int names = 128;
        const int versions = 160;
        const int relocations = 176;
        const int sections = 208;
        byte[] image = new byte[sections + 5 * 64];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(image, 0);
        UInt64(40, sections);
        UInt16(58, 64);
        UInt16(60, 5);
        // Verneed: version, count, file, first entry, next; then two Vernaux: hash, flags, index, name, next.
        UInt16(versionNeeds, 1);
        UInt16(versionNeeds + 2, 2);
        UInt32(versionNeeds + 8, 16);
        UInt16(versionNeeds + 16 + 6, 2);
        UInt32(versionNeeds + 16 + 8, 1);
        UInt32(versionNeeds + 16 + 12, 16);
        UInt16(versionNeeds + 32 + 6, 3);
        UInt32(versionNeeds + 32 + 8, 7);
        "\0OLD_1\0NEW_2\0"u8.CopyTo(image.AsSpan(names));
        UInt16(versions + 2, 2);
        UInt16(versions + 4, 3);
        UInt32(relocations + 12, usedSymbol);
        Section(1, type: 0x6ffffffe, versionNeeds, size: 48, link: 2, info: 1);
        Section(2, type: 3, names, size: 13, link: 0, info: 0);
        Section(3, type: 0x6fffffff, versions, size: 6, link: 0, info: 0);
        Section(4, type: 4, relocations, size: 24, link: 0, info: 0);
        return image;

        void Section(int index, uint type, ulong offset, ulong size, uint link, uint info)
        {
            int at = sections + index * 64;
            UInt32(at + 4, type);
            UInt64(at + 24, offset);
            UInt64(at + 32, size);
            UInt32(at + 40, link);
            UInt32(at + 44, info);
        }

        void UInt16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);
        void UInt32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        void UInt64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
    }
}
