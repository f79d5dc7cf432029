using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference.Sessions;
using QImpact.Inference.Thresholds;
using QImpact.Terminal;

namespace QImpact.Inference.Pipeline;

/// <summary>Models that run over the same images: each for itself, or all as one ensemble.</summary>
internal sealed class ModelSet : IDisposable
{
    private readonly ImmutableArray<Classifier> _models;
    private readonly bool _ensemble;

    private ModelSet(ImmutableArray<Classifier> models, bool ensemble, ImmutableArray<Predictor> predictors) =>
        (_models, _ensemble, Predictors) = (models, ensemble, predictors);

    /// <summary>The first model: all have its shapes and classes.</summary>
    public Classifier First => _models[0];

    /// <summary>
    /// The set that the models are asked about, divided as they were trained: where it is theirs and they have a fold, its split <c>test</c> is the
    /// fold that training did not see.
    /// </summary>
    /// <param name="dataset">As it was published.</param>
    /// <exception cref="BadInputException">The models have several folds: what one did not see another was trained on.</exception>
    public Dataset Divide(Dataset dataset)
    {
        Classifier[] theirs = [.. _models.Where(model => model.Metadata.DatasetMd5 == dataset.Description.Md5)];
        if (theirs.Select(model => model.Metadata.Fold).Distinct().Skip(1).Any())
            throw new BadInputException(
                $"{string.Join(", ", theirs.Select(model => $"{model.File} was tested on {FoldOf(model)}"))}; "
                    + "expected models of one fold: run them one at a time"
            );
        return theirs.FirstOrDefault()?.Metadata.Fold is { } fold ? GroupedFolds.Apply(dataset, fold) : dataset;
    }

    /// <summary>Whether any model was trained with a fold left out, so that <see cref="Divide"/> is to be asked.</summary>
    public bool HasFold => _models.Any(model => model.Metadata.Fold is not null);

    /// <summary>Whose predictions stand in the table: every model's, or the ensemble's alone.</summary>
    public ImmutableArray<Predictor> Predictors { get; }

    /// <summary>The most expectation values of any predictor.</summary>
    public int Observables => Predictors.Max(predictor => predictor.Observables);

    /// <summary>The number of images that fixed-batch files take; null where every file takes any number.</summary>
    public int? Batch => _models.Max(model => model.Contract.Batch);

