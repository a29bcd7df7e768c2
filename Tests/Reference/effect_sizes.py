"""Writes Tests/Fixtures/statistics/effects.json: intervals of correlations, and effects of categories.

Needs NumPy and SciPy. Run from anywhere: python3 Tests/Reference/effect_sizes.py
"""

import json
from pathlib import Path

import numpy as np
from scipy import optimize, stats

FILE = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics" / "effects.json"


def correlations(rng):
    cases = []
    for n in (4, 6, 15, 40, 200):
        for slope in (0.0, 0.4, -3.0):
            x = rng.normal(size=n)
            y = slope * x + rng.normal(size=n)
            if slope == 0.4:
                x, y = np.round(x, 1), np.round(y, 1)
            pearson = stats.pearsonr(x, y)
            limits = pearson.confidence_interval(0.95)
            rho = float(stats.spearmanr(x, y).statistic)
            # Bonett and Wright (2000): the variance of Fisher's transformation for ranks.
            half = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (n - 3)) if n > 3 else np.nan
            rank = [rho, rho] if abs(rho) == 1 else np.tanh([np.arctanh(rho) - half, np.arctanh(rho) + half]).tolist()
            cases.append({
                "left": x.tolist(), "right": y.tolist(), "pearson": [float(limits.low), float(limits.high)],
                "spearman": [float(v) for v in rank],
            })
    return cases


def categories(rng):
    cases = []
    for n, levels in ((8, 2), (12, 3), (30, 3), (60, 5), (200, 4)):
        for strength in (0, 0.5, 3):
            groups = np.concatenate([np.arange(levels), np.arange(levels),
                                     rng.integers(0, levels, size=n - 2 * levels)])
            values = 0.98 + 0.01 * (strength * groups + rng.normal(size=n))
            if strength == 0.5:
                values = np.round(values, 3)
            parts = [values[groups == g] for g in range(levels)]
            f = stats.f_oneway(*parts).statistic
            d1, d2 = levels - 1, n - levels
            within = sum(((p - p.mean()) ** 2).sum() for p in parts)
            total = ((values - values.mean()) ** 2).sum()
            mean_square = within / d2

            def limit(share):
                def excess(nc):
                    return (stats.ncf.cdf(f, d1, d2, nc) if nc > 0 else stats.f.cdf(f, d1, d2)) - share
                if excess(0) <= 0:
                    return 0.0
                upper = 1.0
                while excess(upper) > 0:
                    upper *= 2
                nc = optimize.brentq(excess, 0, upper, xtol=1e-12, rtol=1e-12)
                return float(nc / (nc + n))

            welch = stats.ttest_ind(parts[0], values[groups != 0], equal_var=False)
            difference = welch.confidence_interval(0.95)
            kruskal = stats.kruskal(*parts)
            cases.append({
                "values": values.tolist(), "groups": groups.tolist(), "eta_squared": float(1 - within / total),
                "omega_squared": float((total - within - d1 * mean_square) / (total + mean_square)),
                "eta_squared_interval": [limit(0.975), limit(0.025)],
                "kruskal": [float(kruskal.statistic), float(kruskal.pvalue)],
                "first_against_others": [float(difference.low), float(difference.high)],
            })
    return cases


def noncentral_f():
    return [[d1, d2, nc, f, float(stats.ncf.cdf(f, d1, d2, nc))]
            for d1 in (1, 2, 4) for d2 in (5, 18, 150) for nc in (0.3, 2, 15, 90, 600)
            for f in (0.1, 1, 3.5, 12, 60)]


if __name__ == "__main__":
    content = {"correlations": correlations(np.random.default_rng(11)),
               "categories": categories(np.random.default_rng(12)), "noncentral_f": noncentral_f()}
    FILE.write_text(json.dumps(content, indent=1) + "\n")
