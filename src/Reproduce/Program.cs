using System.CommandLine;
using QImpact.Reproduce;
using QImpact.Terminal;

RootCommand root = new("QImpact: the main job from data to report.") { ReproduceCommand.Create() };
return await CommandProgram.RunAsync(root, args);
