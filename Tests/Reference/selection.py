"""Writes Tests/Fixtures/statistics/selection.json: the best configurations of a search on fresh, paired seeds.

Needs NumPy, SciPy and statsmodels. Run from anywhere: python3 Tests/Reference/selection.py
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

FILE = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics" / "selection.json"


def study(rng, k, seeds, spread, noise, shared, maximize):
    truth = 0.98 + spread * rng.normal(size=k)
    values = truth[:, None] + shared * rng.normal(size=seeds)[None, :] + noise * rng.normal(size=(k, seeds))
    selected = truth + (1 if maximize else -1) * noise * np.abs(rng.normal(size=k))
    sign = 1 if maximize else -1
    means = values.mean(axis=1)
    order = sorted(range(k), key=lambda i: (-sign * means[i], i))
    pairs = [(a, b) for rank, a in enumerate(order) for b in order[rank + 1:]]
    raw = [float(stats.ttest_rel(values[a], values[b]).pvalue) for a, b in pairs]
    holm = multipletests(raw, method="holm")[1]
    leader = order[0]
    grand = values.mean()
    residual = values - means[:, None] - values.mean(axis=0)[None, :] + grand
    f = (seeds * ((means - grand) ** 2).sum() / (k - 1)) / ((residual**2).sum() / ((k - 1) * (seeds - 1)))
    reliability = max(0.0, 1 - 1 / f)
    rows = []
    for i in range(k):
        low, high = stats.ttest_1samp(values[i], 0).confidence_interval(0.95)
        gap = sorted([sign * (selected[i] - low), sign * (selected[i] - high)])
        row = {"selected": float(selected[i]), "values": values[i].tolist(), "mean": float(means[i]),
               "gap": [float(sign * (selected[i] - means[i])), *map(float, gap)],
               "shrunk": float(grand + reliability * (means[i] - grand))}
        if i != leader:
            pair = pairs.index((leader, i))
            interval = stats.ttest_rel(sign * values[leader], sign * values[i]).confidence_interval(0.95)
            row |= {"behind": [float(interval.low), float(interval.high)], "p": raw[pair], "holm": float(holm[pair])}
        rows.append(row)
    difference = sign * (values[leader] - values[order[1]])
    z = stats.norm.ppf(1 - 0.025 / len(pairs)) + stats.norm.ppf(0.8)
    needed = math.ceil((z * difference.std(ddof=1) / difference.mean()) ** 2 + 2)
    return {"maximize": maximize, "rows": rows, "leader": leader, "runner_up": order[1], "reliability": reliability,
            "seeds_to_separate": needed}


if __name__ == "__main__":
    rng = np.random.default_rng(31)
    cases = [study(rng, *case) for case in [
        (2, 5, 0.004, 0.002, 0.001, True), (5, 10, 0.003, 0.002, 0.004, True), (5, 10, 0.0005, 0.004, 0, False),
        (3, 2, 0.01, 0.002, 0.001, False), (8, 20, 0.002, 0.002, 0.002, True)]]
    FILE.write_text(json.dumps(cases, indent=1) + "\n")
