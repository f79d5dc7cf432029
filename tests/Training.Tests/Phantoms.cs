using QImpact.Data;
using QImpact.Data.Phantom;

namespace QImpact.Training.Tests;

/// <summary>Generated data, small enough that a test trains on them within seconds.</summary>
internal static class Phantoms
{
    public static Dataset Small { get; } =
        PhantomGenerator.Generate(new PhantomOptions(1, 28, new(24, 40), new(8, 10), new(9, 12)));
}
