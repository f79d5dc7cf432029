"""The paper's quantum layer written by hand in PyTorch: angle embedding (RX) and two BasicEntanglerLayers (RX) on four qubits.

Three forms of one function, inputs [batch, 4] and weights [2, 4] in radians to expectations [batch, 4]:

- as_it_reads: the twelve monomials as one writes them down, column by column;
- monomials: the same twelve by selection of columns and one product with their coefficients;
- cosines: every product of sines and cosines turned into a sum of cosines, which leaves two products with constants and one cosine.

check() holds all three to the reference values that the whole project is tested with.
"""

import itertools
import json
from pathlib import Path

import torch

# One row a monomial: the output that it belongs to, the factors in t = inputs + weights[0], the factors in v = weights[1].
# "c" is a cosine, "s" a sine, "-" no factor, qubit by qubit.
MONOMIALS = [
    (0, "cc-c", "-ccc"), (0, "ss-s", "-ccs"), (0, "cs-s", "-ssc"), (0, "sc-c", "-sss"),
    (1, "c-cc", "cc--"), (1, "s-sc", "ss--"),
    (2, "-c-c", "ccc-"), (2, "-s-s", "css-"),
    (3, "c-c-", "cccc"), (3, "s-c-", "csss"), (3, "c-s-", "scss"), (3, "s-s-", "sscc"),
]
QUBITS = 4


def as_it_reads(inputs, weights):
    t = inputs + weights[0]
    c = [t[:, i].cos() for i in range(QUBITS)]
    s = [t[:, i].sin() for i in range(QUBITS)]
    cv, sv = weights[1].cos(), weights[1].sin()
    z0 = (
        cv[1] * cv[2] * cv[3] * c[0] * c[1] * c[3]
        + cv[1] * cv[2] * sv[3] * s[0] * s[1] * s[3]
        + sv[1] * sv[2] * cv[3] * c[0] * s[1] * s[3]
        + sv[1] * sv[2] * sv[3] * s[0] * c[1] * c[3]
    )
    z1 = cv[0] * cv[1] * c[0] * c[2] * c[3] + sv[0] * sv[1] * s[0] * s[2] * c[3]
    z2 = cv[0] * cv[1] * cv[2] * c[1] * c[3] + cv[0] * sv[1] * sv[2] * s[1] * s[3]
    z3 = (
        cv[0] * cv[1] * cv[2] * cv[3] * c[0] * c[2]
        + cv[0] * sv[1] * sv[2] * sv[3] * s[0] * c[2]
        + sv[0] * cv[1] * sv[2] * sv[3] * c[0] * s[2]
        + sv[0] * sv[1] * cv[2] * cv[3] * s[0] * s[2]
    )
    return torch.stack([z0, z1, z2, z3], 1)


class Monomials:
    def __init__(self, dtype=torch.float32):
        # Columns: four cosines, four sines, a one. No monomial has more than three factors in t.
        columns = {"c": 0, "s": QUBITS, "-": 2 * QUBITS}
        def positions(factors):
            return sorted(columns[f] + (0 if f == "-" else i) for i, f in enumerate(factors))
        self.t = torch.tensor([positions(t)[:3] for _, t, _ in MONOMIALS]).T.contiguous()
        self.v = torch.tensor([positions(v) for _, _, v in MONOMIALS]).T.contiguous()
        self.outputs = torch.nn.functional.one_hot(torch.tensor([o for o, _, _ in MONOMIALS]), QUBITS).to(dtype)
        self.one = torch.ones(1, dtype=dtype)

    def __call__(self, inputs, weights):
        t, v = inputs + weights[0], weights[1]
        p = torch.cat([t.cos(), t.sin(), self.one.expand(len(t), 1)], 1)
        q = torch.cat([v.cos(), v.sin(), self.one])
        monomials = p.index_select(1, self.t[0]) * p.index_select(1, self.t[1]) * p.index_select(1, self.t[2])
        coefficients = q.index_select(0, self.v[0]) * q.index_select(0, self.v[1]) * q.index_select(0, self.v[2]) * q.index_select(0, self.v[3])
        return monomials @ (coefficients.unsqueeze(1) * self.outputs)


class Cosines:
    def __init__(self, dtype=torch.float32):
        amplitudes = {}
        for output, t, v in MONOMIALS:
            factors = t + v
            present = [i for i, f in enumerate(factors) if f != "-"]
            # cos a = (e^ia + e^-ia) / 2 and sin a = (e^ia - e^-ia) / 2i; the number of sines is even in each monomial,
            # so opposite signs pair up to one cosine.
            sines = sum(f == "s" for f in factors)
            for signs in itertools.product([1, -1], repeat=len(present)):
                if signs[0] < 0:
                    continue
                frequency = [0] * (2 * QUBITS)
                amplitude = (-1) ** (sines // 2) / 2 ** (len(present) - 1)
                for i, sign in zip(present, signs):
                    frequency[i] = sign
                    amplitude *= sign if factors[i] == "s" else 1
                amplitudes.setdefault(tuple(frequency), [0] * QUBITS)[output] += amplitude
        kept = {f: a for f, a in amplitudes.items() if any(a)}
        self.frequencies = torch.tensor(list(kept), dtype=dtype).T.contiguous()
        self.amplitudes = torch.tensor(list(kept.values()), dtype=dtype)
        self.of_inputs = self.frequencies[:QUBITS].contiguous()

    def __call__(self, inputs, weights):
        phases = weights.reshape(1, -1) @ self.frequencies
        return torch.addmm(phases, inputs, self.of_inputs).cos() @ self.amplitudes


FORMS = {"as it reads": lambda dtype=torch.float32: as_it_reads, "monomials": Monomials, "cosines": Cosines}


class QuantumLayer(torch.nn.Module):
    """A form as a layer; the weights start uniform in [0, 2 pi)."""

    def __init__(self, form):
        super().__init__()
        self.function = FORMS[form]()
        self.weights = torch.nn.Parameter(torch.rand(2, QUBITS) * (2 * torch.pi))

    def forward(self, inputs):
        return self.function(inputs, self.weights)


def check():
    """Raises where a form differs from the reference: values and both jacobians in float64, values in float32."""
    file = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "circuits" / "base_angleX_basicRX_Z.json"
    cases = [c for c in json.loads(file.read_text())["cases"] if (c["n_qubits"], c["n_layers"]) == (QUBITS, 2)]
    if not cases:
        raise RuntimeError(f"{file} has no case with {QUBITS} qubits and 2 layers")
    for case in cases:
        inputs, weights, outputs, by_input, by_weight = (
            torch.tensor(case[name], dtype=torch.float64)
            for name in ("inputs", "weights", "outputs", "jac_inputs", "jac_weights")
        )
        rows = range(len(inputs))
        for name, form in FORMS.items():
            function = form(torch.float64)
            of_inputs, of_weights = torch.autograd.functional.jacobian(function, (inputs, weights))
            # A row depends on its own inputs alone.
            close(name, "values", function(inputs, weights), outputs, 1e-12)
            close(name, "jacobian of the inputs", of_inputs[rows, :, rows], by_input, 1e-12)
            close(name, "jacobian of the weights", of_weights, by_weight, 1e-12)
            close(name, "float32 values", form()(inputs.float(), weights.float()).double(), outputs, 1e-5)


def close(form, what, given, expected, tolerance):
    difference = (given - expected).abs().max().item()
    if not difference <= tolerance:
        raise RuntimeError(f"the form '{form}' differs from the reference in its {what} by {difference:.1e}; expected at most {tolerance:.0e}")
