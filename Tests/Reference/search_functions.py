"""Elementary functions from mpmath, for Sources/Ablation/Search/Mathematics.

Run from the project's root (needs mpmath, NumPy and SciPy):
  python3 Tests/Reference/search_functions.py            writes Tests/Fixtures/search/functions.json
  python3 Tests/Reference/search_functions.py --erfcx    prints the coefficients of Elementary+ErrorFunction.swift
"""
import json
import random
import sys

import mpmath as mp

mp.mp.dps = 60


def polynomial(f, a, b, degree):
    """Monomial coefficients, about the middle of [a, b], of the interpolant at Chebyshev's points."""
    count = degree + 1
    middle, half = (mp.mpf(a) + b) / 2, (mp.mpf(b) - a) / 2
    angles = [mp.pi * (k + mp.mpf(1) / 2) / count for k in range(count)]
    values = [f(middle + half * mp.cos(t)) for t in angles]
    series = [2 * mp.fsum(v * mp.cos(j * t) for v, t in zip(values, angles)) / count for j in range(count)]
    series[0] /= 2
    chebyshev = [[mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]]
    for j in range(2, count):
        twice = [mp.mpf(0)] + [2 * c for c in chebyshev[-1]]
        chebyshev.append([c - (chebyshev[-2][i] if i < len(chebyshev[-2]) else 0) for i, c in enumerate(twice)])
    result = [mp.mpf(0)] * count
    for c, basis in zip(series, chebyshev):
        for i, b_i in enumerate(basis):
            result[i] += c * b_i
    return [c / half**i for i, c in enumerate(result)], middle


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def tail(y):
    """x erfcx(x) as a function of y = 1 / x^2."""
    return erfcx(1 / mp.sqrt(y)) / mp.sqrt(y)


def print_erfcx():
    for name, f, a, b, degree in [
        ("erfcx", erfcx, 0.5, 1, 14), ("erfcx", erfcx, 1, 1.5, 13), ("erfcx", erfcx, 1.5, 2, 12),
        ("erfcx", erfcx, 2, 2.75, 14), ("erfcx", erfcx, 2.75, 4, 15), ("tail", tail, mp.mpf(1) / 784, mp.mpf(1) / 16, 14),
    ]:
        coefficients, middle = polynomial(f, a, b, degree)
        print(name, a, b, "middle", repr(float(middle)))
        print(", ".join(repr(float(c)) for c in coefficients))
    print("erf", ", ".join(repr(float(2 / mp.sqrt(mp.pi) * (-1) ** k / (mp.factorial(k) * (2 * k + 1)))) for k in range(14)))


def table(f, arguments):
    return [{"x": x, "y": float(f(mp.mpf(x)))} for x in arguments]


def main():
    draw = random.Random(0)
    u = draw.uniform
    arguments = {
        "exp": [0.0, 1.0, -1.0, 709.7, -745.0, -708.5, -720.25, 1e-20, -1e-20]
        + [u(-745, 709) for _ in range(150)] + [u(-2, 2) for _ in range(150)],
        "log": [1.0, 2.0, 0.5, 5e-324, 1e-310, 1.7e308, 1 - 2**-53, 1 + 2**-52]
        + [mp.mpf(2) ** u(-1000, 1000) for _ in range(100)] + [u(0.5, 2) for _ in range(200)],
        "log1p": [0.0, 1e-300, -1e-300, -0.5, 1e10, -1 + 2**-53]
        + [u(-0.999, 0) for _ in range(150)] + [u(0, 3) for _ in range(100)] + [10 ** u(-18, -1) for _ in range(50)],
        "erfc": [0.0, 0.5, -0.5, 1.0, 2.0, 4.0, 26.0, -6.0, -30.0, 1e-20]
        + [u(-3, 3) for _ in range(200)] + [u(3, 26) for _ in range(100)],
        "logGamma": [1.0, 2.0, 0.5, 100.0, 1e-5, 1e5] + [u(0.01, 3) for _ in range(60)] + [u(3, 300) for _ in range(60)],
    }
    functions = {"exp": mp.exp, "log": mp.log, "log1p": mp.log1p, "erfc": mp.erfc, "logGamma": mp.loggamma}
    result = {name: table(functions[name], [float(x) for x in xs]) for name, xs in arguments.items()}
    json.dump(result, open("Tests/Fixtures/search/functions.json", "w"), indent=0)


if __name__ == "__main__":
    print_erfcx() if "--erfcx" in sys.argv else main()
