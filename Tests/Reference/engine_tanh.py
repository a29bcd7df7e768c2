"""Fits the rational function inside the engine's tanh (Sources/Models/Engine/Kernels/LaneMath.swift); prints coefficients.

    python engine_tanh.py            (Python 3.11.7, numpy 2.4.6; about 5 s)

tanh(x) = 2 t / (1 + t^2) with t = tanh(x / 2) = P / (2 Q),  P = x + a1 x^3 + a2 x^5,  Q = 1 + c1 x^2 + c2 x^4 + c3 x^6.
A relative error e of t becomes e / cosh(x) of tanh(x), so that is the weight of the fit: Lawson's iteration for the
minimax solution of the linearised problem on [0, 9.1]. Fit alone: 0.13 units in the last place of a Float.
"""
import numpy as np

LIMIT, POINTS, ITERATIONS, NUMERATOR, DENOMINATOR = 9.1, 6000, 400, 2, 3


def main():
    x = LIMIT * (0.5 * (1 - np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)))
    x = x[x > 1e-3]
    double, x2, damping = 2 * np.tanh(x / 2), x * x, 1 / np.cosh(x)
    weights, previous, best = np.full_like(x, 1 / len(x)), np.ones_like(x), (np.inf, None)
    columns = np.stack([x * x2**i for i in range(1, NUMERATOR + 1)] + [-double * x2**i for i in range(1, DENOMINATOR + 1)], 1)
    for _ in range(ITERATIONS):
        scale = damping / (double * previous)
        size = np.abs(columns * scale[:, None]).max(0)
        rows = np.sqrt(weights) * scale
        found = np.linalg.lstsq(columns / size * rows[:, None], (double - x) * rows, rcond=None)[0] / size
        p = x * (1 + sum(found[i - 1] * x2**i for i in range(1, NUMERATOR + 1)))
        q = 1 + sum(found[NUMERATOR + i - 1] * x2**i for i in range(1, DENOMINATOR + 1))
        error = np.abs((p / q / double - 1) * damping)
        if error.max() < best[0]:
            best = error.max(), found
        weights = weights * error
        weights = np.maximum(weights / weights.sum(), 1e-14)
        previous = q
    print(f"largest weighted relative error {best[0]:.2e} = {best[0] * 2**24:.3f} * 2^-24")
    for name, value in zip(["a1", "a2", "c1", "c2", "c3"], best[1]):
        print(name, np.float32(value))


if __name__ == "__main__":
    main()
