"""Writes Tests/Fixtures/statistics/*.json, the expected numbers of StatisticsTests.

Needs NumPy, SciPy and mpmath; forest.json is rewritten only where scikit-learn is installed.
Run from anywhere: python3 Tests/Reference/statistics_reference.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
from scipy import special, stats

FOLDER = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics"
mpmath.mp.dps = 40


def write(name, content):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(json.dumps(content, indent=1) + "\n")


def samples(rng):
    return {
        "normal": rng.normal(size=25),
        "skewed": rng.lognormal(sigma=1.5, size=40),
        "two": np.array([1.0, 4.0]),
        "ties": rng.integers(0, 4, size=30).astype(float),
        "far": 1e9 + rng.normal(size=12),
        "tiny": 1e-9 * rng.normal(size=17),
        "accuracies": np.array([0.9873, 0.9881, 0.9869, 0.9885, 0.9877]),
    }


def descriptive(rng):
    shares = [0, 0.025, 0.1, 0.25, 0.5, 0.75, 1 / 3, 0.975, 1]
    cases = []
    for name, values in samples(rng).items():
        interval = stats.t.interval(0.95, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
        cases.append(
            {
                "name": name,
                "values": values.tolist(),
                "mean": float(values.mean()),
                "standard_deviation": float(values.std(ddof=1)),
                "median": float(np.median(values)),
                "shares": shares,
                "quantiles": [float(q) for q in np.quantile(values, shares)],
                "ranks": stats.rankdata(values).tolist(),
                "lower": float(interval[0]),
                "upper": float(interval[1]),
            }
        )
    return cases


def eta_squared(values, categories):
    groups = [values[categories == c] for c in np.unique(categories)]
    between = sum(len(g) * (g.mean() - values.mean()) ** 2 for g in groups)
    share = between / ((values - values.mean()) ** 2).sum()
    # The same from the F statistic of a one-way analysis of variance.
    f = stats.f_oneway(*groups).statistic
    other = f * (len(groups) - 1) / (f * (len(groups) - 1) + len(values) - len(groups))
    assert abs(share - other) < 1e-12
    return float(share)


def correlations(rng):
    cases = []
    for n in (3, 8, 30, 200):
        x = rng.normal(size=n)
        pairs = {
            "linear": (x, 2 * x + rng.normal(size=n)),
            "monotone": (x, -np.exp(3 * x)),
            "ties": (rng.integers(0, 3, size=n) + 0.0, np.round(x)),
            "unrelated": (x, rng.normal(size=n)),
            "scales": (1e-200 * x, 1e150 * (x + rng.normal(size=n))),
            "boolean": (np.arange(n) % 2 + 0.0, x),
        }
        for name, (left, right) in pairs.items():
            if len(set(left)) < 2 or len(set(right)) < 2:
                continue
            # NumPy underflows at extreme scales; a scale does not change a correlation.
            scaled = (left / np.abs(left).max(), right / np.abs(right).max())
            cases.append(
                {
                    "name": f"{name} {n}",
                    "left": left.tolist(),
                    "right": right.tolist(),
                    "pearson": float(stats.pearsonr(*scaled).statistic),
                    "spearman": float(stats.spearmanr(left, right).statistic),
                }
            )
    effects = []
    for n, levels in ((9, 2), (30, 3), (60, 5)):
        categories = np.concatenate([np.arange(levels), rng.integers(0, levels, size=n - levels)])
        for strength in (0, 0.5, 5):
            values = 0.98 + 0.01 * (strength * categories + rng.normal(size=n))
            effects.append(
                {
                    "values": values.tolist(),
                    "categories": categories.tolist(),
                    "eta_squared": eta_squared(values, categories),
                }
            )
    return {"correlations": cases, "effects": effects}


def student_tail(t, n):
    """The upper tail to 40 digits, by the incomplete beta function of mpmath."""
    t, n = mpmath.mpf(t), mpmath.mpf(n)
    if t == 0:
        return mpmath.mpf(1) / 2
    return mpmath.betainc(n / 2, mpmath.mpf(1) / 2, 0, n / (n + t * t), regularized=True) / 2


def student():
    tails, quantiles = [], []
    for n in (1, 2, 3, 4, 9, 14, 29, 99, 1000, 10000, 0.5, 2.5, 7.25):
        for t in (0, 1e-8, 0.1, 0.7, 1, 1.5, 2.262, 3.3, 6, 12, 40):
            exact = float(student_tail(t, n))
            # SciPy 1.17 is off by 3e-9 for n = 1 and t = 1e-8, hence mpmath's digits and this loose check.
            assert abs(exact - stats.t.sf(t, n)) <= 1e-8 * exact
            tails.append([n, t, exact])
        for tail in (0.4, 0.25, 0.1, 0.05, 0.025, 0.005, 1e-4, 1e-8):
            start = float(stats.t.isf(tail, n))
            exact = mpmath.findroot(lambda t: mpmath.log(student_tail(t, n)) - mpmath.log(mpmath.mpf(tail)), start)
            assert abs(exact - start) <= 1e-9 * start
            quantiles.append([n, tail, float(exact)])
    betas = [[a, b, float(mpmath.log(mpmath.beta(a, b)))]
             for a in (0.25, 0.5, 1, 3.5, 9.9, 10, 40, 5000) for b in (0.5, 2, 11, 300)]
    gammas = [[x, float(mpmath.loggamma(x))] for x in (1e-3, 0.25, 0.5, 1, 1.5, 2, 3, 9.99, 10, 55.5, 1e6)]
    assert all(abs(g - special.gammaln(x)) <= 1e-12 * max(1, abs(g)) for x, g in gammas)
    return {"tails": tails, "quantiles": quantiles, "log_betas": betas, "log_gammas": gammas}


def proportions():
    """Rows of count, total, lower and upper limit of Wilson's and of the exact 95 % interval."""
    rows = [(10, 100), (0, 2000), (2000, 2000), (161, 2000), (1, 3), (999, 2000)]

    def intervals(rows, method):
        limits = [stats.binomtest(k, n).proportion_ci(method=method) for k, n in rows]
        return [[k, n, float(r.low), float(r.high)] for (k, n), r in zip(rows, limits)]

    return {"wilson": intervals(rows, "wilson"),
            "exact": intervals(rows + [(0, 1), (1, 1), (1, 2), (0, 5), (3, 7), (29, 30)], "exact")}


