using System.Text.Json.Nodes;
using QImpact.Data.Images;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

// Oracle: the values that went into the files, of which Pillow 9.4.0 reads the same (tests/fixtures/tiff).
public sealed class TiffTests
{
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "fixtures", "tiff");
    private static readonly JsonNode Values = JsonNode.Parse(File.ReadAllText(Path.Combine(Fixtures, "values.json")))!;

    public static TheoryData<string> Files => [.. Values.AsObject().Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_TIFF_image_of_8_or_16_bits_gives_the_values_that_its_file_has(string file)
    {
        JsonNode expected = Values[file]!;
        int channels = (int)expected["channels"]!;
        (int width, int height) = ((int)expected["width"]!, (int)expected["height"]!);
        double white = (1 << (int)expected["bits"]!) - 1;
        double[] values = [.. expected["values"]!.AsArray().Select(value => (double)value! / white)];
        // Resized to the square of its width, an image keeps its columns, and its first and last row.
        float[] loaded = Load(file, channels, Math.Max(width, height));
        for (int channel = 0; channel < channels; channel++)
        for (int x = 0; x < width; x++)
            loaded[channel * width * width + x].ShouldBe((float)values[x * channels + channel], 1e-6f, $"{file} {x}");
        for (int channel = 0; channel < channels; channel++)
        for (int x = 0; x < width; x++)
            loaded[(channel * width + width - 1) * width + x]
                .ShouldBe((float)values[((height - 1) * width + x) * channels + channel], 1e-6f);
    }

    [Fact]
    public void Every_damaged_TIFF_file_is_refused_or_read_and_never_ends_the_program()
    {
        Random random = new(5);
        byte[][] files = [.. Files.Select(file => File.ReadAllBytes(Path.Combine(Fixtures, (string)file.Data)))];
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] file = [.. files[i % files.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                float[] values = new float[28 * 28];
                new ImageLoader(1, 28).Decode(file, values);
            }
            catch (BrokenImageException exception)
            {
                exception.Message.ShouldNotContain("\n");
                refused++;
            }
        }
        refused.ShouldBeInRange(50, 599);
    }

    [Fact]
    public void A_file_that_is_cut_off_and_one_of_another_number_format_are_refused_in_a_line()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Fixtures, "rgb8-lzw.tif"));
        Problem(whole[..60]).ShouldBe("the TIFF file is damaged");
        Problem(File.ReadAllBytes(Path.Combine(Fixtures, "float32.tif")))
            .ShouldBe(
                "the TIFF image has values of 32 bits, floating point; expected whole numbers of 8 or 16 bits without a sign"
            );

        static string Problem(byte[] file) =>
            Should.Throw<BrokenImageException>(() => new ImageLoader(1, 28).Decode(file, new float[28 * 28])).Message;
    }

    [Fact]
    public void A_DICOM_file_is_refused_with_the_way_to_convert_it()
    {
        byte[] dicom = [.. new byte[128], .. "DICM"u8, .. new byte[100]];
        Should
            .Throw<BrokenImageException>(() => new ImageLoader(1, 28).Decode(dicom, new float[28 * 28]))
            .Message.ShouldBe(
                "DICOM is not read: make PNG files of 16 bits of them first, such as by DCMTK's 'dcmj2pnm +on2 +Wm scan.dcm scan.png'"
            );
    }

    private static float[] Load(string file, int channels, int size)
    {
        float[] values = new float[channels * size * size];
        new ImageLoader(channels, size).Decode(File.ReadAllBytes(Path.Combine(Fixtures, file)), values);
        return values;
    }
}
