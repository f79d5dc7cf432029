using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Training.Commands;
using QImpact.Training.Models;

namespace QImpact.Study.Engines;

/// <summary>The networks of a study's runs; each circuit is compiled once.</summary>
internal sealed class StudyNetworks
{
    private readonly Dictionary<string, Func<Architecture, Network>> _ofCircuit = [];

    /// <summary>The network of a run.</summary>
    /// <exception cref="BadInputException">Its circuit is none, or none that can be trained.</exception>
    public Network Of(PlannedRun run)
    {
        string key = run.Circuit ?? "";
        if (!_ofCircuit.TryGetValue(key, out Func<Architecture, Network>? networks))
            _ofCircuit.Add(key, networks = CircuitNetworks.Of(run.Circuit));
        return networks(run.Architecture);
    }

    /// <summary>Refuses a study with a circuit that can't be trained.</summary>
    /// <exception cref="BadInputException">It has one; the message names the part.</exception>
    public static void RequireTrainable(StudyDefinition study)
    {
        foreach (StudyPart part in study.Parts.Where(part => part.Circuit is not null))
        {
            try
            {
                Func<Architecture, Network> networks = CircuitNetworks.Of(part.Circuit);
                foreach (Architecture arm in part.Arms)
                    networks(arm);
            }
            catch (BadInputException exception)
            {
                throw new BadInputException($"part '{part.Name}': {exception.Message.TrimStart('-')}", exception);
            }
        }
    }
}
