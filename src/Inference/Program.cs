using System.CommandLine;
using QImpact.Inference;
using QImpact.Inference.Verification;
using QImpact.Terminal;

RootCommand root = new("QImpact inference: runs exported models with ONNX Runtime.")
{
    InferCommand.Create(),
    VerifyCommand.Create(),
};
return await CommandProgram.RunAsync(root, args);
