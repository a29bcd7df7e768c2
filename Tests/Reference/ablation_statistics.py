"""Writes the fixtures of the statistics of ablation studies: Tests/Fixtures/statistics/{distributions,paired,
hypotheses,factorial}.json.

Needs NumPy, pandas, SciPy and statsmodels (requirements-statistics.txt). Run from anywhere:
python3 Tests/Reference/ablation_statistics.py
"""

import itertools
import json
import math
import types
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.formula.api import ols
from statsmodels.stats import contingency_tables, proportion
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import DescrStatsW

FOLDER = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics"


def write(name, content):
    (FOLDER / name).write_text(json.dumps(content, allow_nan=False) + "\n")


def distributions():
    normal = [-37.0, -12.5, -8.0, -3.3, -1.0, -1e-3, 0.0, 0.2, 1.96, 4.0, 6.5]
    shares = [1e-300, 1e-40, 1e-12, 1e-5, 0.01, 0.2, 0.5, 0.7, 0.975, 0.999, 1 - 1e-9]
    f = [(1, 9, 5.1), (1, 1, 1e-3), (2, 30, 0.4), (3, 12, 25), (7, 279, 2.2), (1, 2000, 60), (20, 5, 4)]
    chi = [(1, 3.84), (1, 1e-6), (2, 60), (4, 9.5), (9, 2.2), (31, 80), (200, 150), (1000, 1100)]
    binomial = [(10, 3, 0.5), (60, 20, 0.5), (100, 40, 0.5), (10000, 4900, 0.5), (17, 0, 0.3), (50, 49, 0.9)]
    noncentral = [(9, 3.16, 2.26), (4, 0.5, 2.78), (33, 2.9, -2.03), (2, 1.7, 4.3), (120, 8, 1.98), (1, 1, 12.7)]
    return {
        "normal": [[z, stats.norm.cdf(z)] for z in normal],
        "normal_quantiles": [[p, special.ndtri(p)] for p in shares],
        "f": [[a, b, x, stats.f.sf(x, a, b)] for a, b, x in f],
        "chi_square": [[k, x, stats.chi2.cdf(x, k), stats.chi2.sf(x, k)] for k, x in chi],
        "chi_square_quantiles": [[k, p, stats.chi2.ppf(p, k)] for k in (1, 2, 9, 60) for p in (0.001, 0.2, 0.9, 0.9999)],
        "binomial": [[n, k, p, stats.binom.pmf(k, n, p), stats.binom.cdf(k, n, p)] for n, k, p in binomial],
        "noncentral_t": [[df, nc, t, stats.nct.cdf(t, df, nc)] for df, nc, t in noncentral],
        "clopper_pearson": [
            [k, n, *proportion.proportion_confint(k, n, 0.05, method="beta")]
            for k, n in [(0, 10), (10, 10), (3, 10), (40, 100), (9950, 10000)]
        ],
        "power": [
            [d, n, a, TTestPower().power(d, n, a)]
            for d, n, a in [(1, 10, 0.05), (0.5, 34, 0.05), (0.5, 33, 0.05), (0.2, 20, 0.01), (2, 3, 0.05)]
        ],
        "pairs": [
            [d, a, math.ceil(TTestPower().solve_power(d, alpha=a, power=0.8))]
            for d, a in [(1, 0.05), (0.5, 0.05), (0.3, 0.05), (0.1, 0.01), (0.75, 0.05 / 6), (1.5, 0.05)]
        ],
    }


def sign_flip(differences):
    """By enumeration; for continuous values the same as scipy.stats.permutation_test, which is checked below."""
    n = len(differences)
    observed = abs(sum(differences))
    extreme = 0
    for signs in itertools.product((1, -1), repeat=n):
        extreme += abs(sum(s * d for s, d in zip(signs, differences))) >= observed * (1 - 1e-9)
    return extreme / 2**n


