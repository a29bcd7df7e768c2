"""Writes Tests/Fixtures/search/pruners.json: what W&B, Optuna and Keras decide on seeded curves.

Run from the project's root: python3 Tests/Reference/search_pruners.py (needs sweeps==0.3.0, optuna==5.0.0 and
keras==3.15.1 with KERAS_BACKEND=numpy; W&B's package needs numpy 1.26).

Trials run one after the other: each is judged after every epoch against the curves of those before it, cut where they
were stopped. That is our form with a lag of 1, and what the packages do when there is one worker.
"""
import json
import os
import warnings

os.environ["KERAS_BACKEND"] = "numpy"
warnings.filterwarnings("ignore")

import numpy as np
import optuna
from keras.callbacks import EarlyStopping
from sweeps.hyperband_stopping import hyperband_stop_runs
from sweeps.run import RunState, SweepRun

optuna.logging.set_verbosity(optuna.logging.ERROR)


def curves(seed, trials, epochs, goal, ties):
    """Falling losses, or rising accuracies, with noise; rounded where ties are wanted."""
    random = np.random.default_rng(seed)
    result = []
    for _ in range(trials):
        floor, start, rate = random.uniform(0.1, 0.6), random.uniform(0.7, 1.5), random.uniform(0.1, 0.9)
        curve = floor + (start - floor) * np.exp(-rate * np.arange(epochs)) + random.normal(0, 0.03, epochs)
        curve = -curve if goal == "maximize" else curve
        result.append([float(x) for x in np.round(curve, 1 if ties else 5)])
    return result


def wandb(rule):
    """Whether a run is stopped at its latest epoch, with the band's value and threshold."""

    def decide(finished, stopped, curve, goal, complete):
        config = {"method": "random", "metric": {"name": "m", "goal": goal}, "parameters": {"a": {"value": 1}},
                  "early_terminate": {"type": "hyperband", **rule}}
        history = lambda c: [{"m": v} for v in c]
        runs = [SweepRun(name=str(i), state=RunState.finished, history=history(c)) for i, c in enumerate(finished)]
        own = SweepRun(name="own", state=RunState.running, history=history(curve))
        return own in hyperband_stop_runs(runs + [own], config)

    return decide


class Study:
    """An Optuna study that is filled with the trials before the judged one."""

    def __init__(self, pruner, goal):
        self.study = optuna.create_study(direction=goal, pruner=pruner)

    def run(self, curves, complete_epochs):
        stops = []
        for curve in curves:
            trial = self.study.ask()
            stop = None
            for epoch, value in enumerate(curve, start=1):
                trial.report(value, epoch)
                if epoch < complete_epochs and trial.should_prune():
                    stop = epoch
                    break
            state = optuna.trial.TrialState.PRUNED if stop else optuna.trial.TrialState.COMPLETE
            self.study.tell(trial, None if stop else curve[-1], state=state)
            stops.append(stop)
        return stops


def sequential(decide, curves, goal):
    seen, stops = [], []
    for curve in curves:
        stop = None
        for epoch in range(1, len(curve)):
            if decide(seen, None, curve[:epoch], goal, None):
                stop = epoch
                break
        seen.append(curve[:stop] if stop else curve)
        stops.append(stop)
    return stops


class Model:
    stop_training = False


def keras(patience, delta, curve, goal):
    callback = EarlyStopping(monitor="m", patience=patience, min_delta=delta, mode="min" if goal == "minimize" else "max")
    callback.set_model(Model())
    callback.on_train_begin()
    for epoch, value in enumerate(curve):
        callback.on_epoch_end(epoch, {"m": value})
        if callback.model.stop_training:
            return epoch + 1 if epoch + 1 < len(curve) else None
    return None


cases = []


def add(rule, make, seeds, trials=18, epochs=20):
    for seed in seeds:
        for goal in ("minimize", "maximize"):
            for ties in (False, True):
                c = curves(seed, trials, epochs, goal, ties)
                cases.append({"rule": json.dumps(rule), "goal": goal, "curves": c, "stops": make(c, goal)})


for rule in ({"min_iter": 1, "eta": 3, "strict": True}, {"min_iter": 2, "eta": 2, "strict": False},
             {"max_iter": 27, "s": 2, "eta": 3, "strict": True}, {"max_iter": 16, "s": 3, "eta": 2, "strict": False},
             {"min_iter": 1, "eta": 1.5, "strict": True}):
    add({"type": "hyperband", **rule}, lambda c, goal: sequential(wandb(rule), c, goal), [1, 2], epochs=16)
for minimum, eta in ((1, 3), (2, 2), (1, 4)):
    add({"type": "successive_halving", "min_epochs": minimum, "eta": eta},
        lambda c, goal: Study(optuna.pruners.SuccessiveHalvingPruner(
            min_resource=minimum, reduction_factor=eta, min_early_stopping_rate=0), goal).run(c, 20), [3, 4])
for warm_up, trials, interval in ((0, 5, 1), (3, 1, 1), (2, 4, 3)):
    add({"type": "median", "warm_up": warm_up, "minimum_trials": trials, "interval": interval},
        lambda c, goal: Study(optuna.pruners.MedianPruner(
            n_startup_trials=trials, n_warmup_steps=warm_up + 1, interval_steps=interval), goal).run(c, 20), [5, 6])
for patience, delta in ((1, 0.0), (3, 0.0), (2, 0.05)):
    add({"type": "patience", "epochs": patience, "minimum_delta": delta},
        lambda c, goal: [keras(patience, delta, x, goal) for x in c], [7, 8])

json.dump({"cases": cases}, open("Tests/Fixtures/search/pruners.json", "w"))
for rule in dict.fromkeys(c["rule"] for c in cases):
    stops = [s for c in cases if c["rule"] == rule for s in c["stops"]]
    print(rule, sum(s is not None for s in stops), "of", len(stops), "stopped")
