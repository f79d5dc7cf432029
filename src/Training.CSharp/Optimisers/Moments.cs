using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Optimisers;

/// <summary>What Adam remembers of a parameter: running means of its gradient and of the gradient's square. Memory is taken at its first step.</summary>
internal sealed class Moments(Parameter parameter, double scale = 1) : IDisposable
{
    private int _steps;
    private Tensor? _first;
    private Tensor? _second;

    public Parameter Parameter => parameter;

    /// <summary>Mean of the gradient, in the parameter's shape; there from the first step on.</summary>
    public Tensor First => _first!;

    /// <summary>Mean of the gradient's square, likewise.</summary>
    public Tensor Second => _second!;

    /// <summary>Counts a step and says how far it goes.</summary>
    public StepSize Count(double learningRate)
    {
        Require();
        return StepSize.Of(scale * learningRate, ++_steps);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        if (_steps == 0)
            return;
        First.Save(writer);
        Second.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        _steps = reader.ReadInt32();
        if (_steps == 0)
            return;
        Require();
        First.Load(reader);
        Second.Load(reader);
    }

    public void Dispose()
    {
        _first?.Dispose();
        _second?.Dispose();
    }

    private void Require()
    {
        _first ??= zeros_like(parameter).DetachFromDisposeScope();
        _second ??= zeros_like(parameter).DetachFromDisposeScope();
    }
}
