"""Densities of a Parzen estimator over a mixed space, from NumPy and SciPy.

Run from the project's root: python3 Tests/Reference/search_parzen.py writes Tests/Fixtures/search/parzen.json.

Three axes: a number in [0, 1], a category of three values with prior (0.5, 0.25, 0.25), and four ordered values. Each
observation's kernel is the product of a normal density cut off at 0 and 1, (share prior + [same]) / (share + 1) with
share = 3 / (n + 1), and a cut-off normal's probability of the cell; the prior counts as one more observation.
"""
import json

import numpy as np
from scipy.stats import truncnorm

PRIOR = np.array([0.5, 0.25, 0.25])


def cut(mu, sigma):
    return truncnorm((0 - mu) / sigma, (1 - mu) / sigma, loc=mu, scale=sigma)


def log_density(points, weights, widths, x):
    n = len(points)
    weights = np.append(weights, 1.0) / (np.sum(weights) + 1.0)
    share = 3.0 / (n + 1)
    terms = []
    for p in points:
        category = (share * PRIOR[int(x[1])] + (p[1] == x[1])) / (share + 1)
        cell = int(x[2] * 4)
        ordered = cut(p[2], widths[2])
        terms.append(cut(p[0], widths[0]).pdf(x[0]) * category * (ordered.cdf((cell + 1) / 4) - ordered.cdf(cell / 4)))
    terms.append(1.0 * PRIOR[int(x[1])] * 0.25)
    return float(np.log(np.dot(weights, terms)))


def scott(points, j, dimensions):
    """Scott's rule on the standard deviation about the mean, the prior's middle counted in; bounded on both sides."""
    values = np.append([p[j] for p in points], 0.5)
    deviation = np.sqrt(np.mean((values - np.mean(values)) ** 2))
    return float(np.clip(deviation * max(len(points), 1) ** (-1 / (dimensions + 4)), WIDTHS[0], WIDTHS[1]))


WIDTHS = (0.1, 0.2)


def main():
    draw = np.random.default_rng(5)
    cases = []
    for n in [1, 3, 8]:
        points = [[float(draw.uniform()), int(draw.integers(3)), (int(draw.integers(4)) + 0.5) / 4] for _ in range(n)]
        weights = [1.0] * n if n < 8 else [float(w) for w in np.linspace(0.2, 1, n)]
        widths = [scott(points, 0, 3), 0.0, scott(points, 2, 3)]
        at = [[float(draw.uniform()), int(draw.integers(3)), (int(draw.integers(4)) + 0.5) / 4] for _ in range(5)]
        cases.append({"points": points, "weights": weights, "at": at,
                      "logDensity": [log_density(points, weights, widths, x) for x in at]})
    json.dump(cases, open("Tests/Fixtures/search/parzen.json", "w"), indent=1)


if __name__ == "__main__":
    main()