def paired(rng):
    cases = []
    for name, n, make in [
        ("normal 5", 5, lambda: rng.normal(0.3, 1, 5)),
        ("normal 10", 10, lambda: rng.normal(0.8, 1, 10)),
        ("normal 20", 20, lambda: rng.normal(0.2, 1, 20)),
        ("skewed 12", 12, lambda: rng.exponential(1, 12) - 0.4),
        ("skewed 25", 25, lambda: rng.exponential(1, 25) - 0.8),
        ("large 60", 60, lambda: rng.normal(0.2, 1, 60)),
        ("strong 8", 8, lambda: rng.normal(5, 1, 8)),
        ("images of 2000, ties", 10, lambda: rng.integers(-6, 12, 10) / 2000),
        ("images of 2000, ties and zeros", 16, lambda: rng.integers(-3, 5, 16) / 2000),
    ]:
        baseline = rng.normal(0.98, 0.002, n) if "images" not in name else rng.integers(1950, 1990, n) / 2000
        arm = baseline + make() * (1 if "images" in name else 0.003)
        if "images" in name:
            # As decimals, so that ties are ties.
            d = np.round((arm - baseline) * 2000) / 2000
        else:
            d = arm - baseline
        draws = rng.integers(0, n, size=(399, n))


        def mean(x, axis=-1):
            # Rounded, so that a resample that holds each value once ties with the estimate whatever the order of additions.
            return np.round(np.mean(x, axis=axis), 14)

        means = mean(d[draws])
        stored = types.SimpleNamespace(bootstrap_distribution=means)
        interval = {}
        for method in ("percentile", "BCa"):
            ci = stats.bootstrap(
                (d,), mean, n_resamples=0, bootstrap_result=stored, method=method, vectorized=True
            ).confidence_interval
            interval[method] = [float(ci.low), float(ci.high)]
        t = stats.ttest_rel(arm, baseline)
        student = t.confidence_interval(0.95)
        wilcoxon = stats.wilcoxon(d)
        lower, upper = DescrStatsW(d).ttost_mean(-0.001, 0.001)[1:]
        flip = sign_flip(d) if n <= 16 else None
        if flip is not None and "images" not in name:
            scipy_flip = stats.permutation_test(
                (d,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
            ).pvalue
            assert abs(scipy_flip - flip) < 1e-12
        cases.append(
            {
                "name": name,
                "arm": arm.tolist(),
                "baseline": baseline.tolist(),
                "mean": float(d.mean()),
                "sd": float(d.std(ddof=1)),
                "iqm": float(stats.trim_mean(arm, 0.25)),
                "draws": draws.tolist() if n <= 25 else [],
                "percentile": interval["percentile"],
                "bca": interval["BCa"],
                "t_interval": [float(student.low), float(student.high)],
                "t": float(t.statistic),
                "t_p": float(t.pvalue),
                "sign_flip_p": flip,
                "wilcoxon": float(wilcoxon.statistic),
                "wilcoxon_p": float(wilcoxon.pvalue),
                "tost_margin": 0.001,
                "tost_lower_p": float(lower[1]),
                "tost_upper_p": float(upper[1]),
                "d_z": float(d.mean() / d.std(ddof=1)),
                "improvement": float(((d > 0) + 0.5 * (d == 0)).mean()),
                "correlation": float(np.corrcoef(arm, baseline)[0, 1]),
                "variance_ratio": float(d.var(ddof=1) / (arm.var(ddof=1) + baseline.var(ddof=1))),
            }
        )
    return cases


def hypotheses(rng):
    mcnemar = []
    for b, c in [(40, 60), (20, 40), (0, 0), (0, 7), (3, 9), (11, 11), (500, 423), (1, 0)]:
        exact = contingency_tables.mcnemar([[0, b], [c, 0]], exact=True)
        n, k = b + c, min(b, c)
        # Fagerland et al. 2013: the exact p value less the probability of what was observed.
        mid = 2 * stats.binom.cdf(k, n, 0.5) - stats.binom.pmf(k, n, 0.5)
        mcnemar.append({"b": b, "c": c, "exact": float(exact.pvalue), "mid": float(min(1, mid))})
    cochran = []
    for models, images in [(2, 60), (3, 200), (6, 1000)]:
        ease = rng.uniform(0.5, 1, images)
        table = (rng.uniform(size=(models, images)) < ease * np.linspace(0.9, 1, models)[:, None]).astype(int)
        result = contingency_tables.cochrans_q(table.T)
        cochran.append({"correct": table.tolist(), "q": float(result.statistic), "p": float(result.pvalue)})
    adjusted = []
    for p in [rng.uniform(size=7), rng.uniform(size=12) ** 3, np.array([0.01, 0.01, 0.04, 0.03, 1.0]), np.array([0.2])]:
        adjusted.append(
            {
                "raw": p.tolist(),
                "holm": multipletests(p, method="holm")[1].tolist(),
                "bh": multipletests(p, method="fdr_bh")[1].tolist(),
            }
        )
    return {"mcnemar": mcnemar, "cochran": cochran, "adjusted": adjusted}


def anova(levels, seeds, order, rng):
    names = ["f1", "f2", "f3", "f4"][: len(levels)]
    rows = []
    effect = rng.normal(0, 0.002, size=levels) + rng.normal(0, 0.004, size=levels[0]).reshape(
        [-1] + [1] * (len(levels) - 1)
    )
    block = rng.normal(0, 0.002, seeds)
    for cell in itertools.product(*(range(l) for l in levels)):
        for seed in range(seeds):
            rows.append([*cell, seed, 0.98 + effect[cell] + block[seed] + rng.normal(0, 0.002)])
    frame = pd.DataFrame(rows, columns=[*names, "seed", "y"])
    terms = [t for q in range(1, order + 1) for t in itertools.combinations(names, q)]
    formula = "y ~ " + " + ".join(":".join(f"C({n}, Sum)" for n in t) for t in terms) + " + C(seed, Sum)"
    fit = ols(formula, frame).fit()
    tables = [anova_lm(fit, typ=kind) for kind in (1, 2, 3)]
    residual = tables[0].loc["Residual"]
    total = float(((frame.y - frame.y.mean()) ** 2).sum())
    result = []
    for term in [*terms, ("seed",)]:
        key = ":".join(f"C({n}, Sum)" for n in term)
        sums = [float(t.loc[key, "sum_sq"]) for t in tables]
        assert max(sums) - min(sums) < 1e-9 * total, "all types of sums of squares agree on a balanced design"
        row = tables[0].loc[key]
        mean_square = residual.sum_sq / residual.df
        result.append(
            {
                "factors": [names.index(n) for n in term] if term != ("seed",) else [],
                "ss": sums[0],
                "df": int(row.df),
                "f": float(row.F),
                "p": float(row["PR(>F)"]),
                "partial_eta": float(row.sum_sq / (row.sum_sq + residual.sum_sq)),
                "omega": float((row.sum_sq - row.df * mean_square) / (total + mean_square)),
            }
        )
    return {
        "levels": list(levels),
        "seeds": seeds,
        "order": order,
        "observations": [[float(x) for x in r] for r in rows],
        "rows": result,
        "residual_ss": float(residual.sum_sq),
        "residual_df": int(residual.df),
        "total": total,
    }


def shapley(rng):
    k = 4
    values = rng.normal(size=2**k)
    result = np.zeros(k)
    for order in itertools.permutations(range(k)):
        present = 0
        for j in order:
            result[j] += values[present | 1 << j] - values[present]
            present |= 1 << j
    return {"values": values.tolist(), "shapley": (result / math.factorial(k)).tolist()}


def lenth():
    # Box, Hunter and Hunter's filtration rate (Montgomery 2017, example 6.2): the effects of A, B, AB, ..., ABCD.
    effects = [21.625, 3.125, 0.125, 9.875, -18.125, 2.375, 1.875, 14.625, 16.625, -0.375, 4.125, -1.125, -1.625,
               -2.625, 1.375]
    sizes = np.abs(effects)
    s0 = 1.5 * np.median(sizes)
    pse = 1.5 * np.median(sizes[sizes < 2.5 * s0])
    df = len(effects) / 3
    gamma = (1 + 0.95 ** (1 / len(effects))) / 2
    ranks = stats.rankdata(sizes)
    return {
        "contrasts": effects,
        "pse": float(pse),
        "me": float(stats.t.ppf(0.975, df) * pse),
        "sme": float(stats.t.ppf(gamma, df) * pse),
        "half_normal": stats.halfnorm.ppf((ranks - 0.5) / len(effects)).tolist(),
    }


def main():
    rng = np.random.default_rng(20)
    write("distributions.json", distributions())
    write("paired.json", paired(rng))
    write("hypotheses.json", hypotheses(rng))
    write(
        "factorial.json",
        {
            "anova": [
                anova((2, 2, 2), 5, 3, rng),
                anova((2, 2, 2, 2), 3, 2, rng),
                anova((2, 3, 2), 4, 3, rng),
                anova((3, 3), 6, 1, rng),
                anova((2,), 8, 1, rng),
            ],
            "shapley": shapley(rng),
            "lenth": lenth(),
        },
    )


if __name__ == "__main__":
    main()
