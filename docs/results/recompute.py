#!/usr/bin/env python3
"""The study's main figures once more, from its run files alone, by another program than the one that made the report.

    python3 docs/results/recompute.py docs/results/runs            # the primary contrasts
    python3 docs/results/recompute.py docs/results/runs end-tanh end-linear   # any other two arms
    python3 docs/results/recompute.py docs/results/runs quantum-end/circuit_learning_rate=0.01 baseline   # one that was trained otherwise

Python 3.9 and numpy; nothing of QImpact. Prints JSON: for each contrast the difference in AUC with its standard error, degrees of freedom, 95 % interval
and p-value by Obuchowski and Rockette's method with Hillis' degrees of freedom, repeats and images crossed, and by Nadeau and Bengio's test.
Images that belong together (groups.json beside the runs) count as one. Only repeats of the cross-validation that are whole in every compared arm count. The test suite holds the report against this.
"""

import csv
import io
import json
import math
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy

PRIMARY = [("quantum-end", "baseline"), ("quantum-end", "end-tanh"), ("quantum-end", "end-separable")]
# How arms are trained that are compared: the rates that could be chosen, none for the circuit. With another value an arm was trained otherwise.
COMPARED = {"learning_rate": (3e-5, 1e-4, 3e-4), "circuit_learning_rate": (), "epochs": (30,), "batch_size": (32,)}
SPLIT_SEED = 0  # of the comparison; the rates were chosen on divisions of another seed


def arm_of(config):
    """An architecture; one that was trained otherwise is called ARCHITECTURE/SETTING=VALUE."""
    settings = config["settings"]
    otherwise = [
        f"{name}={settings[name]:g}"
        for name, usual in COMPARED.items()
        if name in settings and settings[name] not in usual
    ]
    return "/".join([config["architecture"], *otherwise])


