using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Qasm;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>What is no circuit is refused with its line and column, what is there, and what was expected.</summary>
public sealed class QasmErrorTests
{
    private const string Start = "include \"stdgates.inc\"; input float x; input float w; qubit[2] q; bit[2] c;\n";

    // Something of everything.
    private const string Whole = """
        OPENQASM 3.0;
        include "stdgates.inc";
        input array[float[64], 2] x;
        input float[64] w;
        const int n = 3;
        gate block(a, b) p, q { rx(a/2.0) p; ctrl @ ry(-b) p, q; pow(2) @ inv @ s q; gphase(pi); }
        qubit[n] q;
        bit[2] c;
        let r = q[0:1] ++ q[2];
        reset q;
        for int i in [0:1] { block(2*x[i], w + 1) q[i], q[i + 1]; }
        negctrl @ cx q[0], r[1], q[{2}];
        cu(0.1, sin(1), x[0]*x[1], -w) q[0], q[1];
        barrier q;
        c[0] = measure q[0];
        measure q[2] -> c[1];
        """;

    [Theory]
    [InlineData("hh q[0];", "line 2, column 1: found 'hh'; did you mean h? Expected a gate that is defined before")]
    [InlineData(
        "x q[0];\n  rxz(1) q[0];",
        "line 3, column 3: found 'rxz'; did you mean rx? Expected a gate that is defined before"
    )]
    [InlineData("frobnicate q;", "line 2, column 1: found 'frobnicate'; expected a gate that is defined before")]
    [InlineData("rx(y) q;", "line 2, column 4: found 'y'; did you mean x? Expected a name that is declared before")]
    [InlineData("x p;", "line 2, column 3: found 'p'; did you mean x? Expected a name that is declared before")]
    [InlineData("x q[2];", "line 2, column 5: found 2; expected an index, -2 to 1")]
    [InlineData("x q[x];", "line 2, column 5: found x0, which has parameters; expected a constant")]
    [InlineData("x q[0.5];", "line 2, column 5: found 0.5; expected an index, -2 to 1")]
    [InlineData("x c[0];", "line 2, column 3: found 'c'; expected qubits")]
    [InlineData("x x;", "line 2, column 3: found 'x'; expected qubits")]
    [InlineData("rx(q) q;", "line 2, column 4: found 'q'; expected a number")]
    [InlineData("x q[0][0];", "line 2, column 3: found 'q'; expected a register or an array before '['")]
    [InlineData("cx q[0], q[0];", "line 2, column 1: cx[0,0] names wire 0 twice; expected different wires")]
    [InlineData("cx q[0];", "line 2, column 1: found cx with 1 qubits; expected 2")]
    [InlineData("ctrl @ x q[0];", "line 2, column 8: found x with 1 qubits; expected 2")]
    [InlineData("rx q[0];", "line 2, column 1: found rx with 0 angles; expected 1")]
    [InlineData(
        "qubit[3] r; cx q, r;",
        "line 2, column 13: found cx on registers of 2 and 3 qubits; expected registers of one size"
    )]
    // Angles that a circuit does not have
    [InlineData(
        "rx(w*x) q;",
        "line 2, column 5: found the product of w0 and x0; expected a multiple of a variable, or a product of two inputs"
    )]
    [InlineData("rx(1/x) q;", "line 2, column 5: found a division by x0; expected one by a number that is not 0")]
    [InlineData("rx(1/0) q;", "line 2, column 5: found a division by 0; expected one by a number that is not 0")]
    [InlineData(
        "rx(sin(x)) q;",
        "line 2, column 4: found sin of x0; expected it of a constant: angles are sums of multiples of parameters"
    )]
    [InlineData(
        "rx(x**2) q;",
        "line 2, column 5: found '**' of x0; expected it of constants: angles are sums of multiples of parameters"
    )]
    [InlineData("rx(sim(1)) q;", "line 2, column 4: found 'sim'; did you mean sin? Expected a function of a number")]
    [InlineData(
        "rx(1/2) q;",
        "line 2, column 5: found 1/2, whole numbers with a remainder, which OpenQASM 3 drops; expected a fraction, such as 1.0/2"
    )]
    [InlineData("rx(2^3) q;", "line 2, column 5: found '^'; expected '**' for a power")]
    [InlineData("rx(1e400) q;", "line 2, column 4: found '1e400'; expected a number that float64 can hold")]
    [InlineData("rx(1e300) q;", "line 2, column 4: an angle's offset is 1E+300; expected at most 1E+30 in size")]
    [InlineData(
        "u(1e30, 1e30, 1e30) q;",
        "line 2, column 1: an angle's offset is 2E+30; expected at most 1E+30 in size"
    )]
    [InlineData("rx(sqrt(-1)) q;", "line 2, column 4: an angle's offset is NaN; expected a finite number of radians")]
    // What a circuit has no counterpart of
    [InlineData(
        "c[0] = measure q[0]; x q[0];",
        "line 2, column 22: found 'x' on a qubit that is measured before; expected measurements at the end of a circuit"
    )]
    [InlineData(
        "c = measure q; reset q;",
        "line 2, column 16: found 'reset' of a qubit that gates have acted on, which can't be read as a circuit"
    )]
    [InlineData("x q[1]; reset q;", "line 2, column 9: found 'reset' of a qubit that gates have acted on")]
    [InlineData(
        "c = measure q; c[0] = measure q[0];",
        "line 2, column 16: found a qubit that is measured already; expected each once"
    )]
    [InlineData(
        "c[0] = measure q[0]; c[0] = measure q[1];",
        "line 2, column 22: found a bit that has a reading already; expected each once"
    )]
    [InlineData("c = measure q[0];", "line 2, column 1: found a measurement of 1 qubits into 2 bits; expected as many")]
    [InlineData(
        "if (c[0] == 1) x q[0];",
        "line 2, column 1: found 'if', which can't be read as a circuit: gates can't depend on readings"
    )]
    [InlineData(
        "while (true) { }",
        "line 2, column 1: found 'while', which can't be read as a circuit: loops run over constant ranges"
    )]
    [InlineData(
        "def f(qubit a) { }",
        "line 2, column 1: found 'def', which can't be read as a circuit: subroutines are not read"
    )]
    [InlineData(
        "defcal x $0 { }",
        "line 2, column 1: found 'defcal', which can't be read as a circuit: pulses are not read"
    )]
    [InlineData(
        "opaque magic a;",
        "line 2, column 1: found 'opaque', which can't be read as a circuit: a gate needs a body"
    )]
    [InlineData(
        "box { x q; }",
        "line 2, column 1: found 'box', which can't be read as a circuit: durations are not read"
    )]
    [InlineData(
        "bool b = true;",
        "line 2, column 1: found 'bool', which can't be read as a circuit: classical variables are not read"
    )]
    [InlineData("c[0] = 1;", "line 2, column 8: found '1'; expected measure: bits get readings and nothing else")]
    [InlineData(
        "float a;",
        "line 2, column 8: found ';'; expected '=' and a value: variables without one are not read"
    )]
    [InlineData("int n = 0.5;", "line 2, column 9: found 0.5; expected a whole number")]
    [InlineData(
        "array[float, 2] a = {1, 2};",
        "line 2, column 1: found 'array'; expected input before it: other arrays are not read"
    )]
    [InlineData(
        "input int n;",
        "line 2, column 7: found 'int'; expected float, angle or array: other parameters are not read"
    )]
    [InlineData(
        "input array[float] a;",
        "line 2, column 7: found an array without a size, such as array[float[64], 4]"
    )]
    [InlineData("output float a;", "line 2, column 8: found 'float'; expected bit: other outputs are not read")]
    [InlineData(
        "include \"mine.inc\";",
        "line 2, column 9: found \"mine.inc\"; expected \"stdgates.inc\" or \"qelib1.inc\", whose gates are built in: other files are not read"
    )]
    [InlineData(
        "pow(0.5) @ rx(x) q[0];",
        "line 2, column 1: found pow(0.5) of a gate that it is not known of; expected a whole exponent"
    )]
    [InlineData("pow(x) @ x q[0];", "line 2, column 5: found x0, which has parameters; expected a constant")]
    [InlineData("ctrl(0) @ x q[0];", "line 2, column 6: found 0; expected a number of controls, 1 to 64")]
    [InlineData(
        "x $0;",
        "line 1, column 64: found a declaration of qubits beside those of a device, such as $0; expected one of the two"
    )]
    // Broken text
    [InlineData("x q[0]", "line 2, column 7: found the end; expected ';'")]
    [InlineData("x q[0;", "line 2, column 6: found ';'; expected ',' or ']'")]
    [InlineData("rx(1 q;", "line 2, column 6: found 'q'; expected ',' or ')'")]
    [InlineData("rx((1) q;", "line 2, column 8: found 'q'; expected ',' or ')'")]
    [InlineData("rx() q[0]; rx(*) q;", "line 2, column 15: found '*'; expected a number, a name or '('")]
    [InlineData("gate g a { x a;", "line 2, column 16: found the end; expected '}'")]
    [InlineData("x q[0]; ?", "line 2, column 9: found '?'; expected a statement of OpenQASM")]
    [InlineData("/* no end", "line 2, column 1: found '/*' without '*/' behind it")]
    [InlineData("include \"stdgates.inc;\n", "line 2, column 9: found '\"' without another in its line")]
    [InlineData("] x q;", "line 2, column 1: found ']'; expected a statement: a declaration, a gate or a measurement")]
    [InlineData(
        "for int i in [0:] x q;",
        "line 2, column 15: found no range; expected one with both ends, such as [0:3]"
    )]
    [InlineData("for int i in [0:0:1] x q;", "line 2, column 15: found a range with the step 0; expected another")]
    [InlineData(
        "for int i in [0:1] { bit b; }",
        "line 2, column 26: found a declaration in a loop; expected it before the loop"
    )]
    // Definitions
    [InlineData("gate g a { g a; }", "line 2, column 12: gate g calls itself; expected gates that are defined before")]
    [InlineData(
        "gate g a { later a; } gate later a { g a; }",
        "line 2, column 12: found 'later'; expected a gate that is defined before"
    )]
    [InlineData(
        "gate g a { x a; } gate g a { y a; }",
        "line 2, column 24: found gate g, which is defined already; expected another name"
    )]
    [InlineData("gate g a, a { x a; }", "line 2, column 6: gate g has 'a' twice; expected different names")]
    [InlineData(
        "gate g a { c[0] = measure a; }",
        "line 2, column 12: found another statement in gate g; expected gates and loops"
    )]
    [InlineData(
        "gate g wire { x q[0]; } g q[1];",
        "line 2, column 17: found 'q'; did you mean x? Expected a name that is declared before"
    )]
    [InlineData("qubit q;", "line 2, column 7: found 'q', which is declared already; expected another name")]
    public void A_program_that_is_no_circuit(string program, string message) =>
        Error(Start + program).ShouldStartWith(message);

