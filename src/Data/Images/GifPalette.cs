namespace QImpact.Data.Images;

/// <summary>The colours of a GIF file's first image.</summary>
internal static class GifPalette
{
    private const byte Extension = 0x21;
    private const byte GraphicControl = 0xF9;
    private const byte HasColours = 0x80;
    private const int FirstBlock = 13;

    /// <summary>
    /// Takes from the first image of a GIF file the mark that one of its palette's colours is transparent (GIF89a, 23): decoders draw such a pixel
    /// as nothing, while its colour stands in the file. Other content, and a file that is cut off, stays as it is.
    /// </summary>
    public static void ShowTransparentColour(Span<byte> content)
    {
        if (content.Length < FirstBlock || !(content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8)))
            return;
        byte screen = content[10];
        int at = FirstBlock + ((screen & HasColours) != 0 ? 3 << ((screen & 7) + 1) : 0);
        while (at + 3 < content.Length && content[at] == Extension)
        {
            if (content[at + 1] == GraphicControl)
                content[at + 3] &= 0xFE;
            // Blocks of a length and so many bytes, ended by one of length 0.
            for (at += 2; at < content.Length && content[at] != 0; )
                at += 1 + content[at];
            at++;
        }
    }
}
