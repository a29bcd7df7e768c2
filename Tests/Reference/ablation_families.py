"""Writes the fixture of declared families of ablation studies: Tests/Fixtures/statistics/families.json.

A half fraction of five components with eight seeds, whose main effects are the family, by two metrics of which the
second is a loss; and both as one family. Needs NumPy, SciPy and statsmodels (requirements-statistics.txt). Run from
anywhere: python3 Tests/Reference/ablation_families.py
"""

import itertools
import json
from pathlib import Path

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import DescrStatsW

FILE = Path(__file__).resolve().parent.parent / "Fixtures" / "statistics" / "families.json"
MARGINS = [0.15, 0.1]


def runs():
    """All combinations of four components; the fifth is the sign of their product."""
    rows = []
    for word in itertools.product([0, 1], repeat=4):
        rows.append([*word, int((4 - sum(word)) % 2 == 0)])
    return np.array(rows)


def judged(differences, margin):
    """What the statistics say of one row of differences."""
    test = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    interval = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    return {
        "values": differences.tolist(),
        "mean": float(differences.mean()),
        "low": float(interval.low),
        "high": float(interval.high),
        "p": float(test.pvalue),
        "p_equivalence": float(DescrStatsW(differences).ttost_mean(-margin, margin)[0]),
    }


def holm(rows, key):
    return multipletests([row[key] for row in rows], method="holm")[1].tolist()


def main():
    rng = np.random.default_rng(11)
    design = runs()
    seeds = 8
    block = rng.normal(0, 0.5, seeds)
    score = design @ [1, 0.3, 0.0, -0.4, 0.05] + 0.2 * design[:, 0] * design[:, 1]
    values = [
        np.round(score[:, None] + block + rng.normal(0, 0.15, (len(design), seeds)), 4),
        np.round(2 - 0.5 * score[:, None] + block + rng.normal(0, 0.4, (len(design), seeds)), 4),
    ]
    families = []
    for table, margin in zip(values, MARGINS):
        rows = []
        for component in range(design.shape[1]):
            on = design[:, component] == 1
            rows.append(judged(table[on].mean(axis=0) - table[~on].mean(axis=0), margin))
        families.append(
            {
                "margin": margin,
                "values": table.tolist(),
                "effects": rows,
                "p_holm": holm(rows, "p"),
                "p_equivalence_holm": holm(rows, "p_equivalence"),
                "better": [float(np.mean([d < 0 if margin == MARGINS[1] else d > 0 for d in r["values"]])) for r in rows],
            }
        )
    together = families[0]["effects"] + families[1]["effects"]
    content = {"runs": design.tolist(), "families": families, "p_holm_together": holm(together, "p")}
    FILE.write_text(json.dumps(content, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
