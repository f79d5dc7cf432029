using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace QImpact.Data;

/// <summary>What kind of thing a path names; .NET does not tell pipes and devices from files.</summary>
public static partial class FileKind
{
    /// <summary>The kinds.</summary>
    public enum Kind
    {
        /// <summary>A file, a folder, nothing at all, or a system that does not say.</summary>
        Ordinary,

        /// <summary>A named pipe or a socket: opening it waits until somebody writes.</summary>
        Pipe,

        /// <summary>A device such as <c>/dev/zero</c>, which may never end.</summary>
        Device,
    }

    /// <summary>The kind; links are followed.</summary>
    public static Kind Of(string path)
    {
        const int currentFolder = -100;
        const uint typeAndMode = 3;
        const int modeAt = 28;
        if (!OperatingSystem.IsLinux() || path.Contains('\0'))
            return Kind.Ordinary;
        byte[] status = new byte[256];
        if (Status(currentFolder, path, 0, typeAndMode, status) != 0)
            return Kind.Ordinary;
        return (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(modeAt)) & 0xF000) switch
        {
            0x1000 or 0xC000 => Kind.Pipe,
            0x2000 or 0x6000 => Kind.Device,
            _ => Kind.Ordinary,
        };
    }

    // statx(2): the layout of what it fills is the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);
}
