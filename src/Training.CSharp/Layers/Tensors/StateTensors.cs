using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.States;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>A <see cref="StateForm"/> as tensor operations on the real and imaginary parts of the states, [batch, amplitudes], gate by gate.</summary>
internal sealed class StateTensors : CircuitTensors
{
    private readonly StateProgram _program;
    private readonly AngleTensors _angles;
    private readonly Tensor _noAmplitude;
    private readonly Tensor? _padding;
    private readonly AppliedString[] _steps;
    private readonly AppliedString[] _others;
    private readonly Tensor _diagonal;
    private readonly (Tensor States, Tensor Outputs)? _probabilities;

    public StateTensors(StateForm form, TensorConstants constants)
        : base(constants)
    {
        _program = form.Program;
        Angle[] angles = _program.Steps.Select(step => step.Source).ToArray();
        _angles = new AngleTensors(form.Circuit, angles, constants);
        _noAmplitude = constants.Of([0], 1, 1);
        if (_program.Preparation is { } preparation)
        {
            double[] padding = new double[(1 << preparation.Wires.Count) - preparation.Features];
            Array.Fill(padding, preparation.PadWith ?? 0);
            _padding = constants.Of(padding, 1, padding.Length);
        }
        _steps = _program.Steps.Select(step => new AppliedString(step.Generator, 1 << step.Bits, constants)).ToArray();
        StateObservables observables = _program.Observables;
        int size = 1 << _program.Bits;
        _others = observables.Flipping.Select(term => new AppliedString(term.Paulis, size, constants)).ToArray();
        _diagonal = constants.Of(Diagonal(observables, size, form.Circuit.OutputCount), size, form.Circuit.OutputCount);
        if (observables.Probabilities.Count > 0)
            _probabilities = (
                constants.Indices(observables.Probabilities.Select(term => term.State)),
                constants.Indices(observables.Probabilities.Select(term => term.Output))
            );
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor inputs, Tensor weights)
    {
        Tensor halves = _angles.Evaluate(inputs, weights) * Scalars.Half;
        Tensor cosines = halves.cos();
        Tensor sines = halves.sin();
        Tensor re = InitialAmplitudes(inputs);
        Tensor im = zeros_like(re);
        for (int s = 0; s < _steps.Length; s++)
        {
            if (_program.Steps[s].IsNew)
                (re, im) = (cat([re, zeros_like(re)], 1), cat([im, zeros_like(im)], 1));
            (Tensor pRe, Tensor pIm) = _steps[s].Apply(re, im);
            Tensor cos = cosines.narrow(1, s, 1);
            Tensor sin = sines.narrow(1, s, 1);
            // cos(t/2) psi - i sin(t/2) P psi
            (re, im) = ((cos * re).Plus(sin * pIm), cos * im - sin * pRe);
        }
        return Measure(re, im);
    }

    /// <summary>[batch, 1] for |0...0>, otherwise [batch, 2^wires], normalised as the embedding says.</summary>
    /// <exception cref="ArgumentException">A sample can't be normalised, or isn't normalised where it has to be.</exception>
    private Tensor InitialAmplitudes(Tensor inputs)
    {
        long batch = inputs.shape[0];
        if (_program.Preparation is not { } embedding)
            return (_noAmplitude.add(Scalars.One, Scalars.One)).expand(batch, 1);
        Tensor features = inputs.narrow(1, embedding.FirstInput, embedding.Features);
        Tensor amplitudes = cat([features, _padding!.expand(batch, -1)], 1);
        Tensor squaredNorm = amplitudes.Squared().sum(1, keepdim: true);
        foreach (double sum in squaredNorm.detach().to(ScalarType.Float64).cpu().data<double>())
            embedding.CheckNorm(sum, nameof(inputs));
        return embedding.Normalize ? amplitudes / squaredNorm.sqrt() : amplitudes;
    }

    private Tensor Measure(Tensor re, Tensor im)
    {
        Tensor probabilities = re.Squared().Plus(im.Squared());
        Tensor outputs = probabilities.matmul(_diagonal);
        if (_probabilities is { } counted)
            outputs = outputs.index_add(1, counted.Outputs, probabilities.index_select(1, counted.States), Scalars.One);
        for (int i = 0; i < _others.Length; i++)
        {
            (int output, _, double coefficient) = _program.Observables.Flipping[i];
            (Tensor pRe, Tensor pIm) = _others[i].Apply(re, im);
            Tensor overlap = (re * pRe).Plus(im * pIm).sum(1, keepdim: true) * Scalars.Of(coefficient);
            using Tensor index = tensor(new long[] { output }).to(re.device);
            outputs = outputs.index_add(1, index, overlap, Scalars.One);
        }
        return outputs;
    }

    /// <summary>[amplitudes, outputs]: what each state counts in each output.</summary>
    private static double[] Diagonal(StateObservables observables, int size, int outputs)
    {
        var matrix = new double[size * outputs];
        foreach ((int output, int mask, double coefficient) in observables.Diagonal)
        {
            for (int j = 0; j < size; j++)
                matrix[j * outputs + output] += PauliString.SignOf((ulong)(j & mask)) * coefficient;
        }
        return matrix;
    }

    /// <summary>A string as a permutation of the amplitudes and signs.</summary>
    private sealed class AppliedString
    {
        private readonly bool _isImaginary;
        private readonly Tensor _from;
        private readonly Tensor _signs;

        public AppliedString(StateString p, int size, TensorConstants constants)
        {
            _isImaginary = p.IsImaginary;
            _from = constants.Indices(Enumerable.Range(0, size).Select(j => j ^ p.Flip));
            _signs = constants.Of(
                [.. Enumerable.Range(0, size).Select(j => (double)(p.SignAt(j ^ p.Flip) * p.Sign))],
                size
            );
        }

        /// <summary>P psi: <c>(P psi)_j = i^Phase (-1)^parity psi_(j xor Flip)</c>.</summary>
        public (Tensor Re, Tensor Im) Apply(Tensor re, Tensor im)
        {
            Tensor fromRe = re.index_select(1, _from) * _signs;
            Tensor fromIm = im.index_select(1, _from) * _signs;
            return _isImaginary ? (-fromIm, fromRe) : (fromRe, fromIm);
        }
    }
}
