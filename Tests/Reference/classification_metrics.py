"""Expected classification metrics by scikit-learn, for Tests/MetricsTests.

Usage: pip install scikit-learn; python Tests/Reference/classification_metrics.py
Writes Tests/Fixtures/metrics/classification.json. The same versions give the same bytes.
"""

import json
import pathlib

import numpy
import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support


def random_case(seed, class_count, count, error_rate, truth_classes=None, predicted_classes=None):
    """Labels and predictions that agree but for errors; both can be confined to some classes."""
    generator = numpy.random.RandomState(seed)
    truth = generator.choice(truth_classes or range(class_count), count)
    wrong = generator.choice(range(class_count), count)
    predicted = numpy.where(generator.uniform(size=count) < error_rate, wrong, truth)
    if predicted_classes:
        predicted = numpy.where(numpy.isin(predicted, predicted_classes), predicted, predicted_classes[0])
    return class_count, truth.tolist(), predicted.tolist()


CASES = {
    "2 classes": random_case(1, 2, 50, 0.4),
    "2 classes, the second never predicted": (2, [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]),
    "2 classes, all images of the first": (2, [0, 0, 0], [0, 1, 0]),
    "3 classes, each zero division once": (3, [0, 0, 1, 1], [0, 2, 0, 2]),
    "4 classes, one in neither truth nor predictions": (4, [0, 1, 3, 3, 1], [0, 3, 3, 1, 1]),
    "one image": (5, [3], [3]),
    "10 classes": random_case(2, 10, 500, 0.2),
    "10 classes, unbalanced": random_case(3, 10, 400, 0.5, truth_classes=[0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "10 classes, two missing in the truth": random_case(4, 10, 300, 0.3, truth_classes=[0, 1, 2, 4, 5, 6, 7, 9]),
    "10 classes, two missing in the predictions": random_case(
        5, 10, 300, 0.3, predicted_classes=[0, 1, 2, 4, 5, 6, 7, 9]
    ),
    "10 classes, two missing in both": random_case(
        6, 10, 300, 0.3, truth_classes=[0, 1, 2, 3, 5, 6, 7, 8], predicted_classes=[0, 1, 2, 3, 5, 6, 7, 8]
    ),
    "10 classes, perfect": random_case(7, 10, 100, 0.0),
    "10 classes, all wrong": (10, [i % 10 for i in range(60)], [(i + 1 + i // 10) % 10 for i in range(60)]),
    "47 classes": random_case(8, 47, 1500, 0.15),
}


def scores(truth, predicted, class_count, average):
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=range(class_count), average=average, zero_division=0
    )
    if average is None:
        rows = zip(precision, recall, f1, support)
        return [{"precision": p, "recall": r, "f1": f, "support": int(s)} for p, r, f, s in rows]
    return {"precision": precision, "recall": recall, "f1": f1, "support": len(truth)}


def main():
    cases = []
    for name, (class_count, truth, predicted) in CASES.items():
        report = {
            "classes": scores(truth, predicted, class_count, None),
            "macroAverage": scores(truth, predicted, class_count, "macro"),
            "weightedAverage": scores(truth, predicted, class_count, "weighted"),
            "accuracy": accuracy_score(truth, predicted),
        }
        matrix = confusion_matrix(truth, predicted, labels=range(class_count)).tolist()
        cases.append(
            {
                "name": name,
                "classCount": class_count,
                "truth": truth,
                "predicted": predicted,
                "matrix": {"counts": matrix},
                "report": report,
            }
        )
    lines = ",\n".join(json.dumps(case) for case in cases)
    versions = json.dumps(f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}")
    path = pathlib.Path(__file__).parent.parent / "Fixtures/metrics/classification.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"madeBy": {versions}, "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
