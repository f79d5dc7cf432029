using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>A copy in memory of all weights and buffers of a network.</summary>
public sealed class WeightsSnapshot(nn.Module model) : IDisposable
{
    private Dictionary<string, Tensor>? _copy;

    /// <summary>Copies the network's weights; replaces an earlier copy.</summary>
    public void Take()
    {
        using IDisposable noGradient = no_grad();
        if (_copy is null)
        {
            _copy = model
                .state_dict()
                .ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
            return;
        }
        foreach ((string name, Tensor value) in model.state_dict())
            _copy[name].copy_(value);
    }

    /// <summary>Gives the copied weights back to the network.</summary>
    /// <exception cref="InvalidOperationException">Nothing was copied.</exception>
    public void PutBack()
    {
        Dictionary<string, Tensor> copy = _copy ?? throw new InvalidOperationException("no weights were copied");
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor value) in model.state_dict())
            value.copy_(copy[name]);
    }

    /// <summary>Writes the copy: its tensors, in the order of the network's.</summary>
    /// <exception cref="InvalidOperationException">Nothing was copied.</exception>
    public void Save(BinaryWriter writer)
    {
        Dictionary<string, Tensor> copy = _copy ?? throw new InvalidOperationException("no weights were copied");
        foreach (string name in model.state_dict().Keys)
            copy[name].Save(writer);
    }

    /// <summary>Reads a copy of the same network that <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        Take();
        foreach (string name in model.state_dict().Keys)
            _copy![name].Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _copy?.Values ?? Enumerable.Empty<Tensor>())
            tensor.Dispose();
        _copy = null;
    }
}
