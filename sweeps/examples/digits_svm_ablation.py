#!/usr/bin/env python3
"""A support vector machine on scikit-learn's 8 x 8 digits whose parts can be taken away (pip install scikit-learn):

    ablation ablate sweeps/examples/digits_svm_ablation.yaml
"""
import argparse
import json
import os

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

parser = argparse.ArgumentParser()
parser.add_argument("--scaling", required=True)
parser.add_argument("--shifted", required=True)
parser.add_argument("--kernel", required=True)
parser.add_argument("--C", type=float, required=True)
options = parser.parse_args()
rng = np.random.default_rng(int(os.environ["ABLATION_SEED"]))

# The test images are the same for every seed; a seed chooses what is trained on.
images, labels = load_digits(return_X_y=True)
pool, test, pool_labels, test_labels = train_test_split(
    images, labels, test_size=600, stratify=labels, random_state=0
)
order = rng.permutation(len(pool))
train, validation = order[:400], order[400:700]
x, y = pool[train], pool_labels[train]
if options.shifted == "True":
    # Each image once more, moved by a pixel to a side of its own.
    planes = np.pad(x.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    corners = rng.integers(0, 3, size=(len(x), 2))
    moved = np.stack([p[r : r + 8, c : c + 8].ravel() for p, (r, c) in zip(planes, corners)])
    x, y = np.concatenate([x, moved]), np.concatenate([y, y])
scaler = StandardScaler(with_mean=options.scaling == "True", with_std=options.scaling == "True").fit(x)
model = SVC(C=options.C, kernel=options.kernel, gamma="scale").fit(scaler.transform(x), y)
predicted = model.predict(scaler.transform(test))
print(
    json.dumps(
        {
            "val_accuracy": float(model.score(scaler.transform(pool[validation]), pool_labels[validation])),
            "accuracy": float((predicted == test_labels).mean()),
            "f1_macro": float(f1_score(test_labels, predicted, average="macro")),
        }
    )
)
