#!/usr/bin/env python3
"""An ablation study of a small perceptron on scikit-learn's 8 x 8 digits, as a table for `ablation ablate --from-csv`.

    python3 sweeps/examples/digits_ablation.py sweeps/examples/digits_ablation
    ablation ablate --from-csv sweeps/examples/digits_ablation/runs.csv --metric accuracy

A full factorial of three components, each on or off, with ten seeds; a seed fixes the initial weights, the order of the
images, the augmentation and which images are trained on. All runs are tested on the same 450 images.
"""
import csv
import itertools
import os
import sys
import time
import warnings

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
COMPONENTS = ["augmentation", "second_layer", "weight_decay"]
EPOCHS = 15
images, labels = load_digits(return_X_y=True)
pool, test, pool_labels, test_labels = train_test_split(
    images / 16, labels, test_size=450, stratify=labels, random_state=0
)


def shifted(batch, rng):
    """Each image moved by up to one pixel in both directions."""
    planes = np.pad(batch.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    corners = rng.integers(0, 3, size=(len(batch), 2))
    return np.stack([p[y : y + 8, x : x + 8].ravel() for p, (y, x) in zip(planes, corners)])


def train(augmentation, second_layer, weight_decay, seed):
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(pool))[:600]
    model = MLPClassifier(
        hidden_layer_sizes=(48, 48) if second_layer else (48,),
        alpha=0.1 if weight_decay else 0.0,
        learning_rate_init=0.005,
        random_state=seed,
    )
    start, curve = time.process_time(), []
    for _ in range(EPOCHS):
        order = rng.permutation(chosen)
        batch = shifted(pool[order], rng) if augmentation else pool[order]
        for first in range(0, len(order), 32):
            model.partial_fit(batch[first : first + 32], pool_labels[order][first : first + 32], classes=range(10))
        curve.append(float((model.predict(test) == test_labels).mean()))
    return model, time.process_time() - start, curve


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rows, predictions, curves = [], {"true_class": test_labels}, {"epoch": range(1, EPOCHS + 1)}
    for levels in itertools.product([1, 0], repeat=len(COMPONENTS)):
        for seed in range(1, 11):
            model, seconds, curve = train(*levels, seed)
            guess = model.predict(test)
            # Predictions and curves of the full model, and of those that lack one component.
            name = "".join(map(str, levels)) + f"/{seed}" if sum(levels) >= 2 else ""
            if name:
                predictions[name], curves[name] = guess, curve
            rows.append(
                [*("on" if level else "off" for level in levels), seed, (guess == test_labels).mean(),
                 f1_score(test_labels, guess, average="macro"), log_loss(test_labels, model.predict_proba(test)),
                 round(seconds, 3), sum(w.size for w in model.coefs_ + model.intercepts_),
                 name and f"predictions.csv#{name}", name and f"curves.csv#{name}"]
            )
    header = [f"component.{name}" for name in COMPONENTS]
    header += ["seed", "accuracy", "f1_macro", "log_loss", "seconds", "parameters", "predictions", "curve"]
    with open(os.path.join(folder, "runs.csv"), "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    for name, table in [("predictions.csv", predictions), ("curves.csv", curves)]:
        with open(os.path.join(folder, name), "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.keys(), *zip(*table.values())])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "digits_ablation")
