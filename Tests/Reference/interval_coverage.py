"""Prints how often 95 % intervals of a mean cover it, by number of seeds and kind of noise (docs/ablation-studies.md).

Needs NumPy and SciPy (requirements-statistics.txt). python3 Tests/Reference/interval_coverage.py 6 10 20
"""

import sys

import numpy as np
from scipy import special, stats

STUDIES, RESAMPLES = 2000, 600
NOISE = {
    "normal": lambda rng, n: rng.normal(size=n),
    "arms exponential (difference symmetric)": lambda rng, n: rng.exponential(size=n) - rng.exponential(size=n),
    "difference gamma(4), skewness 1": lambda rng, n: rng.gamma(4, size=n) - 4,
    "difference exponential, skewness 2": lambda rng, n: rng.exponential(size=n) - 1,
}


def limits(x, rng):
    """The four intervals of one sample: paired t, percentile, BCa, studentised bootstrap."""
    n, mean, error = len(x), x.mean(), x.std(ddof=1) / np.sqrt(len(x))
    half = stats.t.ppf(0.975, n - 1) * error
    draws = x[rng.integers(0, n, size=(RESAMPLES, n))]
    means = draws.mean(axis=1)
    below = ((means < mean - 1e-12).sum() + (means <= mean + 1e-12).sum()) / (2 * RESAMPLES)
    bias, deviations = special.ndtri(below), x - mean
    acceleration = (deviations**3).sum() / (6 * (deviations**2).sum() ** 1.5)
    z = bias + special.ndtri([0.025, 0.975])
    errors = draws.std(axis=1, ddof=1) / np.sqrt(n)
    t = np.quantile((means[errors > 0] - mean) / errors[errors > 0], [0.975, 0.025])
    return {
        "paired t": (mean - half, mean + half),
        "percentile": np.quantile(means, [0.025, 0.975]),
        "BCa": np.quantile(means, special.ndtr(bias + z / (1 - acceleration * z))),
        "studentised": mean - t * error,
    }


def main():
    rng = np.random.default_rng(1)
    for name, draw in NOISE.items():
        for n in map(int, sys.argv[1:] or ["6", "10", "20"]):
            covered = {}
            for _ in range(STUDIES):
                for method, (low, high) in limits(draw(rng, n), rng).items():
                    covered[method] = covered.get(method, 0) + (low <= 0 <= high)
            print(f"| {name} | {n} | " + " | ".join(f"{c / STUDIES:.3f}" for c in covered.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