    [Theory]
    [InlineData("", "line 1, column 1: found no qubits; expected some, such as qubit[4] q;")]
    [InlineData("OPENQASM 4.0;", "line 1, column 10: found '4.0'; expected OpenQASM 2 or 3, such as 3.0")]
    [InlineData(
        "qubit q; h q;",
        "line 1, column 10: found 'h' without include \"stdgates.inc\" or \"qelib1.inc\" before it"
    )]
    [InlineData("qubit[65] q;", "line 1, column 7: found 65; expected a number of qubits, 1 to 64")]
    [InlineData(
        "qubit[1000000000000] q;",
        "line 1, column 7: found 1000000000000; expected a number of qubits, 1 to 64"
    )]
    [InlineData("qubit[0] q;", "line 1, column 7: found 0; expected a number of qubits, 1 to 64")]
    [InlineData("qubit[60] q; qubit[5] r;", "line 1, column 23: the program has 65 qubits; expected at most 64")]
    [InlineData("OPENQASM 2.0; qreg q[9999];", "line 1, column 22: found 9999; expected a number of qubits, 1 to 64")]
    [InlineData("bit[2000000000] c;", "line 1, column 5: found 2000000000; expected a number of bits, 1 to 1000000")]
    [InlineData(
        "input array[float, 100000, 100000] w;",
        "line 1, column 36: the program has more than 1000000 weights; expected fewer"
    )]
    [InlineData("U(0,0,0) $64;", "line 1, column 10: found '$64'; expected $0 to $63")]
    public void A_program_of_the_wrong_size_or_version(string program, string message) =>
        Error(program).ShouldStartWith(message);

