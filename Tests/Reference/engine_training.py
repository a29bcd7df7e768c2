"""Makes Tests/Fixtures/engine/training_*.json: fixed networks trained for five steps, in float64 from float32 values.

    python engine_training.py        (Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6; about 4 s on one thread)
    python engine_training.py --seeds     also tries other seeds and prints their errors and margins (2 min)

training_lenet5.json      original LeNet-5, Adam (Keras), batches of 19 and of 32
training_padocanet.json   original PadocaNet, Adam (Keras) 19 and 32, and SGD 19; dropout masks from the generator
training_optimizers.json  LeNet-5, batch 19, one run per optimizer (definitions: engine_optimizers.py)

Networks, in order (images 1x28x28; Keras' layer order: the activation comes BEFORE batch normalisation):
  lenet5      convolution 6 5x5 same, tanh, average pool 2, convolution 16 5x5 valid, tanh, average pool 2,
              dense 120 tanh, dense 84 tanh, dense 10
  padocanet   convolution 6 5x5 same, relu, batch norm, max pool 2, dropout 0.5, convolution 16 5x5 valid, relu,
              batch norm, average pool 2, dropout 0.5, dense 120 relu, dropout 0.5, dense 84 relu, dropout 0.5, dense 10
Loss: mean softmax cross-entropy of the batch. Gradients of all parameters, then one optimizer step, five times.

Initial values and data come from the generator of engine_common.py, with the seeds written in the file ("seeds"):
  weights     glorot(seeds.weights[j]) for the j-th weight tensor (convolutions first, then dense layers), row-major
              [out][in][ky][kx] or [out][in]; fan_in = in*k*k, fan_out = out*k*k for convolutions; biases and beta 0,
              gamma 1, running mean 0, running variance 1
  images      byte i = floor(u(seeds.images[step], i) * 256), [n][28][28]; pixel = byte / 255 rounded to float32
  labels      label i = bits24(seeds.labels[step], i) mod 10
  dropout     kept where u(seeds.dropout[step][d], i) >= rate, i running over [n][c][h][w] or [n][features] of the
              d-th dropout layer; kept values are multiplied by 1 / (1 - rate)

Schema: {"cases": [{"name", "network", "batch", "optimizer": {...as in optimizer_steps.json}, "seeds",
  "losses": [5]                       of each step, before its update (float64)
  "tensors": [{"name", "shape", "initial_first": [8], "sum", "absolute_sum", "sum_of_squares", "weighted_sum",
               "first": [8], "last": [8], "strided": [16], "float32_error", "float32_listed_error"}]   after step 5, float64
  "evaluation": {"loss", "logits": [3 x 10]}      after step 5, inference mode, on the batch of step 1
  "float32": {"losses", "loss_error", "evaluation_error", "tensor_error", "listed_error"}   PyTorch in float32
  "margins": {"relu", "max_pool"}     smallest |relu input| that mattered and smallest gap between the two largest
                                      distinct values of a pooling window, over all five steps (padocanet)
}]}
weighted_sum = sum_i p_i * (((i * 31) mod 101) - 50) / 50; strided[j] = element floor(j * count / 16); first and last
hold min(8, count) elements, strided min(16, count) (then every element). Running statistics are listed as tensors.
Errors: "float32_error" is max |float32 - float64| / max |float64| over ALL elements of a tensor; it is dominated by the
few elements whose gradient is about as small as Adam's epsilon, where Adam turns a gradient's rounding error into a visible
step. "float32_listed_error" covers what is written here: listed elements relative to the tensor's largest |element|, sum
and weighted_sum relative to absolute_sum, the others relative to themselves. Both are the worse of two float32 runs,
the second with the samples of every batch in reverse order (another rounding).
Seeds were chosen (--seeds) so that float32 and float64 agree to 1e-6 in every loss, to 3e-6 (LeNet-5) or
6e-6 (PadocaNet) in everything listed, and so that margins stay above 1e-6: no relu or pooling choice may flip between
precisions.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

from engine_common import glorot, image_bytes, labels, numbers, relative_error, uniform, write
from engine_optimizers import KINDS, Optimizer

torch.set_num_threads(1)
STEPS, RATE, EPSILON, MOMENTUM = 5, 0.5, 1e-3, 0.99
WEIGHTS = [("convolution1", (6, 1, 5, 5)), ("convolution2", (16, 6, 5, 5)), ("dense1", (120, 400)), ("dense2", (84, 120)),
           ("dense3", (10, 84))]


def seeds_from(base):
    return dict(weights=[base + j for j in range(5)], images=[base + 100 + t for t in range(STEPS)],
                labels=[base + 200 + t for t in range(STEPS)],
                dropout=[[base + 300 + 10 * t + d for d in range(4)] for t in range(STEPS)])


class Network:
    def __init__(self, kind, seeds, dtype):
        self.kind, self.seeds, self.dtype, self.names, self.values = kind, seeds, dtype, [], []
        self.margins = dict(relu=np.inf, max_pool=np.inf)
        self.running = {}
        for j, (name, shape) in enumerate(WEIGHTS):
            fan_in, fan_out = np.prod(shape[1:]), shape[0] * np.prod(shape[2:], initial=1)
            self.add(name + ".weight", glorot(seeds["weights"][j], shape, fan_in, fan_out))
            self.add(name + ".bias", np.zeros(shape[0]))
            if kind == "padocanet" and name.startswith("convolution"):
                norm = name.replace("convolution", "batch_norm")
                self.add(norm + ".gamma", np.ones(shape[0]))
                self.add(norm + ".beta", np.zeros(shape[0]))
                self.running[norm] = [torch.zeros(shape[0], dtype=dtype), torch.ones(shape[0], dtype=dtype)]

    def add(self, name, value):
        self.names.append(name)
        self.values.append(torch.tensor(value, dtype=self.dtype))

    def relu(self, x, alive=None):
        m = x.detach().abs()
        self.margins["relu"] = min(self.margins["relu"], float((m if alive is None else m[alive]).min()))
        return F.relu(x)

    def max_pool(self, x):
        n, c, h, w = x.shape
        v = x.detach().reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 2, 4, 3, 5).reshape(-1, 4).sort(1).values
        gaps = v[:, 3:] - v[:, :3]
        self.margins["max_pool"] = min(self.margins["max_pool"], float(gaps[gaps > 0].min()))  # exact ties are harmless
        return F.max_pool2d(x, 2)

    def batch_norm(self, x, name, p, training):
        mean, var = self.running[name]
        if training:
            batch_mean, batch_var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
            self.running[name] = [MOMENTUM * mean + (1 - MOMENTUM) * batch_mean.detach(),
                                  MOMENTUM * var + (1 - MOMENTUM) * batch_var.detach()]
            mean, var = batch_mean, batch_var
        s = (1, -1, 1, 1)
        return (x - mean.reshape(s)) / torch.sqrt(var.reshape(s) + EPSILON) * p[name + ".gamma"].reshape(s) \
            + p[name + ".beta"].reshape(s)

    def dropout(self, x, step, layer, order):
        if step is None:
            return x
        u = uniform(self.seeds["dropout"][step][layer], x.numel()).reshape(x.shape)[order].copy()
        return x * torch.tensor(u >= RATE, dtype=self.dtype) * (1 / (1 - RATE))

    def forward(self, x, p, step, order):
        """step None: inference"""
        conv = lambda x, n, pad: F.conv2d(x, p[n + ".weight"], p[n + ".bias"], padding=pad)
        dense = lambda x, n: F.linear(x, p[n + ".weight"], p[n + ".bias"])
        if self.kind == "lenet5":
            x = F.avg_pool2d(torch.tanh(conv(x, "convolution1", 2)), 2)
            x = F.avg_pool2d(torch.tanh(conv(x, "convolution2", 0)), 2).flatten(1)
            x = torch.tanh(dense(x, "dense1"))
            return dense(torch.tanh(dense(x, "dense2")), "dense3")
        training = step is not None
        x = self.max_pool(self.batch_norm(self.relu(conv(x, "convolution1", 2)), "batch_norm1", p, training))
        x = self.relu(conv(self.dropout(x, step, 0, order), "convolution2", 0))
        x = F.avg_pool2d(self.batch_norm(x, "batch_norm2", p, training), 2)
        x = self.dropout(x, step, 1, order).flatten(1)
        x = self.dropout(self.relu(dense(x, "dense1")), step, 2, order)
        return dense(self.dropout(self.relu(dense(x, "dense2")), step, 3, order), "dense3")

    def batch(self, n, step, order):
        pixels = image_bytes(self.seeds["images"][step], n * 784).astype(np.float32) / np.float32(255)
        return (torch.tensor(pixels.reshape(n, 1, 28, 28)[order].copy(), dtype=self.dtype),
                torch.tensor(labels(self.seeds["labels"][step], n)[order].copy()))

    def train(self, n, optimizer, reverse=False):
        order, losses, own = slice(None, None, -1 if reverse else 1), [], Optimizer(**optimizer)
        for step in range(STEPS):
            leaves = [v.clone().requires_grad_() for v in self.values]
            x, y = self.batch(n, step, order)
            loss = F.cross_entropy(self.forward(x, dict(zip(self.names, leaves)), step, order), y)
            gradients = torch.autograd.grad(loss, leaves)
            self.values = own.step(self.values, gradients)
            losses.append(float(loss.detach()))
        self.losses = np.array(losses)
        margins = dict(self.margins)
        x, y = self.batch(n, 0, slice(None))
        logits = self.forward(x, dict(zip(self.names, self.values)), None, None)
        self.evaluation, self.logits, self.margins = float(F.cross_entropy(logits, y)), logits.double().numpy(), margins
        return self

    def tensors(self):
        out = list(zip(self.names, self.values))
        for name, (mean, var) in self.running.items():
            out += [(name + ".running_mean", mean), (name + ".running_variance", var)]
        return [(k, v.double().numpy()) for k, v in out]


def finite_difference_check(kind):
    """the whole network's gradient along random directions, float64; the step's loss as the objective"""
    net = Network(kind, seeds_from(7), torch.float64)
    x, y = net.batch(3, 0, slice(None))
    f = lambda vs: F.cross_entropy(net.forward(x, dict(zip(net.names, vs)), 0, slice(None)), y)
    leaves = [v.clone().requires_grad_() for v in net.values]
    gradients = torch.autograd.grad(f(leaves), leaves)
    for j, g in enumerate(gradients):
        d = torch.tensor(2 * uniform(900 + j, g.numel()) - 1).reshape(g.shape)
        h = 1e-7 if kind == "padocanet" else 1e-5
        ends = [float(f([v + s * d if i == j else v for i, v in enumerate(net.values)])) for s in (h, -h)]
        expected = float((g * d).sum())
        assert abs((ends[0] - ends[1]) / (2 * h) - expected) < 1e-6 * max(1, float((g * d).abs().sum())), (kind, net.names[j])


def listed(v):
    flat, a = v.reshape(-1), np.arange(v.size)
    stride = a[:16] if v.size <= 16 else np.arange(16) * v.size // 16
    return dict(sum=float(flat.sum()), absolute_sum=float(np.abs(flat).sum()), sum_of_squares=float((flat**2).sum()),
                weighted_sum=float((flat * ((a * 31 % 101) - 50) / 50).sum()), first=flat[:8], last=flat[-8:],
                strided=flat[stride])


def listed_error(value, truth):
    x, y, worst = listed(value), listed(truth), 0
    for k in y:
        scale = dict(sum=y["absolute_sum"], weighted_sum=y["absolute_sum"], absolute_sum=y["absolute_sum"],
                     sum_of_squares=y["sum_of_squares"]).get(k, np.abs(truth).max())
        worst = max(worst, float(np.max(np.abs(x[k] - y[k]))) / (scale or 1))
    return worst


def case(name, kind, n, optimizer, base):
    seeds = seeds_from(base)
    if kind == "lenet5":
        del seeds["dropout"]
    start = Network(kind, seeds, torch.float64)
    initial = dict(start.tensors())
    truth = start.train(n, optimizer)
    singles = [Network(kind, seeds, torch.float32).train(n, optimizer, reverse) for reverse in (False, True)]
    error, short, tensors = {}, {}, []
    for i, (k, v) in enumerate(truth.tensors()):
        error[k] = max(relative_error(s.tensors()[i][1], v) for s in singles)
        short[k] = max(listed_error(s.tensors()[i][1], v) for s in singles)
        tensors.append(dict(name=k, shape=list(v.shape), initial_first=numbers(initial[k].reshape(-1)[:8].astype(np.float32)),
                            **{m: numbers(x) if np.ndim(x) else x for m, x in listed(v).items()},
                            float32_error=float(f"{error[k]:.2g}"), float32_listed_error=float(f"{short[k]:.2g}")))
    loss_error = max(float(np.max(np.abs(s.losses / truth.losses - 1))) for s in singles)
    eval_error = max(relative_error(s.logits, truth.logits) for s in singles)
    worst, worst_listed = max(error, key=error.get), max(short, key=short.get)
    print(f"{name} seed {base}: losses {truth.losses.round(4)} float32 off by {loss_error:.1e}, tensors {error[worst]:.1e} "
          f"({worst}), listed {short[worst_listed]:.1e} ({worst_listed}), inference logits {eval_error:.1e}, margins "
          + " ".join(f"{k} {v:.1e}" for k, v in truth.margins.items()))
    return dict(name=name, network=kind, batch=n, optimizer=optimizer, seeds=seeds, losses=numbers(truth.losses), tensors=tensors,
                evaluation=dict(loss=truth.evaluation, logits=[numbers(r) for r in truth.logits[:3]]),
                float32=dict(losses=numbers(singles[0].losses.astype(np.float32)), loss_error=float(f"{loss_error:.2g}"),
                             evaluation_error=float(f"{eval_error:.2g}"), tensor_error=float(f"{error[worst]:.2g}"),
                             listed_error=float(f"{short[worst_listed]:.2g}")),
                **({"margins": truth.margins} if kind == "padocanet" else {}))


def main():
    adam = KINDS["adam"]
    for kind in ("lenet5", "padocanet"):
        finite_difference_check(kind)
    if "--seeds" in sys.argv:
        for kind, n, name in [("padocanet", 19, "adam"), ("padocanet", 32, "adam"), ("padocanet", 19, "sgd"), ("lenet5", 32, "adam"),
                              *(("lenet5", 19, k) for k in KINDS)]:
            for base in range(1000, 81000, 1000):
                case(f"{kind}_{name}_batch{n}", kind, n, KINDS[name], base)
        return
    write("training_lenet5.json", {"cases": [case("lenet5_adam_batch19", "lenet5", 19, adam, 68000),
                                             case("lenet5_adam_batch32", "lenet5", 32, adam, 7000)]})
    write("training_padocanet.json", {"cases": [case("padocanet_adam_batch19", "padocanet", 19, adam, 3000),
                                                case("padocanet_adam_batch32", "padocanet", 32, adam, 75000),
                                                case("padocanet_sgd_batch19", "padocanet", 19, KINDS["sgd"], 38000)]})
    write("training_optimizers.json", {"cases": [case(f"lenet5_{k}_batch19", "lenet5", 19, v, 68000) for k, v in KINDS.items()]})


if __name__ == "__main__":
    main()
