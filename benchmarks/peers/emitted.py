"""Emitted PyTorch modules beside closed forms written by hand: forward and backward in inputs and weights, batch 32, float32, one thread, in turns.

    /usr/bin/python3 benchmarks/peers/emitted.py ./qimpact [BATCH]

The modules are made by `qimpact emit`. Times are processor time of the thread in milliseconds, medians over the turns with the smallest behind them; the machine
may be shared, so what counts is the ratio of two figures of one line. Values are compared before anything is measured.
"""

import importlib.util
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import torch

import closed_form
import layer

TURNS, SECONDS = 15, 0.02
PAPER = "{n}: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>"
STRONG = "{n}: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>"


def emitted(program, folder, circuit):
    file = pathlib.Path(folder) / f"layer_{abs(hash(circuit))}.py"
    subprocess.run([program, "emit", f"--circuit={circuit}", "--as=pytorch", f"--out={file}"], check=True, stderr=subprocess.DEVNULL)
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.QuantumLayer()


def times(functions, qubits, batch):
    """{name: (median, smallest)} of functions of inputs and weights."""
    inputs = torch.randn(batch, qubits, requires_grad=True)
    factors = torch.randn(batch, qubits)
    taken = {name: [] for name in functions}

    def step(function, weights):
        inputs.grad = weights.grad = None
        function(inputs, weights).backward(factors)

    for turn in range(TURNS + 2):
        for name, (function, weights) in functions.items():
            start, steps = time.thread_time(), 0
            while time.thread_time() - start < SECONDS:
                step(function, weights)
                steps += 1
            if turn > 1:
                taken[name].append((time.thread_time() - start) / steps * 1e3)
    return {name: (statistics.median(t), min(t)) for name, t in taken.items()}


def report(name, figures):
    print(f"{name:32}" + "   ".join(f"{key} {median:.3f} ({least:.3f})" for key, (median, least) in figures.items()), flush=True)


def main(program, batch=32):
    torch.set_num_threads(1)
    batch = int(batch)
    print(f"PyTorch {torch.__version__}, batch {batch}, one thread, ms of processor time")
    with tempfile.TemporaryDirectory() as folder:
        for qubits in (4, 8, 10, 12):
            module = emitted(program, folder, PAPER.format(n=qubits))
            functions = {"emitted": (lambda inputs, _, module=module: module(inputs), module.weights)}
            hand = {name: form(qubits) for name, form in closed_form.FORMS.items()}
            if qubits == layer.QUBITS:
                hand |= {name: form() for name, form in layer.FORMS.items()}
            inputs = torch.randn(5, qubits)
            for name, function in hand.items():
                layer.close(name, "values", function(inputs, module.weights).detach(), module(inputs).detach(), 1e-5)
                functions[name] = (function, module.weights)
            figures = times(functions, qubits, batch)
            best = min(median for name, (median, _) in figures.items() if name != "emitted")
            report(f"paper's family, {qubits} qubits", figures)
            print(f"{'':32}emitted / best by hand: {figures['emitted'][0] / best:.2f}")
        for qubits in (4, 8, 10):
            module = emitted(program, folder, STRONG.format(n=qubits))
            functions = {"emitted": (lambda inputs, _, module=module: module(inputs), module.weights)}
            report(f"StronglyEntangling, {qubits} qubits", times(functions, qubits, batch))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
