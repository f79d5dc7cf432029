"""Holds an exported file in OpenCV DNN against its parity table.

    python3 opencv_check.py MODEL.onnx ARCHIVE.npz

Needs OpenCV 4.6 or later with Python (Debian: apt-get install python3-opencv). MODEL.parity.csv is expected beside MODEL.onnx.
Exit code 0 where every probability of the test split differs by at most 1e-5, otherwise 1.
"""

import csv
import sys

import cv2
import numpy

TOLERANCE = 1e-5
BATCH = 32


def main(model_file, archive_file):
    with open(model_file.removesuffix(".onnx") + ".parity.csv", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["split"] == "test"]
    classes = sum(name.startswith("score_") for name in rows[0])
    expected = numpy.array([[float(row[f"score_{k}"]) for k in range(classes)] for row in rows])
    pixels = numpy.load(archive_file)["test_images"]
    images = (pixels[:, None] / 255).astype(numpy.float32)

    network = cv2.dnn.readNetFromONNX(model_file)
    batches = []
    for first in range(0, len(images), BATCH):
        network.setInput(images[first : first + BATCH], "images")
        batches.append(network.forward("probabilities"))
    actual = numpy.concatenate(batches)

    difference = numpy.abs(actual - expected).max()
    changed = int(((actual[:, 1] >= 0.5) != (expected[:, 1] >= 0.5)).sum())
    print(f"OpenCV {cv2.__version__}: {len(rows)} images, largest probability difference {difference:.1e}, {changed} changed decisions")
    return 0 if difference <= TOLERANCE and changed == 0 else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
