using QImpact.Data.Images;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class GifTests
{
    private static readonly byte[] Transparent = File.ReadAllBytes(
        Path.Combine(Repository.Root, "tests/fixtures/images/transparent.gif")
    );

    [Fact]
    public void A_pixel_of_the_transparent_colour_has_the_colour_that_the_palette_gives_it()
    {
        // Pillow 9.4: np.array(Image.open("transparent.gif").convert("RGB")); palette entry 40 is the transparent one.
        float[] values = Load(Transparent);
        values[5 * 28 + 5].ShouldBe(57 / 255f);
        values[..8].ShouldBe([9 / 255f, 13 / 255f, 21 / 255f, 28 / 255f, 12 / 255f, 17 / 255f, 34 / 255f, 39 / 255f]);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_in_front_of_its_pixels_is_refused()
    {
        for (int length = 0; length < 1000; length++)
            Should.Throw<BrokenImageException>(() => Load(Transparent[..length]));
    }

    private static float[] Load(byte[] file)
    {
        float[] values = new float[28 * 28];
        new ImageLoader(channels: 1, size: 28).Decode([.. file], values);
        return values;
    }
}
