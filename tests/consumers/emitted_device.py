"""Emitted functions on another machine: newer PyTorch, a GPU, JAX itself, ONNX Runtime.

    QIMPACT_EMITTED=FOLDER dotnet test --project tests/Conformance.Tests -- --filter-class "*EmittedTests*"     writes the folder
    python3 emitted_device.py FOLDER [DEVICE]                                                                   on the other machine; default cuda

Prints one line per check, `ok` or `FAILED`, and exits with 1 where one fails. Every case: values and derivatives in float64 and float32 on the device. Some cases: torch.jit.trace, both of
PyTorch's ONNX exporters with ONNX Runtime behind them, torch.compile, jax.jit, jax.grad and jax.vmap. What is not installed is said and left out. Needs emitted_check.py beside it.
"""

import pathlib
import sys
import tempfile
import time
import warnings

import numpy as np

import emitted_check
from emitted_check import Case, SINGLE, check_pytorch

FEW, MANY = 6, 30
failed = 0


def report(name, check):
    """Runs a check, which returns what there is to say."""
    global failed
    start = time.perf_counter()
    try:
        text = f"ok     {name}: {check()}"
    except Exception as error:
        failed += 1
        text = f"FAILED {name}: {type(error).__name__} {' '.join(str(error).split())[:300]}"
    print(f"{text} ({time.perf_counter() - start:.2f} s)", flush=True)


def spread(cases, count):
    """So many of the cases, of every kind."""
    return cases[:: max(1, len(cases) // count)]


def layer_of(case, device, dtype):
    import torch

    layer = case.module("pytorch").QuantumLayer().to(device).to(dtype)
    weights = torch.tensor(case.weights, dtype=dtype, device=device).reshape(layer.weights.shape)
    layer.load_state_dict({"weights": weights})
    return layer, torch.tensor(case.inputs, dtype=dtype, device=device)


def traced(case, device):
    import torch

    layer, x = layer_of(case, device, torch.float32)
    values = torch.jit.trace(layer, x[:1])(x).detach().cpu().double().numpy()
    return f"{case.close('values', values / case.bounds, case.values / case.bounds, SINGLE):.1e}"


def compiled(case, device):
    import torch

    layer, x = layer_of(case, device, torch.float32)
    x.requires_grad_()
    values = torch.compile(layer)(x)
    values.sum().backward()
    difference = case.close("values", values.detach().cpu().double().numpy() / case.bounds, case.values / case.bounds, SINGLE)
    slopes = case.close("derivatives in inputs", x.grad.cpu().double().numpy(), case.by_inputs.sum(1), 10 * SINGLE)
    return f"{difference:.1e}, derivatives {slopes:.1e}"


def exported(case, is_new):
    import onnxruntime
    import torch

    layer, x = layer_of(case, "cpu", torch.float32)
    with tempfile.TemporaryDirectory() as folder:
        file = str(pathlib.Path(folder) / "layer.onnx")
        names = {"input_names": ["inputs"], "output_names": ["outputs"]}
        if is_new:
            batch = {"inputs": {0: torch.export.Dim("batch", min=2)}}
            torch.onnx.export(layer, (x[:2].clone() if len(x) > 1 else x.repeat(2, 1),), file, dynamo=True, dynamic_shapes=batch, **names)
        else:
            torch.onnx.export(layer, x[:1], file, dynamo=False, dynamic_axes={"inputs": {0: "batch"}}, **names)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        both = np.concatenate([x.numpy(), x.numpy()])
        values = session.run(["outputs"], {"inputs": both})[0].astype(float)
    expected = np.concatenate([case.values, case.values])
    return f"{case.close('values', values / case.bounds, expected / case.bounds, SINGLE):.1e}"


def in_jax(case):
    import jax

    function = case.module("jax").quantum_layer
    x, w = jax.numpy.asarray(case.inputs), jax.numpy.asarray(case.weights)
    values = jax.jit(function)(x, w)
    difference = case.close("values", np.asarray(values) / case.bounds, case.values / case.bounds, emitted_check.DOUBLE)
    case.close("values by vmap", np.asarray(jax.vmap(function, (0, None))(x, w)) / case.bounds, case.values / case.bounds, emitted_check.DOUBLE)
    by_inputs, by_weights = jax.jit(jax.grad(lambda x, w: function(x, w).sum(), (0, 1)))(x, w)
    slopes = [
        case.close("derivatives in inputs", by_inputs, case.by_inputs.sum(1), 10 * emitted_check.DOUBLE),
        case.close("derivatives in weights", by_weights, case.by_weights.sum((0, 1)), 100 * emitted_check.DOUBLE),
    ]
    return f"{difference:.1e}, derivatives {max(slopes):.1e}"


def time_of(case, device, batch):
    import torch

    layer, x = layer_of(case, device, torch.float32)
    x = torch.randn(batch, x.shape[1], device=device, requires_grad=True)
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None

    def step():
        layer(x).sum().backward()

    for _ in range(5):
        step()
    wait()
    start = time.perf_counter()
    for _ in range(20):
        step()
    wait()
    return f"batch {batch}: {(time.perf_counter() - start) / 20 * 1e3:.2f} ms forward and backward, {case.circuit}"


def module_of(name):
    try:
        return __import__(name)
    except ImportError:
        print(f"note: {name} is not installed; its checks are left out", flush=True)
        return None


def main(folder, device="cuda"):
    warnings.simplefilter("ignore")
    cases = [Case(file) for file in sorted(pathlib.Path(folder).glob("*.json"))]
    plain = [case for case in cases if not case.name.startswith("special") and case.inputs.size]
    if (torch := module_of("torch")) is not None:
        card = torch.cuda.get_device_name() if device == "cuda" else "CPU"
        print(f"PyTorch {torch.__version__}, {card}, {len(cases)} cases", flush=True)
        for case in cases:
            report(f"{case.name}, {device}", lambda: check_pytorch(case, "pytorch", device))
        for case in spread(plain, MANY):
            report(f"{case.name}, torch.jit.trace", lambda: traced(case, device))
        if module_of("onnxruntime") is not None:
            for case in spread(plain, MANY):
                report(f"{case.name}, torch.onnx.export", lambda: exported(case, is_new=False))
            if module_of("onnxscript") is not None:
                for case in spread(plain, FEW):
                    report(f"{case.name}, torch.onnx.export, dynamo", lambda: exported(case, is_new=True))
        for case in spread(plain, FEW):
            for batch in (32, 4096):
                report(f"{case.name}, time", lambda: time_of(case, device, batch))
    if module_of("jax") is not None:
        emitted_check.with_numpy_as_jax()
        for case in spread(plain, MANY):
            report(f"{case.name}, JAX", lambda: in_jax(case))
    if torch is not None and hasattr(torch, "compile"):
        for case in spread(plain, FEW):
            report(f"{case.name}, torch.compile", lambda: compiled(case, device))
    print(f"{failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
