using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

[Properties(MaxTest = 200, Replay = LawTests.Seed)]
public sealed class PauliAlgebraTests
{
    [Theory]
    [InlineData("X", "Y", "Z", 1)]
    [InlineData("Y", "Z", "X", 1)]
    [InlineData("Z", "X", "Y", 1)]
    [InlineData("Y", "X", "Z", 3)]
    [InlineData("X", "X", "I", 0)]
    [InlineData("Y", "Y", "I", 0)]
    [InlineData("XX", "YY", "ZZ", 2)]
    [InlineData("XZ", "ZX", "YY", 0)]
    public void Products_are_those_of_the_matrices(string left, string right, string product, int powerOfI) =>
        PauliString
            .Multiply(PauliString.Parse(left), PauliString.Parse(right))
            .ShouldBe((PauliString.Parse(product), powerOfI));

    [Property]
    public void Multiplication_is_associative(ulong x1, ulong z1, ulong x2, ulong z2, ulong x3, ulong z3)
    {
        var (p, q, r) = (new PauliString(x1, z1), new PauliString(x2, z2), new PauliString(x3, z3));
        (PauliString pq, int left) = PauliString.Multiply(p, q);
        (PauliString leftProduct, int leftRest) = PauliString.Multiply(pq, r);
        (PauliString qr, int right) = PauliString.Multiply(q, r);
        (PauliString rightProduct, int rightRest) = PauliString.Multiply(p, qr);
        leftProduct.ShouldBe(rightProduct);
        ((left + leftRest) & 3).ShouldBe((right + rightRest) & 3);
    }

    [Property]
    public void Strings_commute_exactly_when_their_products_are_equal(ulong x1, ulong z1, ulong x2, ulong z2)
    {
        var (p, q) = (new PauliString(x1, z1), new PauliString(x2, z2));
        int difference = PauliString.Multiply(p, q).PowerOfI - PauliString.Multiply(q, p).PowerOfI;
        (difference & 3).ShouldBe(p.CommutesWith(q) ? 0 : 2);
    }

    [Theory]
    [InlineData("H", "X", "Z", 1)]
    [InlineData("H", "Y", "Y", -1)]
    [InlineData("S", "X", "Y", -1)]
    [InlineData("S", "Y", "X", 1)]
    [InlineData("X", "Z", "Z", -1)]
    [InlineData("Z", "X", "X", -1)]
    [InlineData("CNOT", "XI", "XX", 1)]
    [InlineData("CNOT", "IX", "IX", 1)]
    [InlineData("CNOT", "ZI", "ZI", 1)]
    [InlineData("CNOT", "IZ", "ZZ", 1)]
    [InlineData("CNOT", "YY", "XZ", -1)]
    [InlineData("CZ", "XI", "XZ", 1)]
    [InlineData("SWAP", "XZ", "ZX", 1)]
    public void A_Clifford_gate_renames_a_string(string gate, string before, string after, int sign)
    {
        Clifford clifford = Clifford.All.Single(entry => entry.Name == gate);
        int[] wires = Enumerable.Range(0, clifford.Arity).ToArray();
        clifford.Conjugate(PauliString.Parse(before), wires).ShouldBe((PauliString.Parse(after), sign));
    }

    [Fact]
    public void A_Clifford_gate_leaves_other_wires_alone() =>
        Clifford.CNOT.Conjugate(PauliString.Parse("XYZX"), [3, 0]).ShouldBe((PauliString.Parse("IYZX"), 1));

    [Fact]
    public void A_matrix_that_is_no_Clifford_gate_is_refused() =>
        Should
            .Throw<ArgumentException>(() =>
                PauliMatrices.ConjugationTable(
                    new System.Numerics.Complex[,]
                    {
                        { 1, 0 },
                        { 0, 0.6 },
                    },
                    arity: 1
                )
            )
            .Message.ShouldStartWith("the matrix does not turn every Pauli string into a Pauli string");

    [Theory]
    [InlineData("XIZ", "X0 Z2")]
    [InlineData("III", "I")]
    [InlineData("YZ", "Y0 Z1")]
    public void A_string_prints_its_letters_and_wires(string letters, string text) =>
        PauliString.Parse(letters).ToString().ShouldBe(text);
}
