#!/usr/bin/env python3
"""A support vector machine on scikit-learn's 8 x 8 digits: a program for `ablation run sweeps/examples/digits_svm.yaml`.

It takes hyperparameters as --name=value, the seed from ABLATION_SEED, and reports by printing JSON lines; whatever else
it prints goes to the trial's log.
"""
import argparse
import json
import os

from sklearn.datasets import load_digits
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

parser = argparse.ArgumentParser()
parser.add_argument("--C", type=float, required=True)
parser.add_argument("--kernel", choices=["linear", "rbf", "poly"], required=True)
parser.add_argument("--gamma", type=float, default=0.001)
parser.add_argument("--degree", type=int, default=3)
options = parser.parse_args()

images, labels = load_digits(return_X_y=True)
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=int(os.environ.get("ABLATION_SEED", "0")))
print(f"{len(images)} images, {options}")

right = seen = 0
for number, (train, held_out) in enumerate(folds.split(images, labels), start=1):
    model = SVC(C=options.C, kernel=options.kernel, gamma=options.gamma, degree=options.degree)
    model.fit(images[train], labels[train])
    right += int((model.predict(images[held_out]) == labels[held_out]).sum())
    seen += len(held_out)
    # The accuracy over the folds so far; the last line is the value of the trial.
    print(json.dumps({"step": number, "accuracy": right / seen, "support_vectors": int(model.n_support_.sum())}),
          flush=True)
