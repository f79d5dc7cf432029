"""The paper's family by hand in PyTorch for any number of qubits: angle embedding (RX), two BasicEntanglerLayers (RX), <Z> of each qubit.

Inputs [batch, n] and weights [2, n] in radians to expectations [batch, n]. With t = inputs + weights[0] and v = weights[1] every output is a sum of products of
cosines and sines of t, each times cosines and sines of v:

- selected: one selection of columns per factor, as layer.py has it for four qubits;
- gathered: one gather for all factors, samples last.
"""

import torch


def monomials(qubits):
    """[(output, factors in t, factors in v, sign)]; the factor 2 i is the cosine of qubit i's angle, 2 i + 1 its sine."""
    ring = [(i, (i + 1) % qubits) for i in range(qubits)]

    def backwards(x, z, sign):
        # C^dagger P C for each CNOT, the last one first; x and z are bits, and both together are a Y
        for control, target in reversed(ring):
            xc, zc, xt, zt = x >> control & 1, z >> control & 1, x >> target & 1, z >> target & 1
            if xc and zt and xt == zc:
                sign = -sign
            x ^= xc << target
            z ^= zt << control
        return x, z, sign

    found = []
    for output in range(qubits):
        _, z, _ = backwards(0, 1 << output, 1)
        wires = [i for i in range(qubits) if z >> i & 1]
        for choice in range(1 << len(wires)):
            turned = sum(1 << wire for j, wire in enumerate(wires) if choice >> j & 1)  # a Y there, for sin v; else Z, for cos v
            x2, z2, sign = backwards(turned, z, 1)
            if x2 & ~z2:
                continue  # an X, of which the product state has none
            sign *= (-1) ** bin(x2).count("1")  # <Z> = cos t, <Y> = -sin t
            t = [2 * i + (x2 >> i & 1) for i in range(qubits) if z2 >> i & 1]
            v = [2 * wire + (turned >> wire & 1) for wire in wires]
            found.append((output, t, v, sign))
    return found


class Selected:
    def __init__(self, qubits, dtype=torch.float32):
        found = monomials(qubits)

        def table(lists):
            width = max(map(len, lists))
            columns = lambda factors: sorted(f // 2 + qubits * (f % 2) for f in factors)
            return torch.tensor([columns(f) + [2 * qubits] * (width - len(f)) for f in lists]).T.contiguous()

        self.t, self.v = table([t for _, t, _, _ in found]), table([v for _, _, v, _ in found])
        self.outputs = torch.tensor([[sign if k == output else 0 for k in range(qubits)] for output, _, _, sign in found], dtype=dtype)
        self.one = torch.ones(1, dtype=dtype)

    def __call__(self, inputs, weights):
        t, v = inputs + weights[0], weights[1]
        p = torch.cat([t.cos(), t.sin(), self.one.expand(len(t), 1)], 1)
        q = torch.cat([v.cos(), v.sin(), self.one])
        products = p.index_select(1, self.t[0])
        for columns in self.t[1:]:
            products = products * p.index_select(1, columns)
        coefficients = q.index_select(0, self.v[0])
        for columns in self.v[1:]:
            coefficients = coefficients * q.index_select(0, columns)
        return products @ (coefficients.unsqueeze(1) * self.outputs)


class Gathered(Selected):
    def __call__(self, inputs, weights):
        t, v = (inputs + weights[0]).T, weights[1]
        p = torch.cat([t.cos(), t.sin(), self.one.expand(1, t.shape[1])])[self.t]
        q = torch.cat([v.cos(), v.sin(), self.one])[self.v]
        products, coefficients = p[0], q[0]
        for factors in p[1:]:
            products = products * factors
        for factors in q[1:]:
            coefficients = coefficients * factors
        return products.T @ (coefficients.unsqueeze(1) * self.outputs)


FORMS = {"selected": Selected, "gathered": Gathered}
