"""What delayed results cost another Gaussian-process sampler: Optuna's, on Branin and Hartmann 6.

Suggestion n sees the results up to trial n - LAG, and the trials after it as under way, as with LAG workers. Prints the
median regret after 60 trials over the seeds with a lag of 1, which is sequential, and with LAG, and their ratio.

    pip install optuna torch scipy
    python3 Tests/Reference/lagged_peers.py [LAG [SEEDS]]
"""

import math
import os
import statistics
import sys
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")

import optuna
import torch

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
ALPHA = [1.0, 1.2, 3.0, 3.2]


def hartmann6(x):
    return -sum(a * math.exp(-sum(r[j] * (x[j] - p[j]) ** 2 for j in range(6))) for a, r, p in zip(ALPHA, A, P))


def branin(x):
    b, c, t = 5.1 / (4 * math.pi**2), 5 / math.pi, 1 / (8 * math.pi)
    return (x[1] - b * x[0] ** 2 + c * x[0] - 6) ** 2 + 10 * (1 - t) * math.cos(x[0]) + 10


PROBLEMS = {
    "hartmann6": (hartmann6, [(0.0, 1.0)] * 6, -3.322368011391339),
    "branin": (branin, [(-5.0, 10.0), (0.0, 15.0)], 0.39788735772973816),
}


def regret(problem, seed, lag, trials=60):
    function, bounds, minimum = PROBLEMS[problem]
    study = optuna.create_study(sampler=optuna.samplers.GPSampler(seed=seed))
    values, under_way = [], []
    for _ in range(trials):
        trial = study.ask()
        x = [trial.suggest_float(f"x{i + 1}", low, high) for i, (low, high) in enumerate(bounds)]
        under_way.append((trial, function(x)))
        values.append(under_way[-1][1])
        if len(under_way) >= lag:
            study.tell(*under_way.pop(0))
    return min(values) - minimum


def main():
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    torch.set_num_threads(1)
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    print(f"Optuna {optuna.__version__}, GPSampler, {seeds} seeds, 60 trials")
    for problem in PROBLEMS:
        medians = {}
        for lag in (1, largest):
            medians[lag] = statistics.median(regret(problem, seed, lag) for seed in range(seeds))
            print(f"{problem}: lag {lag}, median regret {medians[lag]:.3g}", flush=True)
        print(f"{problem}: ratio {medians[largest] / medians[1]:.2f}", flush=True)


if __name__ == "__main__":
    main()