def forest(rng):
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.inspection import permutation_importance

    n = 160
    learning_rate = np.exp(rng.uniform(np.log(1e-4), np.log(1e-1), size=n))
    units = rng.integers(16, 129, size=n).astype(float)
    dropout = rng.integers(0, 2, size=n).astype(float)
    optimizer = rng.integers(0, 3, size=n)
    noise = rng.uniform(size=n)
    metric = (
        0.97
        - 0.01 * (np.log10(learning_rate) + 2) ** 2
        + np.array([0.0, 0.01, -0.02])[optimizer]
        + 0.0001 * units
        + 0.004 * dropout
        + 0.002 * rng.normal(size=n)
    )
    features = np.column_stack(
        [np.log(learning_rate), units, dropout] + [(optimizer == k) * 1.0 for k in range(3)] + [noise])
    # One column a parameter, so that permutation moves the three levels of the optimizer together.
    compact = np.column_stack([learning_rate, units, dropout, optimizer, noise])

    class Encoded:
        def __init__(self, model):
            self.model = model

        def fit(self, x, y):
            return self

        def score(self, x, y):
            encoded = np.column_stack(
                [np.log(x[:, 0]), x[:, 1], x[:, 2]] + [(x[:, 3] == k) * 1.0 for k in range(3)] + [x[:, 4]])
            return -np.mean((self.model.predict(encoded) - y) ** 2)

    # Out-of-bag permutation as four folds, each judged on rows that its forest has not seen.
    importances = np.zeros(5)
    for fold in range(4):
        held_out = np.arange(n) % 4 == fold
        model = RandomForestRegressor(n_estimators=300, min_samples_leaf=2, random_state=fold)
        model.fit(features[~held_out], metric[~held_out])
        importances += permutation_importance(
            Encoded(model), compact[held_out], metric[held_out], n_repeats=50, random_state=fold).importances_mean
    impurity = RandomForestRegressor(n_estimators=500, min_samples_leaf=2, random_state=0, oob_score=True)
    impurity.fit(features, metric)
    importances = np.maximum(importances, 0)
    return {
        "learning_rate": learning_rate.tolist(),
        "units": units.tolist(),
        "dropout": dropout.tolist(),
        "optimizer": optimizer.tolist(),
        "noise": noise.tolist(),
        "metric": metric.tolist(),
        "importances": (importances / importances.sum()).tolist(),
        "explained_variance": float(impurity.oob_score_),
    }


def median_intervals(rng):
    """Distribution-free intervals of the median; null where the whole range covers too little."""
    cases = []
    for count in [2, 5, 6, 7, 9, 10, 15, 16, 25, 50, 101]:
        for level in [0.9, 0.95, 0.99]:
            values = rng.lognormal(size=count).round(6)
            interval = stats.quantile_test(values, q=0, p=0.5).confidence_interval(level)
            limits = [None if np.isnan(x) else float(x) for x in interval]
            cases.append({"values": values.tolist(), "level": level, "lower": limits[0], "upper": limits[1]})
    return cases


def main():
    write("median_intervals.json", median_intervals(np.random.default_rng(4)))
    write("descriptive.json", descriptive(np.random.default_rng(1)))
    write("correlations.json", correlations(np.random.default_rng(2)))
    write("student.json", student())
    write("proportions.json", proportions())
    try:
        write("forest.json", forest(np.random.default_rng(3)))
    except ImportError:
        print("scikit-learn is not installed: forest.json stays as it is")


if __name__ == "__main__":
    main()
