"""Makes Tests/Fixtures/engine/optimizer_steps.json: every optimizer on seven numbers for five steps, gradients given.

    python engine_optimizers.py      (Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6)

`Optimizer` below is the definition that the engine must match; it works on torch tensors or NumPy arrays of any
precision and engine_training.py trains with it. This script checks it against torch.optim in float64, and
engine_keras_checks.py checks it against Keras' own Adam and AdamW. t counts steps from 1; g is the gradient.

    sgd          g += l2*p;  p -= lr*g
    momentum     g += l2*p;  b = mu*b + g  (b = 0 at first);  p -= lr*b
    nesterov     g += l2*p;  b = mu*b + g;  p -= lr*(g + mu*b)
    adam         m = b1*m + (1-b1)*g;  v = b2*v + (1-b2)*g*g
                 p -= lr*sqrt(1-b2^t)/(1-b1^t) * m/(sqrt(v) + 1e-7)          Keras: epsilon outside the correction
    adam_torch   same m and v;  p -= lr/(1-b1^t) * m/(sqrt(v/(1-b2^t)) + 1e-8)   PyTorch: epsilon after the correction
    adamw        p -= lr*wd*p first, then as adam;  adamw_torch: then as adam_torch
    mu = 0.9, b1 = 0.9, b2 = 0.999; l2 and wd act on every parameter, biases included

Schema: {"start": [7], "gradients": [[7] x 5], "cases": [{"name", "optimizer", "learning_rate", "momentum"?, "l2"?,
"weight_decay"?, "beta1"?, "beta2"?, "epsilon"?, "steps": [[7] x 5]}]}, parameters after each step, float64.
"""
import numpy as np
import torch

from engine_common import dyadic, numbers, write

KINDS = dict(
    sgd=dict(optimizer="sgd", learning_rate=0.05),
    sgd_l2=dict(optimizer="sgd", learning_rate=0.05, l2=0.01),
    momentum=dict(optimizer="momentum", learning_rate=0.02, momentum=0.9),
    nesterov=dict(optimizer="nesterov", learning_rate=0.02, momentum=0.9),
    nesterov_l2=dict(optimizer="nesterov", learning_rate=0.02, momentum=0.9, l2=0.01),
    adam=dict(optimizer="adam", learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7),
    adam_torch=dict(optimizer="adam_torch", learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8),
    adamw=dict(optimizer="adamw", learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7, weight_decay=0.01),
    adamw_torch=dict(optimizer="adamw_torch", learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01),
)


class Optimizer:
    def __init__(self, optimizer, learning_rate, momentum=0.9, l2=0, beta1=0.9, beta2=0.999, epsilon=1e-7, weight_decay=0):
        self.kind, self.lr, self.mu, self.l2 = optimizer, learning_rate, momentum, l2
        self.b1, self.b2, self.eps, self.wd = beta1, beta2, epsilon, weight_decay
        self.t, self.state = 0, {}

    def step(self, parameters, gradients):
        """-> new parameters, a list beside the list of gradients"""
        self.t += 1
        return [self._one(i, p, g) for i, (p, g) in enumerate(zip(parameters, gradients))]

    def _one(self, i, p, g):
        if self.kind in ("sgd", "momentum", "nesterov"):
            g = g + self.l2 * p if self.l2 else g
            if self.kind == "sgd":
                return p - self.lr * g
            b = self.state[i] = self.mu * self.state.get(i, 0 * g) + g
            return p - self.lr * (b if self.kind == "momentum" else g + self.mu * b)
        m, v = self.state.get(i, (0 * g, 0 * g))
        m, v = self.b1 * m + (1 - self.b1) * g, self.b2 * v + (1 - self.b2) * g * g
        self.state[i] = (m, v)
        c1, c2 = 1 - self.b1**self.t, 1 - self.b2**self.t
        if self.kind.startswith("adamw"):
            p = p - self.lr * self.wd * p
        if self.kind.endswith("_torch"):
            return p - self.lr / c1 * m / ((v / c2) ** 0.5 + self.eps)
        return p - self.lr * c2**0.5 / c1 * m / (v**0.5 + self.eps)


def torch_optimizer(name, p):
    o = torch.optim
    return dict(sgd=lambda: o.SGD([p], lr=0.05), sgd_l2=lambda: o.SGD([p], lr=0.05, weight_decay=0.01),
                momentum=lambda: o.SGD([p], lr=0.02, momentum=0.9),
                nesterov=lambda: o.SGD([p], lr=0.02, momentum=0.9, nesterov=True),
                nesterov_l2=lambda: o.SGD([p], lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01),
                adam_torch=lambda: o.Adam([p], lr=0.001), adamw_torch=lambda: o.AdamW([p], lr=0.001))[name]()


def steps_data():
    start = dyadic(51, (7,), 1)
    gradients = dyadic(52, (5, 7), 2)
    gradients[:, 1] = 0                     # a parameter that never gets a gradient
    gradients[:, 2] *= 2.0**-24             # near Adam's epsilon: tells the two epsilon conventions apart
    gradients[:, 3] *= 2.0**12
    return start, gradients


def main():
    start, gradients = steps_data()
    cases = []
    for name, kind in KINDS.items():
        own, p, steps = Optimizer(**kind), start, []
        for g in gradients:
            p = own.step([p], [g])[0]
            steps.append(p)
        if name not in ("adam", "adamw"):
            q = torch.tensor(start, requires_grad=True)
            peer = torch_optimizer(name, q)
            for g, expected in zip(gradients, steps):
                q.grad = torch.tensor(g)
                peer.step()
                assert np.allclose(q.detach().numpy(), expected, rtol=1e-13, atol=1e-15), name
        cases.append(dict(name=name, **kind, steps=[numbers(s) for s in steps]))
    write("optimizer_steps.json", dict(start=numbers(start), gradients=[numbers(g) for g in gradients], cases=cases))


if __name__ == "__main__":
    main()
