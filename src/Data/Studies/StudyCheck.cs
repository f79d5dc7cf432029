using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>Where in a study a fault is.</summary>
internal abstract record FaultPlace
{
    private FaultPlace() { }

    /// <summary>A member of a part, from 0.</summary>
    public sealed record Part(int Index, string Member) : FaultPlace;

    /// <summary>A question of the analysis, from 0, in its list <c>primary</c> or <c>exploratory</c>.</summary>
    public sealed record Question(string Member, int Index) : FaultPlace;
}

/// <summary>What is wrong in a study, and what was expected.</summary>
internal sealed record StudyFault(FaultPlace Place, string Message);

/// <summary>Holds the values of a study against each other; the ranges of single values are the reader's.</summary>
internal static class StudyCheck
{
    /// <summary>The first fault; null where all is well.</summary>
    public static StudyFault? Fault(StudyDefinition study) => Faults(study).FirstOrDefault();

    private static IEnumerable<StudyFault> Faults(StudyDefinition study) =>
        study
            .Parts.SelectMany((part, index) => OfPart(study, part, index))
            .Concat(OfQuestions(study, "primary", [.. study.Analysis.Primary]))
            .Concat(OfQuestions(study, "exploratory", [.. study.Analysis.Exploratory]));

    private static IEnumerable<StudyFault> OfPart(StudyDefinition study, StudyPart part, int index)
    {
        if (study.Parts.Take(index).Any(other => other.Name == part.Name))
            yield return At("name", $"there are two parts '{part.Name}'; expected a name of its own for each");
        if (part.Circuit is not null && !part.Arms.Any(arm => arm.HasCircuit))
            yield return At("circuit", "no arm of the part has a circuit; leave it out");
        foreach (Architecture arm in part.Arms)
            if (part.SettingsOf(arm).FaultsFor(arm).FirstOrDefault() is { } fault)
                yield return At("changes", $"{fault.Member} is {fault.Value}; expected {fault.Expected}");
        if (RateFault(study, part, index) is { } rateFault)
            yield return At("rates", rateFault);
        if (StopFault(part) is { } stopFault)
            yield return stopFault;
        if (part.Role is StudyRole.Sensitivity)
            foreach ((string member, string message) in SensitivityFaults(study, part))
                yield return At(member, message);

        StudyFault At(string member, string message) => new(new FaultPlace.Part(index, member), message);

        StudyFault? StopFault(StudyPart stopping)
        {
            if (!stopping.Arms.Any(arm => stopping.SettingsOf(arm).StopAboveBaseline))
                return null;
            if (stopping.SettingsOf(Architecture.Baseline).StopAboveBaseline)
                return At(
                    "changes",
                    "stop_above_baseline is true for the baseline too; expected a protocol that says it of hybrids alone, such as paper"
                );
            if (!stopping.Arms.Contains(Architecture.Baseline))
                return At("arms", "its runs stop above their baseline, which is no arm of the part; add baseline");
            return stopping.Rates is RatePlan.Listed { Rates.Length: > 1 }
                ? At(
                    "rates",
                    "its runs stop above their baseline, which then has several rates; expected one rate, or chosen_by"
                )
                : null;
        }
    }

    // Its runs are paired with the comparison's: the same arms, the same folds, the same seeds, one run for one.
    private static IEnumerable<(string Member, string Message)> SensitivityFaults(StudyDefinition study, StudyPart part)
    {
        if (study.Parts.FirstOrDefault(other => other.Role is StudyRole.Comparison) is not { } comparison)
        {
            yield return (
                "role",
                "there is no part with the role comparison, whose arms it would train otherwise; add one"
            );
            yield break;
        }
        if (part.Arms.FirstOrDefault(arm => !comparison.Arms.Contains(arm)) is { } lacking)
            yield return ("arms", $"{lacking.Name} is no arm of '{comparison.Name}'; expected arms that are compared");
        if (part.Rates is RatePlan.Listed { Rates.Length: > 1 })
            yield return ("rates", "several rates; expected one, or a part of its own for each");
        if (!part.Splits.IsPartOf(comparison.Splits))
            yield return (
                part.Splits is SplitPlan.Folds ? "folds" : "published",
                $"they are not those of '{comparison.Name}'; expected the same ones, or fewer repeats or seeds"
            );
    }

    private static string? RateFault(StudyDefinition study, StudyPart part, int index)
    {
        if (part.Rates is not RatePlan.ChosenBy by)
            return null;
        StudyPart? chooser = study.Parts.Take(index).FirstOrDefault(other => other.Name == by.Part);
        if (chooser is null)
            return $"there is no part '{by.Part}' before this one; expected the name of an earlier part with a list of rates";
        if (chooser.Rates is not RatePlan.Listed)
            return $"part '{by.Part}' has no list of rates to choose from; expected one that has";
        return part.Arms.FirstOrDefault(arm => !chooser.Arms.Contains(arm)) is { } lacking
            ? $"part '{by.Part}' chooses no rate for {lacking.Name}; add that arm there, or leave it out here"
            : null;
    }

    private static IEnumerable<StudyFault> OfQuestions(StudyDefinition study, string member, Contrast[] questions)
    {
        Architecture[] compared =
        [
            .. study.Parts.Where(part => part.Role is StudyRole.Comparison).SelectMany(part => part.Arms),
        ];
        for (int index = 0; index < questions.Length; index++)
        {
            Contrast asked = questions[index];
            if (asked.Arm == asked.Reference)
                yield return At($"{asked.Arm} is compared with itself; expected another reference");
            foreach (string name in new[] { asked.Arm, asked.Reference })
                if (compared.All(arm => arm.Name != name))
                    yield return At(
                        $"{name} is no arm of a part with the role comparison; add it there, or ask something else"
                    );
            if (questions.Take(index).Any(other => other.Arm == asked.Arm && other.Reference == asked.Reference))
                yield return At($"{asked.Arm} minus {asked.Reference} is asked twice; expected each question once");

            StudyFault At(string message) => new(new FaultPlace.Question(member, index), message);
        }
    }
}