def read(folder):
    """Scores of class 1 and labels by arm, repeat and fold, in the order of the images' names."""
    runs = defaultdict(dict)
    for file in sorted(Path(folder).glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            config = json.loads(archive.read("config.json"))
            fold = config.get("fold")
            if fold is None or fold["split_seed"] != SPLIT_SEED:
                continue
            rows = csv.DictReader(io.StringIO(archive.read("scores.csv").decode("utf-8")))
            test = sorted((row["sample_id"], int(row["label"]), float(row["score_1"])) for row in rows if row["split"] == "test")
            arm, repeat, place = arm_of(config), fold["repeat"], fold["fold"]
            runs[arm].setdefault(repeat, {})[place] = (test, fold["folds"])
    return runs


def auc_and_influence(test):
    """AUC, ties half, by comparing all pairs; and what each image adds to it, less the mean."""
    labels = numpy.array([label for _, label, _ in test])
    scores = numpy.array([score for _, _, score in test])
    ones, zeros = scores[labels == 1], scores[labels == 0]
    wins = (ones[:, None] > zeros[None, :]) + 0.5 * (ones[:, None] == zeros[None, :])
    auc = wins.mean()
    influence = numpy.empty(len(test))
    influence[labels == 1] = (wins.mean(axis=1) - auc) / len(ones)
    influence[labels == 0] = (wins.mean(axis=0) - auc) / len(zeros)
    return auc, influence, labels


def group_names(folder):
    """By an image's name the first of those that it belongs together with; an image that is not there is by itself."""
    file = Path(folder) / "groups.json"
    groups = json.loads(file.read_text("utf-8"))["groups"] if file.exists() else []
    return {name: group[0] for group in groups for name in group}


def estimate(folds, groups):
    """Mean AUC over the folds of a repeat; for each group and class its influence, label, fold and how many of its class the fold has."""
    aucs, units = [], {}
    for place in sorted(folds):
        auc, influence, labels = auc_and_influence(folds[place][0])
        aucs.append(auc)
        sums = defaultdict(float)
        for (name, label, _), value in zip(folds[place][0], influence):
            sums[groups.get(name, name), label] += value
        counts = [sum(1 for _, label in sums if label == wanted) for wanted in (0, 1)]
        for unit, value in sums.items():
            units[unit] = (value, unit[1], place, counts[unit[1]])
    return numpy.mean(aucs), aucs, units


def covariance(first, second, folds):
    """Of two estimates: products of influences, by class and pair of folds over their expectation for a covariance of 1."""
    sums, shared, sizes = defaultdict(float), defaultdict(int), {}
    for name, (value, label, fold, count) in first.items():
        other, _, other_fold, other_count = second[name]
        cell = (label, fold, other_fold)
        sums[cell] += value * other
        shared[cell] += 1
        sizes[cell] = (count, other_count)
    total = 0.0
    for cell, value in sums.items():
        n, m = sizes[cell]
        expected = 1 - 1 / n - 1 / m + shared[cell] / (n * m)
        total += value / expected if expected > 0 else 0.0
    return total / folds**2


def obuchowski_rockette(values, images, folds):
    """Two arms: the difference, its standard error and Hillis' degrees of freedom."""
    repeats = len(values[0])
    cell = {(i, j): images[i][j] for i in (0, 1) for j in range(repeats)}
    off = [(j, k) for j in range(repeats) for k in range(repeats) if j != k]
    cov2 = numpy.mean([covariance(cell[i, j], cell[i, k], folds) for i in (0, 1) for j, k in off])
    cov3 = numpy.mean([covariance(cell[i, j], cell[1 - i, k], folds) for i in (0, 1) for j, k in off])
    difference = numpy.array(values[0]) - numpy.array(values[1])
    interaction = difference.var(ddof=1) / 2
    denominator = interaction + max(0.0, repeats * (cov2 - cov3))
    return difference.mean(), math.sqrt(2 * denominator / repeats), (denominator / interaction) ** 2 * (repeats - 1)


def nadeau_bengio(first, second, ratio):
    """The corrected resampled t test over the folds' differences; ratio is test over other images."""
    difference = numpy.array(first) - numpy.array(second)
    n = len(difference)
    return difference.mean(), math.sqrt((1 / n + ratio) * difference.var(ddof=1)), n - 1


def upper_tail(t, df):
    """P(T > t) of Student's t, by Simpson's rule in the angle: t = sqrt(df) tan(a)."""
    angles = numpy.linspace(math.atan(t / math.sqrt(df)), math.pi / 2, 200_001)
    density = numpy.cos(angles) ** (df - 1)
    weights = numpy.ones_like(angles)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    integral = (density * weights).sum() * (angles[1] - angles[0]) / 3
    return math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(math.pi) * integral


def quantile(df):
    """The t that leaves 2.5 % above it."""
    low, high = 0.0, 1000.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if upper_tail(middle, df) > 0.025 else (low, middle)
    return low


def shown(result):
    value, error, df = (float(x) for x in result)
    half = quantile(df) * error
    return {
        "difference": value,
        "standard_error": error,
        "df": df,
        "lower": value - half,
        "upper": value + half,
        "p": 2 * upper_tail(abs(value) / error, df),
    }


def refuse(reason):
    print(f"error: {reason}", file=sys.stderr)
    sys.exit(2)


def main(folder, first=None, second=None):
    if not Path(folder).is_dir():
        refuse(f"{folder} is no folder; expected the one with the archives of a study's runs")
    runs, groups = read(folder), group_names(folder)
    if not runs:
        refuse(f"{folder}: no run of a cross-validation; expected the archives of a study's runs")
    for arm in [first, second] if second else sorted({arm for pair in PRIMARY for arm in pair}):
        if arm not in runs:
            refuse(f"no run of {arm}; there are {', '.join(sorted(runs))}")
    folds = max(number for arm in runs.values() for repeat in arm.values() for _, number in repeat.values())
    compared = [arm for arm in runs if "/" not in arm]
    counted = {*compared, *([first, second] if second else [])}
    whole = sorted(
        repeat
        for repeat in set.intersection(*(set(runs[arm]) for arm in counted))
        if all(len(runs[arm][repeat]) == folds for arm in counted)
    )
    result = {"arms": len(compared), "whole_repeats": len(whole), "contrasts": []}
    estimates = {arm: [estimate(runs[arm][repeat], groups) for repeat in whole] for arm in counted}
    result["auc"] = {arm: float(numpy.mean([value for value, _, _ in ofarm])) for arm, ofarm in estimates.items() if ofarm}
    for arm, reference in [(first, second)] if second else PRIMARY:
        if len(whole) < 2:
            continue
        two = [estimates[arm], estimates[reference]]
        values = [[value for value, _, _ in each] for each in two]
        each_fold = [[auc for _, aucs, _ in each for auc in aucs] for each in two]
        tests = [len(test) for repeat in whole for test, _ in runs[arm][repeat].values()]
        images = sum(tests) / len(whole)
        ratio = numpy.mean([test / (images - test) for test in tests])
        result["contrasts"].append(
            {
                "arm": arm,
                "reference": reference,
                "obuchowski_rockette": shown(obuchowski_rockette(values, [[i for _, _, i in each] for each in two], folds)),
                "nadeau_bengio": shown(nadeau_bengio(*each_fold, ratio)),
            }
        )
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if sys.argv[1:] in (["--help"], ["-h"]):
        print(__doc__, end="")
    elif len(sys.argv) not in (2, 4):
        refuse("expected the folder with the runs, and no arm or two; --help shows examples")
    else:
        main(*sys.argv[1:])
