"""Checks the fixtures in Tests/Fixtures/engine against Keras itself, whose defaults the engine follows. Writes nothing.

    KERAS_BACKEND=torch python engine_keras_checks.py    (Python 3.11.7, keras 3.15.1, torch 2.13.0+cpu, numpy 2.4.6; 10 s)

In float64: 'same' and 'valid' convolutions with even and odd kernels; batch normalisation's output and running
statistics; Adam and AdamW step by step; and five training steps of LeNet-5 and PadocaNet built from Keras layers (dropout
with the fixture's masks), whose losses, parameters and inference logits must be the fixtures'.
"""
import json
import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers
from keras.src.backend.common import dtypes

from engine_common import FIXTURES, uniform
from engine_training import Network, listed

torch.set_num_threads(1)
keras.config.set_floatx("float64")


# Keras 3 computes dense layers, means and batch normalisation in float32 even under a float64 policy, because its type
# promotion never yields 64 bits; this keeps float64 as it is.
promoted = dtypes.result_type


def result_type(*types):
    return "float64" if any("float64" in str(t) for t in types) else promoted(*types)


dtypes.result_type = keras.src.backend.result_type = result_type


def load(name):
    with open(os.path.join(FIXTURES, name)) as f:
        return json.load(f)


def array(case, key, shape):
    return np.array(case[key], np.float64).reshape(shape)


def close(a, b, what, tolerance=1e-11):
    a, b = (np.asarray(v.detach() if hasattr(v, "detach") else v, np.float64).reshape(-1) for v in (a, b))
    d = np.abs(a - b).max() / max(1e-30, np.abs(b).max())
    assert d < tolerance, (what, d)
    return d


def convolutions():
    count = 0
    for f in ("layers_convolution.json", "layers_convolution_batches.json"):
        for c in load(f)["cases"]:
            k, i, o = c["kernel"], c["in_channels"], c["out_channels"]
            layer = layers.Conv2D(o, k, padding=c["padding"])
            x = array(c, "input", c["input_shape"]).transpose(0, 2, 3, 1)
            layer.build(x.shape)
            layer.set_weights([np.reshape(c["parameters"]["weight"], (o, i, k, k)).transpose(2, 3, 1, 0), np.array(c["parameters"]["bias"])])
            y = layer(x).detach().numpy().transpose(0, 3, 1, 2)
            assert list(y.shape) == c["output_shape"], c["name"]
            close(y, c["output"], c["name"])
            count += 1
    return f"{count} convolutions"


def batch_norms():
    count = 0
    for c in load("layers_batch_norm.json")["cases"]:
        x = array(c, "input", c["input_shape"])
        x = x.transpose(0, 2, 3, 1) if x.ndim == 4 else x
        layer = layers.BatchNormalization()
        layer.build(x.shape)
        layer.set_weights([np.array(v) for v in (c["parameters"]["gamma"], c["parameters"]["beta"], c["running_mean"], c["running_variance"])])
        training = c["mode"] == "training"
        y = layer(x, training=training).detach().numpy()
        tolerance = 1e-9 if "offset" in c["name"] else 1e-11    # Keras takes E[x^2] - E[x]^2, which cancels
        close(y.transpose(0, 3, 1, 2) if x.ndim == 4 else y, c["output"], c["name"], tolerance)
        if training:
            close(layer.moving_mean.value, c["updated_running_mean"], c["name"], tolerance)
            close(layer.moving_variance.value, c["updated_running_variance"], c["name"], tolerance)
        count += 1
    return f"{count} batch normalisations"


def optimizers():
    f = load("optimizer_steps.json")
    for c in f["cases"]:
        if c["name"] not in ("adam", "adamw"):
            continue
        o = keras.optimizers.Adam(0.001) if c["name"] == "adam" else keras.optimizers.AdamW(0.001, weight_decay=0.01)
        v = keras.Variable(np.array(f["start"]), dtype="float64")
        o.build([v])
        for g, expected in zip(f["gradients"], c["steps"]):
            o.apply([torch.tensor(g, dtype=torch.float64)], [v])
            # Keras holds learning rates in float32
            assert np.abs(v.value.detach().numpy() - expected).max() < 1e-9, c["name"]
    return "Adam, AdamW"