    [Fact]
    public void Nothing_nests_deeply_enough_to_run_out_of_stack()
    {
        const string deep = "expected at most 100 brackets, signs and blocks in each other";
        const int many = 10_000;
        Error($"{Start}rx({new string('(', many)}").ShouldEndWith(deep);
        Error($"{Start}rx({new string('-', many)}1) q;").ShouldEndWith(deep);
        Error($"{Start}rx({Repeat("2**", many)}1) q;").ShouldEndWith(deep);
        Error($"{Start}x q{Repeat("[q", many)}").ShouldEndWith(deep);
        Error($"{Start}{Repeat("for int i in [0:1] ", many)}x q;").ShouldEndWith(deep);
        Error($"{Start}{Repeat("for int i in [0:1] {", many)}").ShouldEndWith(deep);
        Error($"{Start}rx({Repeat("1+", many)}1) q;").ShouldEndWith("more than 1000 operators in one expression");
        Error($"{Start}x q{Repeat("[0]", many)};").ShouldEndWith("more than 1000 operators in one expression");
        var chain = new StringBuilder(Start + "gate g0 a { x a; }\n");
        for (int i = 1; i < 1000; i++)
            chain.Append($"gate g{i} a {{ g{i - 1} a; }}\n");
        Error(chain.ToString())
            .ShouldEndWith("gate g100 stands on 101 definitions in each other; expected at most 100");
    }

    [Fact]
    public void What_is_short_and_means_much_is_stopped()
    {
        const string much = "the program has more than 200000 gates, calls and passes of loops; expected fewer";
        Error($"{Start}for int i in [0:2000000000] {{ }}").ShouldEndWith(much);
        Error($"{Start}for int i in [0:2000000000] x q;").ShouldEndWith(much);
        Error($"{Start}gate g a {{ }} pow(3) @ inv @ pow(99999) @ x q[0]; pow(100000) @ h q[0];").ShouldEndWith(much);
        Error($"{Start}pow(2000000000) @ h q[0];").ShouldEndWith(much);
        Error($"{Start}gate g a {{ for int i in [0:50000] rz(1e-9) a; }} pow(0.5) @ g q[0];")
            .ShouldContain("found pow(0.5) of a gate that it is not known of");
        var doubling = new StringBuilder(Start + "gate g0 a { }\n");
        for (int i = 1; i < 60; i++)
            doubling.Append($"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}\n");
        Error($"{doubling}g59 q[0];").ShouldEndWith(much);
        Error(
                "include \"stdgates.inc\"; qubit[64] q; ctrl(62) @ swap "
                    + string.Join(", ", Enumerable.Range(0, 64).Select(i => $"q[{i}]"))
                    + ";"
            )
            .ShouldEndWith(much);
    }

    /// <summary>Whatever a slip of the hand makes of a program: it is read, or refused with a place.</summary>
    [Property(MaxTest = 500, Replay = LawTests.Seed)]
    public void Nothing_but_a_refusal_with_its_place_comes_of_a_broken_program(int seed)
    {
        string[] parts = Regex.Split(Whole, @"(\W)");
        var random = new Random(seed);
        for (int i = 1 + random.Next(3); i > 0; i--)
        {
            int at = random.Next(parts.Length);
            parts[at] = random.Next(3) switch
            {
                0 => "",
                1 => parts[random.Next(parts.Length)],
                _ => parts[at] + parts[random.Next(parts.Length)],
            };
        }
        string program = string.Concat(parts);
        try
        {
            Circuit.FromOpenQasm(program);
        }
        catch (OpenQasmFormatException refusal)
        {
            refusal.Line.ShouldBeInRange(1, program.Count(character => character == '\n') + 1);
            refusal.Column.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_long_program_is_read()
    {
        string program = $"{Start}{Repeat("cx q[0], q[1];\nrz(0.5*w) q[1];\n", 10_000)}";
        Circuit.FromOpenQasm(program).Operations.Count.ShouldBe(20_000);
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string Error(string program) =>
        Should.Throw<OpenQasmFormatException>(() => Circuit.FromOpenQasm(program)).Message;
}
