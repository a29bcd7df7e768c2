"""Writes Tests/Fixtures/search/yaml_scalars.json: how PyYAML, and so W&B, reads plain scalars.

Run from the project's root: python3 Tests/Reference/yaml_scalars.py (needs PyYAML; 6.0.3 gave the committed file).
"""
import json
import math
import random

import yaml

LISTED = """-.5 +.5 ._5 .5 1:30.5 2020-01-01 2020-1-1 = << 1_0.5 0b 0x 0o7 1e5 1.e5 1.e+5 1.5E-3 12:30:45 190:20:30.15 1:60 08
0_7 -1:30 -1:30.5 +1:30.5 01:30.5 0:30 1:30. 2020-01-01T10:00:00Z 2020-13-01 1._5 _1 0.1_ -0b11 -0x1f 0 -0 00 0b1 1:2:3
1:75 0x-5 0b+1 1:+5 2020-1-1t1:00:00.5+01:30 2020-01-01x yes No on OFF y N ~ null Null true TRUE tRue -.inf .nan +.Inf
adam 1-2 12e 1e+ 0xfg 1.2.3 1:2:3.5 1:60.5 0x1F 010 0100""".split()


def reading(text):
    try:
        value = yaml.safe_load("x: " + text)["x"]
    except (ValueError, yaml.YAMLError):
        return {"kind": "error"}
    if value is None:
        return {"kind": "null"}
    if isinstance(value, bool):
        return {"kind": "bool", "number": float(value)}
    if isinstance(value, (int, float)):
        kind = "int" if isinstance(value, int) else "float"
        return {"kind": kind, "number": value} if math.isfinite(value) else {"kind": "infinite"}
    return {"kind": "text"} if value == text else {"kind": "other"}


def main():
    generator = random.Random(1)
    texts = set(LISTED) | {"2020-01-01 10:00:00"}
    while len(texts) < 700:
        text = generator.choice("0123456789.+-") + "".join(
            generator.choice("0123456789..::--+_eExb") for _ in range(generator.randint(0, 7)))
        # Block sequences, mapping keys and numbers that are no 64-bit integers are another matter.
        if text != "-" and not text.endswith(":") and text.strip("-") and not text.startswith("---"):
            texts.add(text)
    rows = [{"text": text, **reading(text)} for text in sorted(texts)]
    with open("Tests/Fixtures/search/yaml_scalars.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


main()