    /// <summary>Loads models, each by itself or as one ensemble, with a threshold in place of their own where one is given.</summary>
    /// <exception cref="BadInputException">A file can't be used, or they don't go together.</exception>
    public static ModelSet Load(
        IReadOnlyList<string> files,
        DeviceRequest device,
        int threads,
        bool ensemble,
        double? threshold,
        CudaSettings? cuda = null
    )
    {
        List<Classifier> models = [];
        try
        {
            foreach (string file in files)
                models.Add(Classifier.Load(file, device, threads, cuda));
            foreach (Classifier model in models)
                RequireSame(models[0], model, ensemble);
            // The prediction table tells models apart by their names.
            if (models.GroupBy(model => model.Metadata.Name).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
                throw new BadInputException(
                    $"{string.Join(" and ", twice.Select(model => model.File))} are both called {twice.Key}; expected each model once"
                );
            if (threshold is not null && models[0].Contract.Classes != 2)
                throw new BadInputException(
                    $"--threshold is for models of two classes; {models[0].File} has {models[0].Contract.Classes}"
                );
            ImmutableArray<Classifier> all = [.. models];
            return new ModelSet(
                all,
                ensemble,
                ensemble ? [EnsembleOf(all, threshold)] : [.. all.Select(model => Predictor.Of(model, threshold))]
            );
        }
        catch
        {
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    /// <summary>The same models, still this set's to dispose of, over a data set with this MD5; null for images of no data set.</summary>
    public ModelSet Over(string? md5) =>
        md5 is null
            ? this
            : new ModelSet(
                _models,
                _ensemble,
                [.. Predictors.Zip(_models, (predictor, model) => predictor.Over(md5, model))]
            );

    /// <summary>
    /// Runs one batch, [count, channels, size, size] and perhaps more: an output for each predictor; an ensemble's is the mean of the
    /// probabilities alone.
    /// </summary>
    public IReadOnlyList<ClassifierOutput> Run(Memory<float> images, int count, CancellationToken cancellation)
    {
        ClassifierOutput[] outputs = [.. _models.Select(model => model.Run(images, count, cancellation))];
        return _ensemble ? [new ClassifierOutput([], Mean(outputs), [])] : outputs;
    }

    public void Dispose()
    {
        foreach (Classifier model in _models)
            model.Dispose();
    }

    private static float[] Mean(ClassifierOutput[] outputs)
    {
        double[] sum = new double[outputs[0].Probabilities.Length];
        foreach (ClassifierOutput output in outputs)
            for (int i = 0; i < sum.Length; i++)
                sum[i] += output.Probabilities[i];
        return Array.ConvertAll(sum, value => (float)(value / outputs.Length));
    }

    private static Predictor EnsembleOf(ImmutableArray<Classifier> models, double? threshold)
    {
        string[] names =
        [
            .. models.Select(model => RunFamily.WithoutSeed(model.Metadata.Name, model.Metadata.Seed)).Distinct(),
        ];
        string members = string.Join('\n', models.Select(model => model.Checksum));
        return new Predictor(
            $"{string.Join('+', names)}-ensemble{models.Length}",
            Seed: null,
            models[0].Metadata.ClassNames,
            models[0].Metadata.PositiveClass,
            Observables: 0,
            models[0].Contract.Classes != 2 ? null
                : threshold is { } asked ? new ThresholdInUse(asked, "asked for")
                : new ThresholdInUse(Classifier.DefaultThreshold, "the default of ensembles"),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(members)))
        );
    }

    private static void RequireSame(Classifier first, Classifier other, bool ensemble)
    {
        ModelContract one = first.Contract;
        ModelContract two = other.Contract;
        if ((one.Channels, one.Size) != (two.Channels, two.Size))
            throw new BadInputException(
                $"{first.File} takes images of {one.Size}x{one.Size}x{one.Channels}, {other.File} of "
                    + $"{two.Size}x{two.Size}x{two.Channels}; expected the same: run them one at a time"
            );
        if (!first.Metadata.ClassNames.SequenceEqual(other.Metadata.ClassNames))
            throw new BadInputException(
                $"{first.File} has the classes {Names(first)}, {other.File} {Names(other)}; expected the same: run them one at a time"
            );
        if (ensemble && first.Metadata.PositiveClass != other.Metadata.PositiveClass)
            throw new BadInputException(
                $"{first.File} has the positive class {Positive(first)}, {other.File} {Positive(other)}; expected the same for an ensemble"
            );
        if (ensemble && first.Metadata.DatasetMd5 != other.Metadata.DatasetMd5)
            throw new BadInputException(
                $"{first.File} was trained on {first.Metadata.Dataset} (MD5 {first.Metadata.DatasetMd5}), {other.File} on "
                    + $"{other.Metadata.Dataset} (MD5 {other.Metadata.DatasetMd5}); expected the same for an ensemble"
            );
        if (ensemble && first.Metadata.Fold != other.Metadata.Fold)
            throw new BadInputException(
                $"{first.File} was tested on {FoldOf(first)}, {other.File} on {FoldOf(other)}; expected the same for an ensemble: what one did not see "
                    + "the other was trained on"
            );
    }

    private static string Positive(Classifier model) => model.Metadata.PositiveClass is { } cls ? $"{cls}" : "none";

    private static string FoldOf(Classifier model) => model.Metadata.Fold?.Mark ?? "the published split";

    private static string Names(Classifier model) => $"[{string.Join(" | ", model.Metadata.ClassNames)}]";
}
