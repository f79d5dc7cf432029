"""The three networks of the paper on torchvision's ResNet18, images [batch, 1, 28, 28] to logits [batch, 2]."""

import torch
import torchvision

from layer import QUBITS, QuantumLayer

CLASSES = 2
# The fastest form that we found: a peer is measured at its best.
FORM = "cosines"


def resnet18(stem):
    network = torchvision.models.resnet18(num_classes=CLASSES)
    if stem == "imagenet":
        network.conv1 = torch.nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    else:
        network.conv1 = torch.nn.Conv2d(1, 64, 3, stride=1, padding=1, bias=False)
        network.maxpool = torch.nn.Identity()
    return network


def quantum_head(features):
    return [torch.nn.Linear(features, QUBITS), QuantumLayer(FORM), torch.nn.Linear(QUBITS, CLASSES)]


def baseline(stem):
    return resnet18(stem)


def quantum_end(stem):
    network = resnet18(stem)
    network.fc = torch.nn.Sequential(*quantum_head(512))
    return network


def quantum_mid(stem):
    network = resnet18(stem)
    stages = [network.conv1, network.bn1, network.relu, network.maxpool, network.layer1, network.layer2, network.layer3]
    return torch.nn.Sequential(*stages, network.avgpool, torch.nn.Flatten(), *quantum_head(256))


NETWORKS = {"baseline": baseline, "quantum-end": quantum_end, "quantum-mid": quantum_mid}
