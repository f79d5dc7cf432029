using System.CommandLine;
using QImpact.Terminal;
using QImpact.Training.Commands;

RootCommand root = new("QImpact training: trains networks with TorchSharp and exports them to ONNX.")
{
    TrainCommand.Create(),
    ExportCommand.Create(),
    DescribeCommand.Create(),
    RunsCommand.Create(),
};
return await CommandProgram.RunAsync(root, args);
