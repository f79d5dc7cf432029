"""From a hybrid model that was trained with PennyLane to an ONNX file.

    python3 pennylane_to_onnx.py FOLDER

The folder has quantum_layer.py (qimpact emit --as=pytorch) and pennylane.json: inputs, weights and outputs of PennyLane's layer. A state dictionary is made
as a model with pennylane.qnn.TorchLayer has it, hybrid.pt. The lines of docs/from-python.md make hybrid.onnx from it. samples.json gets features, and the
logits that the model has with PennyLane's outputs.
"""

import json
import os
import sys
import warnings

import torch

warnings.simplefilter("ignore")
os.chdir(sys.argv[1])
sys.path.insert(0, ".")
with open("pennylane.json", encoding="utf-8") as file:
    pennylane = {name: torch.tensor(values, dtype=torch.float64) for name, values in json.load(file).items()}

# A model Linear, TorchLayer, Linear whose TorchLayer gets PennyLane's inputs, because the features are chosen for it.
torch.manual_seed(0)
before, after = torch.nn.Linear(4, 4).double(), torch.nn.Linear(4, 2).double()
features = torch.linalg.solve(before.weight, (pennylane["inputs"] - before.bias).T).T
logits = after(pennylane["outputs"])
state = {"0.weight": before.weight, "0.bias": before.bias, "1.weights": pennylane["weights"], "2.weight": after.weight, "2.bias": after.bias}
torch.save({name: value.detach().float() for name, value in state.items()}, "hybrid.pt")

# docs/from-python.md: from here
from quantum_layer import QuantumLayer

hybrid = torch.nn.Sequential(torch.nn.Linear(4, 4), QuantumLayer(), torch.nn.Linear(4, 2))
hybrid.load_state_dict(torch.load("hybrid.pt"))
names = {"input_names": ["features"], "output_names": ["logits"], "dynamic_axes": {"features": {0: "batch"}, "logits": {0: "batch"}}}
torch.onnx.export(hybrid, torch.zeros(1, 4), "hybrid.onnx", **names)
# docs/from-python.md: to here

with open("samples.json", "w", encoding="utf-8") as file:
    json.dump({"features": features.detach().tolist(), "logits": logits.detach().tolist()}, file)
