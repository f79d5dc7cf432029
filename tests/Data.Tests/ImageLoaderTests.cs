using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using QImpact.Data.Images;
using QImpact.Tests;
using Shouldly;
using SkiaSharp;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class ImageLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_8_bit_grey_image_of_the_models_size_gives_its_values_over_255()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        float[] values = Load(ImageFiles.Png(16, 16, 8, PngColour.Grey, pixels), channels: 1, size: 16);
        values.ShouldBe([.. pixels.Select(pixel => pixel / 255f)]);
    }

    [Fact]
    public void A_16_bit_grey_image_keeps_all_its_bits()
    {
        ushort[] row = [0, 1, 255, 256, 257, 40000, 65534, 65535];
        float[] values = Load(Square(row), channels: 1, size: row.Length);
        values[..row.Length].ShouldBe([.. row.Select(value => value / 65535f)]);

        static byte[] Square(ushort[] row) =>
            ImageFiles.Png(
                row.Length,
                row.Length,
                16,
                PngColour.Grey,
                [
                    .. Enumerable
                        .Repeat(row, row.Length)
                        .SelectMany(r => r)
                        .SelectMany(v => new[] { (byte)(v >> 8), (byte)v }),
                ]
            );
    }

    [Fact]
    public void Colours_become_grey_by_the_weights_of_BT_601()
    {
        byte[] file = ImageFiles.Png(1, 1, 8, PngColour.Rgb, [200, 100, 50]);
        Load(file, channels: 1, size: 1)[0].ShouldBe((0.299f * 200 + 0.587f * 100 + 0.114f * 50) / 255, 1e-5f);
    }

    [Fact]
    public void Sixteen_bit_colours_become_grey_by_the_same_weights()
    {
        byte[] file = ImageFiles.Png(1, 1, 16, PngColour.Rgb, [0x80, 0x01, 0x40, 0x02, 0x20, 0x03]);
        double expected = (0.299 * 0x8001 + 0.587 * 0x4002 + 0.114 * 0x2003) / 65535;
        Load(file, channels: 1, size: 1)[0].ShouldBe((float)expected, 1e-5f);
    }

    [Property(MaxTest = 50, Replay = "1,3")]
    public Property A_grey_image_saved_in_colours_gives_the_same_bits() =>
        Prop.ForAll<byte>(value =>
            Load(ImageFiles.Png(1, 1, 8, PngColour.Rgb, [value, value, value]), channels: 1, size: 1)[0] == value / 255f
        );

    [Fact]
    public void Colours_go_to_the_channels_in_the_order_red_green_blue()
    {
        byte[] file = ImageFiles.Png(2, 1, 8, PngColour.Rgb, [10, 20, 30, 40, 50, 60]);
        Load(ImageFiles.Png(1, 1, 8, PngColour.Rgb, [10, 20, 30]), channels: 3, size: 1)
            .ShouldBe([10 / 255f, 20 / 255f, 30 / 255f]);
        Load(file, channels: 3, size: 2)
            .ShouldBe([.. new[] { 10, 40, 10, 40, 20, 50, 20, 50, 30, 60, 30, 60 }.Select(value => value / 255f)]);
    }

    [Fact]
    public void A_grey_image_fills_all_channels_of_a_colour_model()
    {
        Load(ImageFiles.Grey(1, 51), channels: 3, size: 1).ShouldBe([0.2f, 0.2f, 0.2f]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Alpha_is_left_out(int depth)
    {
        byte[] Value(byte value) => depth == 8 ? [value] : [value, value];
        byte[] grey = ImageFiles.Png(1, 1, depth, PngColour.GreyAlpha, [.. Value(102), .. Value(0)]);
        byte[] colours = ImageFiles.Png(
            1,
            1,
            depth,
            PngColour.Rgba,
            [.. Value(51), .. Value(102), .. Value(153), .. Value(7)]
        );
        Load(grey, channels: 1, size: 1).ShouldBe([0.4f]);
        Load(colours, channels: 3, size: 1).ShouldBe([0.2f, 0.4f, 0.6f]);
    }

    [Fact]
    public void Palettes_and_single_bits_are_unpacked()
    {
        byte[] palette = ImageFiles.Png(2, 1, 8, PngColour.Palette, [1, 0], [0, 0, 0, 51, 102, 153]);
        Load(palette, channels: 3, size: 2)[..2].ShouldBe([0.2f, 0]);
        byte[] bits = ImageFiles.Png(8, 1, 1, PngColour.Grey, [0b10100101]);
        Load(bits, channels: 1, size: 8)[..8].ShouldBe([1, 0, 1, 0, 0, 1, 0, 1]);
    }

    [Fact]
    public void A_BMP_file_gives_the_values_that_it_stores()
    {
        byte[] file = ImageFiles.Bmp(2, [51, 102, 153, 0, 0, 0], [255, 255, 255, 204, 204, 204]);
        Load(file, channels: 3, size: 2).ShouldBe([0.2f, 0, 1, 0.8f, 0.4f, 0, 1, 0.8f, 0.6f, 0, 1, 0.8f]);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, 0.02f)]
    [InlineData(SKEncodedImageFormat.Webp, 0.05f)]
    [InlineData(SKEncodedImageFormat.Png, 1e-7f)]
    public void A_wedge_comes_back_from_JPEG_WebP_and_PNG(SKEncodedImageFormat format, float tolerance)
    {
        float[] values = Load(ImageFiles.Wedge(format, 32, 32), channels: 1, size: 32);
        for (int x = 0; x < 32; x++)
            values[16 * 32 + x].ShouldBe((255 * x / 31) / 255f, tolerance);
    }

    // Oracle: the definition of the triangle filter, in double precision and two dimensions at once.
    [Theory]
    [InlineData(61, 47, 28)]
    [InlineData(28, 90, 28)]
    [InlineData(5, 9, 28)]
    [InlineData(56, 56, 28)]
    [InlineData(1, 1, 28)]
    public void Resizing_weighs_the_source_with_a_triangle_that_widens_with_the_reduction(
        int width,
        int height,
        int size
    )
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (byte)(i * 7919 % 251))];
        float[] values = Load(ImageFiles.Png(width, height, 8, PngColour.Grey, pixels), channels: 1, size);
        for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++)
            values[y * size + x].ShouldBe((float)Resampled(pixels, width, height, size, x, y), 1e-5f);
    }

    // Oracle: Pillow 9.4.0, Image.resize with BILINEAR in single precision (tests/fixtures/images).
    [Fact]
    public void Files_give_the_values_that_Pillow_gives()
    {
        string fixtures = Path.Combine(Repository.Root, "tests", "fixtures", "images");
        JsonNode reference = JsonNode.Parse(File.ReadAllText(Path.Combine(fixtures, "resized.json")))!;
        JsonArray cases = reference["cases"]!.AsArray();
        cases.Count.ShouldBe(6);
        foreach (JsonNode? one in cases)
        {
            string file = one!["file"]!.GetValue<string>();
            float[] expected = [.. one["values"]!.AsArray().Select(value => value!.GetValue<float>())];
            float[] values = Load(File.ReadAllBytes(Path.Combine(fixtures, file)), channels: 1, size: 28);
            // JPEG decoders may differ by one of 255 levels in a pixel.
            values.ShouldBe(expected, file.EndsWith(".jpg", StringComparison.Ordinal) ? 4e-3 : 2e-6, file);
        }
    }

    [Fact]
    public void Halving_an_image_weighs_four_pixels_1_3_3_1()
    {
        float[] values = Load(
            ImageFiles.Png(8, 1, 8, PngColour.Grey, [0, 0, 0, 255, 0, 0, 0, 0]),
            channels: 1,
            size: 4
        );
        values[..4].ShouldBe([0, 3 / 8f, 1 / 8f, 0], 1e-6);
    }

    [Property(MaxTest = 50, Replay = "1,3")]
    public Property An_image_of_one_value_stays_of_that_value_at_any_size() =>
        Prop.ForAll(
            Gen.Choose(1, 80).Two().Zip(Gen.Choose(0, 255)).ToArbitrary(),
            sample =>
            {
                ((int width, int height), int value) = sample;
                byte[] pixels = [.. Enumerable.Repeat((byte)value, width * height)];
                float[] values = Load(ImageFiles.Png(width, height, 8, PngColour.Grey, pixels), channels: 1, size: 28);
                return values.All(v => Math.Abs(v - value / 255f) < 1e-6);
            }
        );

    [Fact]
    public void One_loader_reads_images_of_any_kind_one_after_the_other()
    {
        ImageLoader loader = new(channels: 1, size: 1);
        float[] value = new float[1];
        foreach (
            (byte[] file, float expected) in new[]
            {
                (ImageFiles.Grey(1, 255), 1f),
                (ImageFiles.Grey(40, 51), 0.2f),
                (ImageFiles.Grey16(65535), 1f),
                (ImageFiles.Png(1, 1, 8, PngColour.Rgb, [51, 51, 51]), 0.2f),
                (ImageFiles.Grey(3, 0), 0f),
            }
        )
        {
            loader.Decode(file, value);
            value[0].ShouldBe(expected, 1e-6f);
        }
    }

    [Fact]
    public void A_file_that_is_no_image_says_so()
    {
        Problem("hello, I am no image"u8.ToArray())
            .ShouldBe("the file is no PNG, JPEG, BMP, GIF, WebP or TIFF image, or is damaged");
        Problem([]).ShouldBe("the file is empty");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_cut_off_PNG_says_so(int depth)
    {
        byte[] noise = new byte[40 * 40 * depth / 8];
        new Random(3).NextBytes(noise);
        byte[] file = ImageFiles.Png(40, 40, depth, PngColour.Grey, noise);
        Problem(file[..(file.Length / 2)]).ShouldBe("the file is cut off");
    }

    [Fact]
    public void A_cut_off_JPEG_says_so()
    {
        byte[] file = ImageFiles.Wedge(SKEncodedImageFormat.Jpeg, 64, 64);
        Problem(file[..(file.Length * 2 / 3)]).ShouldBe("the file is cut off");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_PNG_with_a_changed_byte_is_not_taken_for_an_image(int depth)
    {
        byte[] noise = new byte[20 * 20 * depth / 8];
        new Random(3).NextBytes(noise);
        byte[] file = ImageFiles.Png(20, 20, depth, PngColour.Grey, noise);
        file[file.Length / 2] ^= 0x10;
        Problem(file).ShouldBeOneOf("the file is damaged", "the file is cut off");
    }

    [Fact]
    public void An_image_that_would_fill_the_memory_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = ImageFiles.Png(50_000, 50_000, 8, PngColour.Grey, new byte[50_000]);
        Problem(bomb).ShouldBe("the image has 50000 x 50000 pixels; expected at most 64 million, and 65535 a side");
        byte[] line = ImageFiles.Png(70_000, 1, 8, PngColour.Grey, new byte[70_000]);
        Problem(line).ShouldStartWith("the image has 70000 x 1 pixels; ");
    }

    [Fact]
    public void Damaged_files_of_every_kind_are_refused_or_read_but_never_crash()
    {
        Random random = new(7);
        byte[] noise = new byte[3200];
        random.NextBytes(noise);
        byte[][] files =
        [
            ImageFiles.Png(20, 20, 8, PngColour.Rgb, noise[..1200]),
            ImageFiles.Png(20, 20, 16, PngColour.Rgba, noise),
            ImageFiles.Png(16, 16, 8, PngColour.Palette, noise[..256], noise[..768]),
            ImageFiles.Bmp(3, noise[..9], noise[9..18]),
            ImageFiles.Wedge(SKEncodedImageFormat.Jpeg, 33, 21),
            ImageFiles.Wedge(SKEncodedImageFormat.Webp, 33, 21),
        ];
        ImageLoader loader = new(channels: 1, size: 28);
        float[] values = new float[loader.Length];
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] file = [.. files[i % files.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                loader.Decode(file, values);
                values.ShouldAllBe(value => value >= -1e-5f && value <= 1 + 1e-5f);
            }
            catch (BrokenImageException exception)
            {
                exception.Message.ShouldNotContain("\n");
                refused++;
            }
        }
        refused.ShouldBeInRange(1500, 2999);
    }

    private static double Resampled(byte[] pixels, int width, int height, int size, int x, int y)
    {
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
        {
            double weight = Triangle(column, width, size, x) * Triangle(row, height, size, y);
            weights += weight;
            sum += weight * pixels[row * width + column] / 255.0;
        }
        return sum / weights;
    }

    private static double Triangle(int source, int length, int size, int target)
    {
        double scale = (double)length / size;
        double distance = Math.Abs(source + 0.5 - (target + 0.5) * scale);
        return Math.Max(1 - distance / Math.Max(scale, 1), 0);
    }

    private static float[] Load(byte[] file, int channels, int size)
    {
        float[] values = new float[channels * size * size];
        new ImageLoader(channels, size).Decode(file, values);
        return values;
    }

    private static string Problem(byte[] file) =>
        Should.Throw<BrokenImageException>(() => Load(file, channels: 1, size: 28)).Message;
}
