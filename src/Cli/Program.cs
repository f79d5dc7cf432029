using System.CommandLine;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using QImpact.Analysis.Audit;
using QImpact.Analysis.Compare;
using QImpact.Analysis.Data;
using QImpact.Analysis.Evaluate;
using QImpact.Analysis.Report;
using QImpact.Analysis.Study;
using QImpact.Exchange;
using QImpact.Inference.Evaluate;
using QImpact.Inference.Infer;
using QImpact.Inference.Thresholds;
using QImpact.Inference.Verification;
using QImpact.Study;
using QImpact.Study.Commands;
using QImpact.Terminal;
using QImpact.Training.Commands;
using QImpact.Training.Devices;

namespace QImpact.Cli;

/// <summary>The program <c>qimpact</c>.</summary>
public static class Program
{
    /// <summary>Every verb, one a line and named as its command is: build.cake reads its targets here.</summary>
    public static RootCommand Verbs() =>
        new("QImpact: what a quantum layer does to classification performance.")
        {
            ReproduceCommand.Create(AnalyzeCommand.report),
            StudyCommand.Create(StudyReportCommand.create(runs => DeviceScores.Of(runs, CancellationToken.None))),
            TrainCommand.Create(),
            RunsCommand.Create(),
            ExportCommand.Create(),
            DescribeCommand.Create(),
            EmitCommand.Create(),
            InferCommand.Create(Metrics),
            ThresholdCommand.Create(),
            VerifyCommand.Create(),
            EvaluateCommand.Create(WriteEvaluation),
            AnalyzeCommand.create(),
            CompareCommand.create(),
            AuditCommand.create(),
            DataCommand.create(),
            CompletionCommand.Create(),
        };

    private static IReadOnlyList<LabelledMetric> Metrics(LabelledScores images) =>
        [
            .. LabelledMetrics
                .ofScoreRows(
                    images.ClassNames,
                    images.Labels,
                    images.Probabilities,
                    images.ClassNames.Length,
                    images.Threshold
                )
                .Select(row => new LabelledMetric(
                    row.Metric,
                    row.Title,
                    row.PositiveClass,
                    row.Value,
                    row.Lower,
                    row.Upper,
                    row.Status
                )),
        ];

    private static void WriteEvaluation(EvaluatedTable evaluated, bool asJson) =>
        EvaluatePage.print(
            asJson,
            EvaluatePage.execute(
                new EvaluatePage.Request(
                    evaluated.Table,
                    evaluated.Folder,
                    ListModule.OfSeq(evaluated.ClassNames),
                    evaluated.Worst,
                    evaluated.Copies.ToDictionary(model => model.Key, model => Known(model.Value)),
                    ids => evaluated.Pictures(ids)
                )
            )
        );

    private static FSharpResult<FSharpList<string>, string> Known(CopiedImages copied) =>
        copied.Unknown is { } reason
            ? FSharpResult<FSharpList<string>, string>.NewError(reason)
            : FSharpResult<FSharpList<string>, string>.NewOk(ListModule.OfSeq(copied.Ids));

    private static Task<int> Main(string[] arguments) => CommandProgram.RunAsync(Verbs(), arguments);
}
