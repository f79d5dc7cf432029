"""PyTorch's side of bench-peers: does what one line asks, and answers with one line. Ends with its input.

    hello THREADS           -> JSON: versions, threads, BLAS
    step STEM NETWORK N     -> the milliseconds of each of N training steps
    layer FORM N            -> the milliseconds of each of N forward and backward passes

Tabs stand between the words. What the line before did not name is built anew, so ask once before you count.
"""

import ctypes
import json
import platform
import sys
import time

try:
    import torch
    import torchvision
except ModuleNotFoundError as missing:
    sys.exit(f"it has no module {missing.name}; on Debian: apt install python3-torch python3-torchvision libopenblas0-openmp")

import layer
import networks

BATCH = 32


def hello(threads):
    torch.set_num_threads(int(threads))
    layer.check()
    return json.dumps(
        {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "torchvision": torchvision.__version__,
            "blas": blas(),
            "threads": torch.get_num_threads(),
        }
    )


def blas():
    """The library that answers for libblas.so.3, with OpenBLAS's own words where it is OpenBLAS."""
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line.lower() and ".so" in line}
    for file in sorted(files):
        library = ctypes.CDLL(file)
        if hasattr(library, "openblas_get_config"):
            library.openblas_get_config.restype = ctypes.c_char_p
            return library.openblas_get_config().decode().strip()
    return ", ".join(sorted(files)) or "none found"


class Step:
    """zero_grad, forward, cross-entropy, backward, Adam; the gradients are dropped, not filled with zeros, which is faster."""

    def __init__(self, stem, name):
        self.network = networks.NETWORKS[name](stem).train()
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=1e-4)
        self.images = torch.rand(BATCH, 1, 28, 28)
        self.labels = torch.randint(0, networks.CLASSES, (BATCH,))

    def __call__(self):
        self.optimiser.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(self.network(self.images), self.labels)
        loss.backward()
        self.optimiser.step()


class LayerPass:
    """Forward and backward pass of the layer alone, in inputs and weights."""

    def __init__(self, form):
        self.layer = layer.QuantumLayer(form)
        self.inputs = torch.rand(BATCH, layer.QUBITS, requires_grad=True)

    def __call__(self):
        self.inputs.grad = self.layer.weights.grad = None
        self.layer(self.inputs).sum().backward()


def milliseconds(work, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return " ".join(f"{t:.4f}" for t in times)


def main():
    torch.manual_seed(0)
    named = work = None
    for line in sys.stdin:
        what, *words = line.rstrip("\n").split("\t")
        if what == "hello":
            answer = hello(*words)
        else:
            *name, count = words
            if (what, *name) != named:
                named, work = (what, *name), {"step": Step, "layer": LayerPass}[what](*name)
            answer = milliseconds(work, int(count))
        print(answer, flush=True)


main()
