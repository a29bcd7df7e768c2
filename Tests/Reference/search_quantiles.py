"""Writes Tests/Fixtures/search/quantiles.json: normal and beta quantiles to double accuracy, from mpmath.

Run from the project's root: python3 Tests/Reference/search_quantiles.py (needs mpmath).
"""
import json
import mpmath as mp

mp.mp.dps = 60


def normal(u):
    return mp.sqrt(2) * mp.erfinv(2 * mp.mpf(u) - 1)


def beta(u, a, b):
    """Bisection in log x (or log(1 - x)) to far below double accuracy."""
    u = mp.mpf(u)
    if mp.betainc(a, b, 0, mp.mpf(1) / 2, regularized=True) < u:
        f = lambda t: mp.betainc(b, a, 0, mp.e**t, regularized=True) - (1 - u)
        upper = True
    else:
        f = lambda t: mp.betainc(a, b, 0, mp.e**t, regularized=True) - u
        upper = False
    lo, hi = mp.mpf(-700), mp.log(mp.mpf(1) / 2)
    for _ in range(120):
        mid = (lo + hi) / 2
        if f(mid) < 0:
            lo = mid
        else:
            hi = mid
    x = mp.e**hi
    return 1 - x if upper else x


us = [1e-300, 1e-100, 1e-20, 1e-9, 1e-4, 0.01, 0.05, 0.2, 0.25, 0.424, 0.5, 0.576, 0.75, 0.9, 0.95, 0.999, 1 - 1e-9]
shapes = [(1, 1), (2, 5), (5, 2), (0.5, 0.5), (0.1, 3), (3, 0.1), (30, 40), (200, 3), (1, 8)]
betas = [
    {"a": a, "b": b, "u": u, "x": float(beta(u, a, b))}
    for a, b in shapes for u in [1e-9, 1e-4, 0.01, 0.2, 0.5, 0.75, 0.95, 0.999]
]
json.dump({"normal": [{"u": u, "x": float(normal(u))} for u in us], "beta": betas},
          open("Tests/Fixtures/search/quantiles.json", "w"), indent=1)
