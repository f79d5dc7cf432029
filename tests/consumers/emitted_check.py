"""Runs emitted functions: of a folder every NAME.json, which holds inputs, weights and what a reference makes of them, with NAME_pytorch.py, NAME_numpy.py, NAME_jax.py.

    python3 emitted_check.py FOLDER [DEVICE]

Prints one line per case and target, and exits with 1 where one differs. NumPy: values and shapes. JAX: the same, run with NumPy in its place where it is
not installed. PyTorch: values and first derivatives in float64, values in float32, shapes, the state dictionary, and second derivatives of small cases.
"""

import importlib.util
import json
import pathlib
import sys
import types
import warnings

import numpy as np

DOUBLE, SINGLE = 1e-10, 1e-5
TARGETS = ("numpy", "jax", "pytorch")

# They take long: some small cases of every kind.
MOST_SECOND_DERIVATIVES = 30
twice_checked = []


def load(file):
    spec = importlib.util.spec_from_file_location("emitted_" + file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_numpy_as_jax():
    """Lets files import jax.numpy where JAX is not installed."""
    try:
        import jax

        jax.config.update("jax_enable_x64", True)
    except ImportError:
        jax, jax_numpy = types.ModuleType("jax"), types.ModuleType("jax.numpy")
        jax_numpy.__dict__.update(np.__dict__)
        jax.numpy = jax_numpy
        sys.modules.update({"jax": jax, "jax.numpy": jax_numpy})


class Case:
    def __init__(self, file):
        self.folder, self.name = file.parent, file.stem
        data = json.loads(file.read_text())
        self.circuit = data["circuit"]
        self.bounds = np.array(data["bounds"])  # the largest size of each output, at least 1
        self.inputs, self.weights, self.values = (np.array(data[key], float) for key in ("inputs", "weights", "values"))
        self.by_inputs, self.by_weights = (np.array(data[key], float) for key in ("byInputs", "byWeights"))  # [batch, outputs, variables]
        self.factor = data["factor"]  # of the tolerances

        self.is_small = 0 < self.inputs.shape[1] + self.weights.size <= 8 and self.values.shape[1] <= 2 and self.factor == 1

    def module(self, target):
        return load(self.folder / f"{self.name}_{target}.py")

    def close(self, what, actual, expected, tolerance):
        actual, expected = np.asarray(actual), np.asarray(expected)
        if actual.shape != expected.shape:
            raise AssertionError(f"{what} have the shape {actual.shape}; expected {expected.shape}")
        difference = np.abs(actual - expected).max(initial=0)
        if not difference <= tolerance * self.factor:
            raise AssertionError(f"{what} differ by {difference:.1e}")
        return difference


def check_function(case, target):
    function = case.module(target).quantum_layer
    x, expected = case.inputs, case.values / case.bounds
    difference = case.close("values", function(x, case.weights) / case.bounds, expected, DOUBLE)
    case.close("values without a batch", function(x[0], case.weights) / case.bounds, expected[0], DOUBLE)
    case.close("values of two axes", function(np.stack([x, x]), case.weights) / case.bounds, np.stack([expected] * 2), DOUBLE)
    case.close("values of no samples", function(x[:0], case.weights), expected[:0], DOUBLE)
    return f"{difference:.1e}"


check_numpy = check_jax = check_function


def check_pytorch(case, target, device="cpu"):
    import torch

    layer = case.module(target).QuantumLayer().to(device)
    if list(layer.state_dict()) != ["weights"]:
        raise AssertionError(f"the state dictionary has {list(layer.state_dict())}; expected weights")
    layer.double()
    weights = torch.tensor(case.weights, dtype=torch.float64, device=device)
    layer.load_state_dict({"weights": weights.reshape(layer.weights.shape)})
    x = torch.tensor(case.inputs, device=device, requires_grad=True)
    bounds, expected = torch.tensor(case.bounds, device=device), case.values / case.bounds

    def values(inputs):
        return (layer(inputs).double() / bounds).detach().cpu().numpy()

    double = case.close("values", values(x), expected, DOUBLE)
    case.close("values without a batch", values(x[0]), expected[0], DOUBLE)
    case.close("values of two axes", values(torch.stack([x, x])), np.stack([expected] * 2), DOUBLE)
    case.close("values of no samples", values(x[:0]), expected[:0], DOUBLE)

    factors = np.random.default_rng(1).standard_normal(expected.shape) / case.bounds
    outputs = (layer(x) * torch.tensor(factors, device=device)).sum()
    by_inputs, by_weights = torch.autograd.grad(outputs, [x, layer.weights], create_graph=True, allow_unused=True)
    zero = lambda gradient, like: np.zeros(like.shape) if gradient is None else gradient.detach().cpu().numpy()
    slopes = [
        case.close("derivatives in inputs", zero(by_inputs, x), np.einsum("bk,bki->bi", factors, case.by_inputs), DOUBLE),
        case.close(
            "derivatives in weights", zero(by_weights, layer.weights).ravel(), np.einsum("bk,bkw->w", factors, case.by_weights), 10 * DOUBLE
        ),
    ]
    text = ""
    if case.is_small and len(twice_checked) < MOST_SECOND_DERIVATIVES:
        twice_checked.append(case.name)
        functional_call = getattr(torch, "func", torch.nn.utils.stateless).functional_call
        both = (x[0].detach().requires_grad_(), layer.weights.detach().clone().requires_grad_())
        of_both = lambda inputs, w: functional_call(layer, {"weights": w}, (inputs,)) / bounds
        torch.autograd.gradgradcheck(of_both, both, nondet_tol=1e-9)  # a GPU adds in any order
        text = ", second derivatives"
    single = case.close("values in float32", values_in_float32(layer, case, bounds, device), expected, SINGLE)
    return f"{double:.1e}, derivatives {max(slopes):.1e}, float32 {single:.1e}{text}"


def values_in_float32(layer, case, bounds, device):
    import torch

    x = torch.tensor(case.inputs, dtype=torch.float32, device=device)
    return (layer.float()(x).double() / bounds).detach().cpu().numpy()


def main(folder, *options):
    warnings.simplefilter("ignore")
    with_numpy_as_jax()
    failed = 0
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        case = Case(file)
        for target in TARGETS:
            check = globals()[f"check_{target}"]
            try:
                text = "ok     " + case.name + ", " + target + ": " + check(case, target, *(options if target == "pytorch" else ()))
            except Exception as error:
                failed += 1
                text = f"FAILED {case.name}, {target}: {type(error).__name__} {error}"
            print(text, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
