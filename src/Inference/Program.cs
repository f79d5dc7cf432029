using System.CommandLine;
using QImpact.Inference;
using QImpact.Terminal;

RootCommand root = new("QImpact inference: runs exported models with ONNX Runtime.") { InferCommand.Create() };
return await CommandProgram.RunAsync(root, args);
