using QImpact.Data.Studies;

namespace QImpact.Data.Tests;

/// <summary>A small study of every kind of part, as a file has it.</summary>
internal static class StudyTexts
{
    public const string Small = """
        name: small
        title: A small study
        dataset: phantom
        parts:
          - name: rates
            role: rates
            arms: [baseline, quantum-end, end-tanh]
            protocol: matched
            changes: {select: auc}
            rates: [3e-5, 1e-4]
            folds: {count: 5, tested: [1], repeats: 2, split_seed: 1000}
          - name: comparison
            role: comparison
            arms: [baseline, quantum-end, end-tanh]
            protocol: matched
            changes: {select: auc}
            rates: {chosen_by: rates}
            folds: {count: 2, repeats: 2}
          - name: literal
            role: literal
            arms: paper
            protocol: paper
            published: {seeds: 0..1}
        analysis:
          margin: 0.04
          whole_repeats: 2
          primary:
            - {arm: quantum-end, reference: baseline, question: Does it help?}

        """;

    public static StudyDefinition Read(string text = Small) => StudyFile.Parse("s.yaml", text);

    /// <summary>The text with something in the place of something else, which is there once.</summary>
    public static string With(string old, string changed) =>
        Small.Split(old).Length == 2
            ? Small.Replace(old, changed, StringComparison.Ordinal)
            : throw new ArgumentException($"'{old}' is not there once", nameof(old));
}
