"""Writes Tests/Fixtures/statistics/bootstrap.json: SciPy's percentile bootstrap of ratios, for TestedRatioTests.

Needs NumPy and SciPy. Run from anywhere: python3 Tests/Reference/bootstrap_intervals.py
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

FILE = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics" / "bootstrap.json"


def main():
    rng = np.random.default_rng(1)
    cases = []
    for name, size, other, paired in [
        ("medians of 15 and 20", 15, 20, False),
        ("medians of 31 and 31", 31, 31, False),
        ("pairs, 12", 12, 12, True),
        ("pairs, 25", 25, 25, True),
    ]:
        drift = rng.lognormal(sigma=0.2, size=size) if paired else 1
        numerators = 0.9 * drift * rng.lognormal(sigma=0.05, size=size)
        denominators = drift * rng.lognormal(sigma=0.05, size=other)

        if paired:
            data = (np.log(numerators / denominators),)

            def statistic(logs, axis=-1):
                return np.median(logs, axis=axis)
        else:
            data = (numerators, denominators)

            def statistic(x, y, axis=-1):
                return np.log(np.median(x, axis=axis) / np.median(y, axis=axis))

        result = stats.bootstrap(
            data, statistic, n_resamples=200_000, batch=20_000, method="percentile", vectorized=True, rng=2
        ).confidence_interval
        cases.append(
            {
                "name": name,
                "numerators": numerators.tolist(),
                "denominators": denominators.tolist(),
                "paired": paired,
                "estimate": float(np.exp(statistic(*data))),
                "lower": float(np.exp(result.low)),
                "upper": float(np.exp(result.high)),
            }
        )
    FILE.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
