using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class CircuitDrawingTests
{
    [Fact]
    public void The_papers_circuit() =>
        KnownCircuits
            .Paper.Draw()
            .ShouldBe(
                """
                0: ──RX(x0)──RX(w0)──╭●──────────╭X──RX(w4)──╭●──────────╭X──┤  <Z>
                1: ──RX(x1)──RX(w1)──╰X──╭●──────│───RX(w5)──╰X──╭●──────│───┤  <Z>
                2: ──RX(x2)──RX(w2)──────╰X──╭●──│───RX(w6)──────╰X──╭●──│───┤  <Z>
                3: ──RX(x3)──RX(w3)──────────╰X──╰●──RX(w7)──────────╰X──╰●──┤  <Z>

                """
            );

    [Fact]
    public void Templates_by_name() =>
        KnownCircuits
            .Paper.Draw(expandTemplates: false)
            .ShouldBe(
                """
                0: ──╭AngleEmbedding(X)──╭BasicEntanglerLayers(RX, layers=2)──┤  <Z>
                1: ──├AngleEmbedding(X)──├BasicEntanglerLayers(RX, layers=2)──┤  <Z>
                2: ──├AngleEmbedding(X)──├BasicEntanglerLayers(RX, layers=2)──┤  <Z>
                3: ──╰AngleEmbedding(X)──╰BasicEntanglerLayers(RX, layers=2)──┤  <Z>

                """
            );

    [Fact]
    public void Every_kind_of_gate_and_observable() =>
        Circuit
            .Parse(
                "4: RX(x0 + 0.5*w1 - pi/4)[0] CRY(w0)[3,1] PauliRot(-w0, XZ)[0,2] SWAP[2,1] MultiRZ(x0*x1)[each] "
                    + "CZ[0,1] Rot(w0,w1,w2)[3] BitFlip(0.01)[each] <Z0 Z1> <X2> <-0.5*Y0 + X3> P(01)[1,2] <Y2> ReadoutError(0.1)"
            )
            .Draw()
            .ShouldBe(
                """
                0: ───RX(x0+0.5*w1-pi/4)──╭RXZ(-w0)──────╭RZZZZ(x0*x1)──╭●────────────────BitFlip(0.01)──
                1: ──╭RY(w0)──────────────│──────────╭x──├RZZZZ(x0*x1)──╰●────────────────BitFlip(0.01)──
                2: ──│────────────────────╰RXZ(-w0)──╰x──├RZZZZ(x0*x1)───BitFlip(0.01)───────────────────
                3: ──╰●──────────────────────────────────╰RZZZZ(x0*x1)───Rot(w0, w1, w2)──BitFlip(0.01)──

                0: ──┤  ╭f0  ╭f2
                1: ──┤  ╰f0  │   ╭f3
                2: ──┤   <X> │   ╰f3 <Y>
                3: ──┤       ╰f2
                f0 = <Z0 Z1>
                f2 = <-0.5*Y0 + X3>
                f3 = P(01)[1,2]
                every wire is read with ReadoutError(0.1)

                """
            );

    [Fact]
    public void Wires_out_of_order_stay_in_a_templates_name() =>
        Circuit
            .Parse("AngleEmbedding(Y, wires=[1,0], inputs=2..)")
            .Draw(expandTemplates: false)
            .ShouldStartWith("0: ──╭AngleEmbedding(Y, wires=[1,0], inputs=2..)──┤");

    [Fact]
    public void A_width_that_nothing_fits_into() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => KnownCircuits.Paper.Draw(width: 19))
            .Message.ShouldContain("19");

    [Property(MaxTest = 200, Replay = LawTests.Seed)]
    public void A_drawing_has_a_line_per_wire_in_every_block_and_keeps_the_width(int seed, bool expand)
    {
        Circuit circuit = LanguageCases.Anything(seed).WithReadoutError(null).Measure(PauliString.Z(0));
        string drawing = circuit.Draw(expand, width: 80);
        circuit.Draw(expand, width: 80).ShouldBe(drawing);
        string wires = string.Concat(drawing.Split("\nf")[0]);
        foreach (string block in wires.TrimEnd('\n').Split("\n\n"))
        {
            string[] rows = block.Split('\n');
            rows.Length.ShouldBe(circuit.Qubits);
            for (int wire = 0; wire < rows.Length; wire++)
                rows[wire].ShouldStartWith($"{wire}: ──");
            // Links of a column are closed: every opened one ends below.
            rows.Sum(row => row.Count(c => c == '╭')).ShouldBe(rows.Sum(row => row.Count(c => c == '╰')));
        }
        string whole = circuit.Draw(expand, width: int.MaxValue);
        int gates = (expand ? circuit.Elements : circuit.Operations).Count(operation => operation.Wires.Count > 1);
        int measured = circuit.Observables.Count(o => PauliString.WiresOf(o.Support).Count > 1);
        whole.Count(c => c == '╭').ShouldBe(gates + measured);
    }
}
