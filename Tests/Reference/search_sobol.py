"""Writes Tests/Fixtures/search/sobol.json: the first 64 points of SciPy's Sobol sequence in 40 dimensions, unscrambled.

Run from the project's root: python3 Tests/Reference/search_sobol.py (needs SciPy).
"""
import json

from scipy.stats import qmc

points = qmc.Sobol(40, scramble=False).random(64)
json.dump(points.tolist(), open("Tests/Fixtures/search/sobol.json", "w"))
