using Mono.Cecil;
using Mono.Cecil.Cil;
using Shouldly;
using TorchSharp;
using Xunit;

namespace QImpact.Architecture.Tests;

/// <summary>
/// TorchSharp 0.107 hands on a number's address alone: one made for a single call can be collected, and freed, before libtorch has read it
/// (src/Training.CSharp/Layers/Scalars.cs). So no call of ours may make one, itself or within TorchSharp.
/// </summary>
public sealed class ScalarLifetimeTests
{
    // The one that keeps what it makes, and a user's code as README has it.
    private static readonly string[] Exempt =
    [
        "QImpact.Training.Layers.Scalars",
        "QImpact.Training.Tests.ReadmeExampleTests",
    ];

    [Fact]
    public void No_call_of_libtorch_gets_a_number_that_can_be_collected_before_it_is_read()
    {
        HashSet<string> makers = MakersOfScalars();
        makers.Count.ShouldBeGreaterThan(300);
        Assemblies()
            .SelectMany(file => Methods(ModuleDefinition.ReadModule(file)))
            .Where(method => !Exempt.Contains(method.DeclaringType.FullName.Split('/')[0]))
            .SelectMany(method => Faults(method, makers).Select(call => $"{method.FullName} calls {call}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(Faulty.Operator), 1)]
    [InlineData(nameof(Faulty.Hidden), 1)]
    [InlineData(nameof(Faulty.Argument), 1)]
    [InlineData(nameof(Faulty.Local), 1)]
    [InlineData(nameof(Faulty.Kept), 0)]
    public void The_search_finds_each_way_in_which_such_a_number_is_made(string method, int faults)
    {
        MethodDefinition found = Methods(ModuleDefinition.ReadModule(typeof(Faulty).Assembly.Location))
            .Single(m => m.DeclaringType.Name == nameof(Faulty) && m.Name == method);
        Faults(found, MakersOfScalars()).Count().ShouldBe(faults);
    }

    /// <summary>Everything in TorchSharp that calls, at any depth, what makes a scalar.</summary>
    private static HashSet<string> MakersOfScalars()
    {
        ILookup<string, string> callers = Methods(ModuleDefinition.ReadModule(typeof(Scalar).Assembly.Location))
            .SelectMany(caller => Calls(caller).Select(call => (Callee: call, Caller: caller.FullName)))
            .ToLookup(pair => pair.Callee, pair => pair.Caller);
        HashSet<string> makers = [];
        Queue<string> open = new(callers.Select(group => group.Key).Where(MakesAScalar));
        while (open.TryDequeue(out string? callee))
            foreach (string caller in callers[callee])
            {
                if (!MakesAScalar(caller) && makers.Add(caller))
                    open.Enqueue(caller);
            }
        return makers;
    }

    private static IEnumerable<string> Faults(MethodDefinition method, HashSet<string> makers) =>
        method
            .Body.Instructions.Where(instruction => instruction.Operand is MethodReference)
            .Select(instruction => (instruction, Name: ((MethodReference)instruction.Operand).FullName))
            .Where(call => makers.Contains(call.Name) || (MakesAScalar(call.Name) && !Lasts(method, call.instruction)))
            .Select(call => call.Name);

    /// <summary>Kept in a field, or disposed of at the end of its block, which it lives to see.</summary>
    private static bool Lasts(MethodDefinition method, Instruction maker)
    {
        Instruction next = maker.Next;
        if (next.OpCode == OpCodes.Stfld || next.OpCode == OpCodes.Stsfld)
            return true;
        return Stored(next) is { } variable
            && method.Body.Instructions.Any(instruction =>
                Loaded(instruction) == variable
                && instruction.Next?.Operand is MethodReference { Name: "Dispose", DeclaringType.Name: "IDisposable" }
            );

        int? Stored(Instruction instruction) =>
            instruction.OpCode.Code switch
            {
                >= Code.Stloc_0 and <= Code.Stloc_3 => instruction.OpCode.Code - Code.Stloc_0,
                Code.Stloc or Code.Stloc_S => ((VariableDefinition)instruction.Operand).Index,
                _ => null,
            };

        int? Loaded(Instruction instruction) =>
            instruction.OpCode.Code switch
            {
                >= Code.Ldloc_0 and <= Code.Ldloc_3 => instruction.OpCode.Code - Code.Ldloc_0,
                Code.Ldloc or Code.Ldloc_S => ((VariableDefinition)instruction.Operand).Index,
                _ => null,
            };
    }

    private static bool MakesAScalar(string method) =>
        method.StartsWith("TorchSharp.Scalar TorchSharp.", StringComparison.Ordinal);

    private static IEnumerable<string> Calls(MethodDefinition method) =>
        method
            .Body.Instructions.Select(instruction => instruction.Operand)
            .OfType<MethodReference>()
            .Select(m => m.FullName);

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<string> Assemblies()
    {
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string bin = Path.GetFullPath(Path.Combine(here, "..", ".."));
        string tests = Path.Combine(
            bin,
            "QImpact.Training.Tests",
            Path.GetFileName(here),
            "QImpact.Training.Tests.dll"
        );
        return Directory
            .GetFiles(here, "QImpact.*.dll")
            .Where(file => Path.GetFileName(file) != "QImpact.Architecture.Tests.dll")
            .Append(tests);
    }

    private static class Faulty
    {
        public static torch.Tensor Operator(torch.Tensor tensor) => tensor * 2.0;

        public static torch.Tensor Hidden(torch.Tensor tensor) => tensor + tensor;

        public static torch.Tensor Argument(torch.Tensor tensor) => tensor.mul(2);

        public static torch.Tensor Local(torch.Tensor tensor)
        {
            Scalar two = 2;
            torch.Tensor twice = tensor.mul(two);
            return twice.mul(two);
        }

        public static torch.Tensor Kept(torch.Tensor tensor)
        {
            using Scalar two = 2;
            return tensor.mul(two);
        }
    }
}
