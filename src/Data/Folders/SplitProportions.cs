using System.Globalization;

namespace QImpact.Data.Folders;

/// <summary>How many parts of the images each split gets: 70/10/20 or .7/.1/.2 alike.</summary>
public sealed record SplitProportions(double Train, double Validation, double Test)
{
    /// <summary>MedMNIST's own where it divides a set.</summary>
    public static SplitProportions Default { get; } = new(70, 10, 20);

    /// <summary>Reads <c>70/10/20</c>.</summary>
    /// <returns>Null where it is not three numbers above 0 with slashes between them.</returns>
    public static SplitProportions? Parse(string text)
    {
        double?[] parts =
        [
            .. text.Split('/')
                .Select(part =>
                    double.TryParse(
                        part,
                        NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out double value
                    ) && value is > 0 and < 1e9
                        ? value
                        : (double?)null
                ),
        ];
        return parts is [{ } train, { } validation, { } test] ? new(train, validation, test) : null;
    }

    /// <summary>
    /// How many of a class's images each split gets: validation and test their parts, rounded, but at least one, training the rest.
    /// </summary>
    /// <param name="images">At least 3.</param>
    public (int Train, int Validation, int Test) Of(int images)
    {
        double whole = Train + Validation + Test;
        int validation = Math.Clamp((int)Math.Round(images * Validation / whole), 1, images - 2);
        int test = Math.Clamp((int)Math.Round(images * Test / whole), 1, images - 1 - validation);
        return (images - validation - test, validation, test);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Train}/{Validation}/{Test}");
}