class Mask(layers.Layer):
    """dropout with the fixture's mask; masks run over [n][c][h][w], Keras' tensors over [n][h][w][c]"""
    def __init__(self, seeds):
        super().__init__()
        self.seeds, self.at = seeds, 0

    def call(self, x, training=False):
        if not training:
            return x
        s = tuple(x.shape)
        u = uniform(self.seeds[self.at], int(np.prod(s)))
        u = u.reshape(s[0], s[3], s[1], s[2]).transpose(0, 2, 3, 1) if len(s) == 4 else u.reshape(s)
        return x * torch.tensor(u >= 0.5) * 2.0


def network(case):
    lenet = case["network"] == "lenet5"
    drop = [] if lenet else [Mask([s[d] for s in case["seeds"]["dropout"]]) for d in range(4)]
    a = "tanh" if lenet else "relu"
    m = [layers.Conv2D(6, 5, padding="same", activation=a, name="convolution1")]
    m += [layers.AveragePooling2D(2)] if lenet else [layers.BatchNormalization(name="batch_norm1"), layers.MaxPooling2D(2), drop[0]]
    m += [layers.Conv2D(16, 5, activation=a, name="convolution2")]
    m += [layers.AveragePooling2D(2)] if lenet else [layers.BatchNormalization(name="batch_norm2"), layers.AveragePooling2D(2), drop[1]]
    m += [layers.Permute((3, 1, 2)), layers.Flatten(), layers.Dense(120, activation=a, name="dense1"), *drop[2:3],
          layers.Dense(84, activation=a, name="dense2"), *drop[3:4], layers.Dense(10, name="dense3")]
    return keras.Sequential([keras.Input((28, 28, 1))] + m), drop


def to_keras(name, v):
    return v.transpose(2, 3, 1, 0) if v.ndim == 4 else v.T if v.ndim == 2 else v


def training(file):
    out = []
    for c in load(file)["cases"]:
        o = c["optimizer"]
        if o["optimizer"] not in ("adam", "sgd", "adamw") or "l2" in o:
            continue
        start = Network(c["network"], c["seeds"], torch.float64)
        model, drop = network(c)
        kinds = dict(weight="kernel", bias="bias", gamma="gamma", beta="beta", running_mean="moving_mean", running_variance="moving_variance")
        variable = lambda name: getattr(model.get_layer(name.split(".")[0]), kinds[name.split(".")[1]])
        for name, v in start.tensors():
            variable(name).assign(to_keras(name, v))
        rate = o["learning_rate"]
        optimizer = dict(adam=lambda: keras.optimizers.Adam(rate), sgd=lambda: keras.optimizers.SGD(rate),
                         adamw=lambda: keras.optimizers.AdamW(rate, weight_decay=o.get("weight_decay")))[o["optimizer"]]()

        for step in range(5):
            for d in drop:
                d.at = step
            x, y = start.batch(c["batch"], step, slice(None))
            model.zero_grad()
            logits = model(x.permute(0, 2, 3, 1), training=True)
            value = keras.ops.sparse_categorical_crossentropy(y, logits, from_logits=True).mean()
            value.backward()
            assert abs(float(value.detach()) / c["losses"][step] - 1) < 1e-13, (c["name"], step, float(value.detach()), c["losses"][step])
            variables = model.trainable_weights
            with torch.no_grad():
                optimizer.apply([v.value.grad for v in variables], variables)
        worst = 0
        for t in c["tensors"]:
            v = variable(t["name"]).value.detach().numpy()
            v = v.transpose(3, 2, 0, 1) if v.ndim == 4 else v.T if v.ndim == 2 else v
            for k, x in listed(v.copy()).items():
                scale = t["absolute_sum"] if "sum" in k and k != "sum_of_squares" else np.abs(np.array(t[k])).max()
                worst = max(worst, np.abs(np.array(x) - np.array(t[k])).max() / scale)
        assert worst < 1e-13, (c["name"], worst)
        x, _ = start.batch(c["batch"], 0, slice(None))
        close(model(x.permute(0, 2, 3, 1), training=False)[:3], c["evaluation"]["logits"], c["name"])
        out.append(f"{c['name']} {worst:.0e}")
    return ", ".join(out)


if __name__ == "__main__":
    for result in (convolutions, batch_norms, optimizers):
        print("agrees with Keras:", result())
    for file in ("training_lenet5.json", "training_padocanet.json", "training_optimizers.json"):
        print("agrees with Keras:", training(file))
