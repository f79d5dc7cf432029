using System.Collections.Immutable;
using QImpact.Data;

namespace QImpact.Inference.Sources;

/// <summary>Which class of a model a name stands for.</summary>
internal static class FolderClasses
{
    /// <summary>
    /// The class of a name: its own, or one part of <c>normal/benign</c>, or its number from 0. Whole names come first, so that classes that are
    /// called by numbers are found by them.
    /// </summary>
    /// <param name="name">What a folder or a list calls it.</param>
    /// <param name="classNames">The classes of the model, in the order of its outputs.</param>
    /// <param name="what">What has the name, for the message: <c>a.png: its folder</c>.</param>
    /// <exception cref="BadInputException">The model has no such class.</exception>
    public static int LabelOf(string name, IReadOnlyList<string> classNames, string what)
    {
        ImmutableArray<string> names = [.. classNames];
        int label = names.IndexOf(name);
        if (label < 0)
            label = names.IndexOf(names.FirstOrDefault(its => its.Split('/').Contains(name)) ?? "");
        if (label < 0)
            label = Enumerable.Range(0, names.Length).FirstOrDefault(number => name == $"{number}", -1);
        return label >= 0
            ? label
            : throw new BadInputException(
                $"{what} '{name}' is no class; expected one of {string.Join(", ", names.Select(its => $"'{its}'"))}, "
                    + $"or 0 to {names.Length - 1}"
            );
    }
}
