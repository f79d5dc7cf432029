using System.CommandLine;
using QImpact.Inference.Infer;
using QImpact.Inference.Thresholds;
using QImpact.Inference.Verification;
using QImpact.Terminal;

RootCommand root = new("QImpact inference: runs exported models with ONNX Runtime.")
{
    InferCommand.Create(),
    ThresholdCommand.Create(),
    VerifyCommand.Create(),
};
return await CommandProgram.RunAsync(root, args);
