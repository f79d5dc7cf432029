using System.Numerics;

namespace QImpact.Quantum.Gates;

/// <summary>Matrices of Pauli strings and gates on a few wires, and what a Clifford gate does to a string.</summary>
internal static class PauliMatrices
{
    /// <summary>
    /// For every Pauli string P on <paramref name="arity"/> wires, packed as <c>x | z &lt;&lt; arity</c>, the string and the
    /// sign with <c>U^dagger P U = sign * Q</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The unitary is no Clifford gate.</exception>
    public static (PauliString Image, int Sign)[] ConjugationTable(Complex[,] unitary, int arity)
    {
        int size = 1 << arity;
        PauliString[] strings = Enumerable
            .Range(0, size * size)
            .Select(packed => new PauliString((ulong)(packed % size), (ulong)(packed / size)))
            .ToArray();
        Complex[][,] matrices = strings.Select(p => Matrix(p, arity)).ToArray();
        Complex[,] adjoint = Adjoint(unitary);
        return matrices.Select(p => Identify(Multiply(adjoint, Multiply(p, unitary)), strings, matrices)).ToArray();
    }

    /// <summary>Which of the strings an operator is: Pauli strings are orthogonal under <c>Tr(Q M) / 2^n</c>.</summary>
    private static (PauliString, int) Identify(Complex[,] operation, PauliString[] strings, Complex[][,] matrices)
    {
        for (int q = 0; q < strings.Length; q++)
        {
            double overlap = Trace(Multiply(matrices[q], operation)).Real / operation.GetLength(0);
            if (Math.Abs(Math.Abs(overlap) - 1) < 1e-12)
                return (strings[q], Math.Sign(overlap));
        }
        throw new ArgumentException(
            "the matrix does not turn every Pauli string into a Pauli string; expected a Clifford gate"
        );
    }

    /// <summary>Column j holds <c>P|j> = i^|y| (-1)^|j and z| |j xor x></c>; wire 0 is the most significant bit of j.</summary>
    private static Complex[,] Matrix(PauliString p, int arity)
    {
        int x = (int)IndexMask(p.XMask, arity);
        int z = (int)IndexMask(p.ZMask, arity);
        return Square(
            1 << arity,
            (row, j) => row == (j ^ x) ? PowerOfI(p.YCount + 2 * BitOperations.PopCount((uint)(j & z))) : 0
        );
    }

    /// <summary>i^0 = 1, i^1 = i, i^2 = -1, i^3 = -i.</summary>
    public static Complex PowerOfI(int power) =>
        (power & 3) switch
        {
            0 => Complex.One,
            1 => Complex.ImaginaryOne,
            2 => -Complex.One,
            _ => -Complex.ImaginaryOne,
        };

    /// <summary>Turns a mask over wires (bit w = wire w) into one over indices of basis states (bit n-1-w = wire w).</summary>
    public static ulong IndexMask(ulong wireMask, int qubits)
    {
        ulong mask = 0;
        for (int wire = 0; wire < qubits; wire++)
            mask |= (wireMask >> wire & 1) << (qubits - 1 - wire);
        return mask;
    }

    /// <summary>The index of the basis state of all qubits whose wires carry the bits of a local index, first wire most significant; the others are 0.</summary>
    public static int Spread(int local, ValueList<int> wires, int qubits)
    {
        int index = 0;
        for (int position = 0; position < wires.Count; position++)
            index |= (local >> (wires.Count - 1 - position) & 1) << (qubits - 1 - wires[position]);
        return index;
    }

    /// <summary>A square matrix of these entries, row by row.</summary>
    public static Complex[,] Of(params Complex[] entries)
    {
        int size = (int)Math.Sqrt(entries.Length);
        return Square(size, (row, column) => entries[row * size + column]);
    }

    /// <summary>The matrix product a b.</summary>
    public static Complex[,] Multiply(Complex[,] a, Complex[,] b)
    {
        int size = a.GetLength(0);
        return Square(size, (row, column) => Sum(size, k => a[row, k] * b[k, column]));
    }

    /// <summary>The sum a + b.</summary>
    public static Complex[,] Add(Complex[,] a, Complex[,] b) =>
        Square(a.GetLength(0), (row, column) => a[row, column] + b[row, column]);

    /// <summary>The Kronecker product: a acts on the more significant bits of the index.</summary>
    public static Complex[,] Kronecker(Complex[,] a, Complex[,] b)
    {
        int size = b.GetLength(0);
        return Square(
            a.GetLength(0) * size,
            (row, column) => a[row / size, column / size] * b[row % size, column % size]
        );
    }

    /// <summary>The complex conjugate of each entry.</summary>
    public static Complex[,] Conjugate(Complex[,] a) =>
        Square(a.GetLength(0), (row, column) => Complex.Conjugate(a[row, column]));

    /// <summary>U on all but the first wire where the first wire is 1.</summary>
    public static Complex[,] Controlled(Complex[,] unitary)
    {
        int size = unitary.GetLength(0);
        return Square(
            2 * size,
            (row, column) =>
                row >= size && column >= size ? unitary[row - size, column - size]
                : row == column ? 1
                : 0
        );
    }

    private static Complex[,] Adjoint(Complex[,] a) =>
        Square(a.GetLength(0), (row, column) => Complex.Conjugate(a[column, row]));

    private static Complex Trace(Complex[,] a) => Sum(a.GetLength(0), k => a[k, k]);

    private static Complex[,] Square(int size, Func<int, int, Complex> entry)
    {
        var matrix = new Complex[size, size];
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
            matrix[row, column] = entry(row, column);
        return matrix;
    }

    private static Complex Sum(int count, Func<int, Complex> term) =>
        Enumerable.Range(0, count).Aggregate(Complex.Zero, (sum, k) => sum + term(k));
}
