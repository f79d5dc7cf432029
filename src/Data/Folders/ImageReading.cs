using System.Collections.Immutable;
using QImpact.Data.Images;

namespace QImpact.Data.Folders;

/// <summary>The images of a listing that could be read, with their pixels, [size, size, channels] each.</summary>
internal sealed record ReadImages(ImmutableArray<ListedImage> Images, ImmutableArray<byte[]> Pixels, int Channels);

/// <summary>Reads listed images, on all processors.</summary>
internal static class ImageReading
{
    private const int Shown = 10;

    /// <summary>Reads all images, resized, 0 to 255.</summary>
    /// <exception cref="BadInputException">
    /// The memory of this machine does not hold them, or an image can't be read and is not to be left out; those are named, with the reasons.
    /// </exception>
    public static ReadImages Read(
        ImageListing listing,
        ImageFolder folder,
        FolderWatch watch,
        CancellationToken cancellation
    )
    {
        int read = folder.Channels ?? 3;
        RequireMemory(listing, folder.Size, read);
        byte[]?[] pixels = new byte[]?[listing.Images.Length];
        string?[] problems = new string?[listing.Images.Length];
        int done = 0;
        Lock reporting = new();
        Parallel.For(
            0,
            pixels.Length,
            new ParallelOptions
            {
                CancellationToken = cancellation,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            () => (Loader: new ImageLoader(read, folder.Size), Values: new float[read * folder.Size * folder.Size]),
            (image, _, own) =>
            {
                try
                {
                    own.Loader.Load(listing.Images[image].File, own.Values);
                    pixels[image] = Bytes(own.Values, read);
                }
                catch (BrokenImageException exception)
                {
                    problems[image] = exception.Message;
                }
                lock (reporting)
                    watch.Progress(++done, pixels.Length);
                return own;
            },
            _ => { }
        );
        Report(listing, folder, problems, watch);
        int[] usable = [.. Enumerable.Range(0, pixels.Length).Where(image => pixels[image] is not null)];
        bool isGrey = folder.Channels is null && usable.All(image => IsGrey(pixels[image]!));
        return new ReadImages(
            [.. usable.Select(image => listing.Images[image])],
            [.. usable.Select(image => isGrey ? Grey(pixels[image]!) : pixels[image]!)],
            isGrey ? 1 : read
        );
    }

    private static void RequireMemory(ImageListing listing, int size, int channels)
    {
        long needed = (long)listing.Images.Length * size * size * channels;
        // The images one by one, and the arrays that they are put into.
        long there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        if (needed > Math.Min(there, Array.MaxLength))
            throw new BadInputException(
                $"{listing.Source}: {listing.Images.Length} images of {size}x{size}x{channels} are {needed >> 20} MB; expected at most "
                    + $"{Math.Min(there, Array.MaxLength) >> 20} here: take a smaller --size"
            );
    }

    private static void Report(ImageListing listing, ImageFolder folder, string?[] problems, FolderWatch watch)
    {
        int[] broken = [.. Enumerable.Range(0, problems.Length).Where(image => problems[image] is not null)];
        if (broken.Length == 0)
            return;
        foreach (int image in broken.Take(Shown))
            watch.Say($"can't be read: {listing.Images[image].Id}: {problems[image]}");
        if (broken.Length > Shown)
            watch.Say($"can't be read: {broken.Length - Shown} more");
        if (!folder.SkipUnreadable)
            throw new BadInputException(
                $"{listing.Source}: {broken.Length} of {problems.Length} images can't be read, the first {listing.Images[broken[0]].Id}: "
                    + $"{problems[broken[0]]}; mend them or take them away, or leave them out by --on-unreadable=skip"
            );
        if (broken.Length == problems.Length)
            throw new BadInputException($"{listing.Source}: none of {problems.Length} images can be read");
    }

    // [channels, size, size] in [0, 1] to [size, size, channels], 0 to 255: 16 bits are rounded to 8 here.
    private static byte[] Bytes(ReadOnlySpan<float> values, int channels)
    {
        byte[] bytes = new byte[values.Length];
        int plane = values.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        for (int pixel = 0; pixel < plane; pixel++)
            bytes[pixel * channels + channel] = (byte)
                Math.Clamp(MathF.Round(values[channel * plane + pixel] * 255), 0, 255);
        return bytes;
    }

    private static bool IsGrey(ReadOnlySpan<byte> colours)
    {
        for (int at = 0; at < colours.Length; at += 3)
            if (colours[at] != colours[at + 1] || colours[at] != colours[at + 2])
                return false;
        return true;
    }

    private static byte[] Grey(byte[] colours)
    {
        byte[] grey = new byte[colours.Length / 3];
        for (int pixel = 0; pixel < grey.Length; pixel++)
            grey[pixel] = colours[3 * pixel];
        return grey;
    }
}
