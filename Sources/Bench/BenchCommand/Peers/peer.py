"""What the peers share: the job, the images, and one timed epoch for each line of standard input."""

import json
import os
import sys
import time

JOB = json.load(open(sys.argv[1]))
# One thread, said before any framework is imported.
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
    os.environ[variable] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# The protocol has the real standard output for itself: what a framework prints goes to standard error.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def idx(path):
    import numpy as np

    with open(path, "rb") as file:
        content = file.read()
    dimensions = content[3]
    shape = [int.from_bytes(content[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def training_images():
    """Grey values from 0 to 1, shape [count, height, width], and labels."""
    import numpy as np

    return idx(JOB["images"]).astype(np.float32) / np.float32(255), idx(JOB["labels"]).astype(np.int64)


def answer(content):
    ANSWERS.write(json.dumps(content) + "\n")
    ANSWERS.flush()


def serve(version, parameters, epoch):
    """Trains one epoch a line. `epoch` trains one and returns its mean loss."""
    answer({"version": version, "parameters": int(parameters)})
    for line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        loss = float(epoch())
        answer(
            {
                "wall": time.perf_counter() - wall,
                "processor": time.process_time() - processor,
                "loss": loss,
            }
        )
