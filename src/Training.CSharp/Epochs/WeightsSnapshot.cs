using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>A copy in memory of all weights and buffers of a network, as they are until it is taken anew.</summary>
public sealed class WeightsSnapshot(nn.Module model) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copy = CopyOf(model);

    /// <summary>Copies the network's weights.</summary>
    public void Take() => ForEach((own, copy) => copy.copy_(own));

    /// <summary>Gives the copied weights back to the network.</summary>
    public void PutBack() => ForEach((own, copy) => own.copy_(copy));

    /// <summary>Writes the copy: its tensors, in the order of the network's.</summary>
    public void Save(BinaryWriter writer) => ForEach((_, copy) => copy.Save(writer));

    /// <summary>Reads a copy of the same network that <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader) => ForEach((_, copy) => copy.Load(reader));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _copy.Values)
            tensor.Dispose();
    }

    // The scope holds what is cloned until it is: without, it could be collected meanwhile.
    private static Dictionary<string, Tensor> CopyOf(nn.Module model)
    {
        using DisposeScope scope = NewDisposeScope();
        return model
            .state_dict()
            .ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope());
    }

    private void ForEach(Action<Tensor, Tensor> act)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor own) in model.state_dict())
            act(own, _copy[name]);
    }
}
