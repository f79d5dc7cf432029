"""Runs small ONNX files in OpenCV DNN: every NAME.onnx of a folder with its NAME.json, which holds input, shape, values, output and expected.

    python3 opencv_cases.py FOLDER

Prints one line per file, and exits with 1 where a value differs by more than 1e-5 or a file is refused.
"""

import json
import pathlib
import sys

import cv2
import numpy

TOLERANCE = 1e-5


def difference(model_file):
    case = json.loads(model_file.with_suffix(".json").read_text())
    network = cv2.dnn.readNetFromONNX(str(model_file))
    network.setInput(numpy.array(case["values"], numpy.float32).reshape(case["shape"]), case["input"])
    actual = network.forward(case["output"]).ravel()
    expected = numpy.array(case["expected"])
    return numpy.abs(actual - expected).max() if actual.shape == expected.shape else numpy.inf


def main(folder):
    failed = 0
    for model_file in sorted(pathlib.Path(folder).glob("*.onnx")):
        try:
            found = difference(model_file)
            text = f"{found:.1e}"
        except cv2.error as error:
            found = numpy.inf
            text = "refused: " + " ".join(str(error).split())[:300]
        passed = found <= TOLERANCE
        failed += not passed
        print(f"{'ok    ' if passed else 'FAILED'} {model_file.stem}: {text}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
