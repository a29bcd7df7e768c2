"""Shared by the engine_*.py scripts: the integer generator, initial values, and how numbers are written.

The generator is a counter-based integer hash that needs only wrapping 32-bit arithmetic, so that every language can
evaluate it exactly:

    x  = i * 2654435761 + seed * 40503        (mod 2^32; i = 0, 1, 2, ...)
    x ^= x >> 16;  x *= 0x7feb352d            (mod 2^32)
    x ^= x >> 15;  x *= 0x846ca68b            (mod 2^32)
    x ^= x >> 16
    bits24(seed, i) = x >> 8                  (an integer below 2^24)
    u(seed, i)      = bits24 / 2^24           (exact in float32)
"""
import json
import os

import numpy as np

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "engine")


def bits24(seed, count):
    m = np.uint64(0xFFFFFFFF)
    x = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed * 40503)) & m
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x7FEB352D)) & m
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(0x846CA68B)) & m
    x ^= x >> np.uint64(16)
    return (x >> np.uint64(8)).astype(np.int64)


def uniform(seed, count):
    """u(seed, 0..<count) in [0, 1), float64 (every value is exact in float32 too)."""
    return bits24(seed, count) / 2.0**24


def dyadic(seed, shape, limit=2, steps=256):
    """Multiples of 1/steps in [-limit, limit): exact in float32 and short when written."""
    n = int(np.prod(shape))
    return (np.floor(uniform(seed, n) * 2 * limit * steps) / steps - limit).reshape(shape)


def glorot(seed, shape, fan_in, fan_out):
    """float32(((2u - 1) * limit) in float64), limit = float32(sqrt(6 / (fan_in + fan_out)) in float64)."""
    limit = float(np.float32(np.sqrt(6.0 / (fan_in + fan_out))))
    return ((2 * uniform(seed, int(np.prod(shape))) - 1) * limit).astype(np.float32).reshape(shape)


def image_bytes(seed, count):
    return np.floor(uniform(seed, count) * 256).astype(np.uint8)


def labels(seed, count, classes=10):
    return bits24(seed, count) % classes


def numbers(a):
    """A flat list of Python numbers: float32 arrays with their shortest decimal, float64 in full, integers as such."""
    a = np.asarray(a.detach().cpu() if hasattr(a, "detach") else a)
    flat = a.reshape(-1)
    if a.dtype == np.float32:
        out = [float(str(v)) for v in flat]
    elif a.dtype.kind in "iub":
        return [int(v) for v in flat]
    else:
        out = [float(v) for v in flat]
    return [int(v) if v == int(v) and abs(v) < 1e6 and not (v == 0 and np.signbit(v)) else v for v in out]


def write(name, value):
    """Writes Fixtures/engine/name, one line per leaf list or scalar; prints its size."""
    def dump(v, depth):
        pad = " " * depth
        if isinstance(v, dict):
            return "{\n" + ",\n".join(f"{pad} {json.dumps(k)}: {dump(x, depth + 1)}" for k, x in v.items()) + f"\n{pad}}}"
        if isinstance(v, list) and v and isinstance(v[0], dict):
            return "[\n" + ",\n".join(f"{pad} {dump(x, depth + 1)}" for x in v) + f"\n{pad}]"
        return json.dumps(v, separators=(",", ":"), allow_nan=False)
    path = os.path.join(FIXTURES, name)
    with open(path, "w") as f:
        f.write(dump(value, 0) + "\n")
    print(f"{name}: {os.path.getsize(path):,} bytes")


def relative_error(value, truth):
    """max |value - truth| / max |truth|, over a whole array (0 when both are zero)."""
    value, truth = (np.asarray(x, np.float64).reshape(-1) for x in (value, truth))
    scale = np.max(np.abs(truth), initial=0)
    d = np.max(np.abs(value - truth), initial=0)
    return float(d / scale) if scale else float(d)
