"""Makes Tests/Fixtures/engine/layers_*.json: every layer, forward and backward, in float64.

    python engine_layers.py          (Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6; about 3 s)

Layer values come from PyTorch's autograd in float64, checked in this script against central differences and, where
the engine's rule is a choice (max pooling ties, even kernels, running statistics), against a plain NumPy
implementation. Inputs, parameters and upstream gradients are exact in float32, so a float32 implementation starts
from the very same numbers. In the convolution and dense cases they are multiples of 1/256 so small that every
product and partial sum is exact in float32 whatever the order of summation, fused or not: a direct implementation must
give exactly these outputs and gradients (this script asserts it for PyTorch).

Schema of layers_*.json (all arrays flat, row-major, images [n][c][h][w]):
{"cases": [{
   "name", "kind",                         kind: convolution, average_pool, max_pool, dense, batch_norm, activation,
                                           softmax_cross_entropy, dropout
   "input_shape": [...], "output_shape": [...],     [n, c, h, w] or [n, features]
   kind-specific members (below),
   "input": [...], "parameters": {name: [...]},
   "output": [...], "output_gradient": [...],
   "input_gradient": [...], "parameter_gradients": {name: [...]},
   "float32_error": {name: e}              how far PyTorch in float32 is off: max |difference| / max |truth| of an array
}]}
convolution             "kernel", "padding" ("same" or "valid"), "in_channels", "out_channels"; weight [out][in][ky][kx], bias
average_pool, max_pool  "window" (= stride); no parameters
dense                   weight [out][in], bias
batch_norm              "mode" ("training" or "inference"), "epsilon", "momentum"; gamma, beta; "running_mean" and
                        "running_variance" (before), and in training "updated_running_mean", "updated_running_variance",
                        "batch_mean", "batch_variance" (biased)
activation              "function": tanh, relu, sigmoid, leaky_relu, identity
softmax_cross_entropy   "labels"; output = [mean loss]; "sample_losses", "probabilities"; output_gradient = [1]
dropout                 "rate", "mask" (1 kept, 0 dropped)
"""
import numpy as np
import torch
import torch.nn.functional as F

from engine_common import dyadic, relative_error, uniform, write, numbers

torch.set_num_threads(1)
EPSILON, MOMENTUM = 1e-3, 0.99
seed_counter = [1000]


def fresh():
    seed_counter[0] += 1
    return seed_counter[0]


def f32(a):
    return np.asarray(a, np.float64).astype(np.float32).astype(np.float64)


def run(function, x, parameters, gradient, dtype):
    """-> output, input gradient, {name: gradient} as float64 NumPy arrays, computed in dtype"""
    t = torch.tensor(x, dtype=dtype, requires_grad=True)
    p = {k: torch.tensor(v, dtype=dtype, requires_grad=True) for k, v in parameters.items()}
    y = function(t, p)
    g = torch.tensor(np.broadcast_to(gradient, tuple(y.shape)).copy(), dtype=dtype)
    y.backward(g)
    return y.detach().double().numpy(), t.grad.double().numpy(), {k: v.grad.double().numpy() for k, v in p.items()}


def central_differences(function, x, parameters, gradient, wanted_x, wanted_p, name):
    """compares up to 40 elements of every gradient with central differences in float64"""
    worst = 0

    def objective(x, p):
        with torch.no_grad():
            y = function(torch.tensor(x), {k: torch.tensor(v) for k, v in p.items()})
        return float((y.numpy() * gradient).sum())

    for key, array, wanted in [(None, x, wanted_x)] + [(k, parameters[k], wanted_p[k]) for k in parameters]:
        for i in np.unique(np.linspace(0, array.size - 1, 40).astype(int)):
            h, a = 1e-5, array.reshape(-1)
            ends = []
            for s in (h, -h):
                b = a.copy()
                b[i] += s
                b = b.reshape(array.shape)
                ends.append(objective(b, parameters) if key is None else objective(x, {**parameters, key: b}))
            d = abs((ends[0] - ends[1]) / (2 * h) - wanted.reshape(-1)[i]) / max(1, np.abs(wanted).max())
            worst = max(worst, d)
    assert worst < 2e-7, (name, worst)
    return worst


def case(name, kind, function, x, parameters=None, gradient=None, differences=True, extra=None, output_shape=None):
    parameters = parameters or {}
    x = f32(x)
    parameters = {k: f32(v) for k, v in parameters.items()}
    with torch.no_grad():
        shape = tuple(function(torch.tensor(x), {k: torch.tensor(v) for k, v in parameters.items()}).shape)
    g = dyadic(fresh(), shape) if gradient is None else np.asarray(gradient, np.float64)
    y, gx, gp = run(function, x, parameters, g, torch.float64)
    y4, gx4, gp4 = run(function, x, parameters, g, torch.float32)
    if differences:
        central_differences(function, x, parameters, g, gx, gp, name)
    r = dict(name=name, kind=kind, input_shape=list(x.shape), output_shape=list(output_shape or shape), **(extra or {}))
    r.update(input=numbers(x), parameters={k: numbers(v) for k, v in parameters.items()},
             output=numbers(y), output_gradient=numbers(g), input_gradient=numbers(gx),
             parameter_gradients={k: numbers(v) for k, v in gp.items()})
    errors = dict(output=relative_error(y4, y), input_gradient=relative_error(gx4, gx))
    errors.update({k: relative_error(gp4[k], gp[k]) for k in gp})
    if kind in ("convolution", "dense"):
        assert not any(errors.values()), (name, errors)
        # every value is a multiple of 2^-16 and no subset of any sum's terms leaves 2^24 of those: exact in any order
        ay, agx, agp = run(function, np.abs(x), {k: np.abs(v) for k, v in parameters.items()}, np.abs(g), torch.float64)
        for a, v in [(ay, y), (agx, gx)] + [(agp[k], gp[k]) for k in gp]:
            assert ((a + np.abs(v)) / 2).max() * 2**16 <= 2**24, name
    r["float32_error"] = {k: float(f"{v:.2g}") for k, v in errors.items()}
    return r


def summary(file, cases):
    worst = {}
    for c in cases:
        for k, v in c["float32_error"].items():
            worst[k] = max(worst.get(k, (0, "")), (v, c["name"]))
    for k, (v, n) in worst.items():
        print(f"  {file}: float32 {k} off by at most {v:.1e} ({n})")
    write(file, {"cases": cases})


# ---- convolution
def convolution(k, padding, cin, cout, h, w, n, input_gradient_rows=None):
    def function(x, p):
        if padding == "same":
            before = (k - 1) // 2
            x = F.pad(x, (before, k - 1 - before, before, k - 1 - before))
        return F.conv2d(x, p["weight"], p["bias"])
    return case(f"conv{k}x{k}_{padding}_{cin}to{cout}_{h}x{w}_batch{n}", "convolution", function,
                dyadic(fresh(), (n, cin, h, w)),
                dict(weight=dyadic(fresh(), (cout, cin, k, k), 1), bias=dyadic(fresh(), (cout,), 1)),
                extra=dict(kernel=k, padding=padding, in_channels=cin, out_channels=cout))


def naive_convolution_check():
    """cross-correlation by its definition, on one even and one odd kernel"""
    for k in (2, 5):
        x, w = dyadic(fresh(), (2, 3, 6, 5)), dyadic(fresh(), (4, 3, k, k), 1)
        b, before = dyadic(fresh(), (4,), 1), (k - 1) // 2
        c = lambda p: F.conv2d(F.pad(torch.tensor(x), (before, k - 1 - before) * 2), p["weight"], p["bias"])
        y = c(dict(weight=torch.tensor(w), bias=torch.tensor(b))).numpy()
        for n, o, r, q in np.ndindex(*y.shape):
            s = b[o]
            for i, ky, kx in np.ndindex(3, k, k):
                rr, qq = r + ky - before, q + kx - before
                if 0 <= rr < 6 and 0 <= qq < 5:
                    s += x[n, i, rr, qq] * w[o, i, ky, kx]
            assert abs(s - y[n, o, r, q]) < 1e-12


naive_convolution_check()
summary("layers_convolution.json", [convolution(*a) for a in [
    (1, "same", 3, 5, 6, 5, 5), (1, "valid", 1, 6, 3, 4, 1), (2, "same", 2, 3, 5, 4, 5), (2, "valid", 1, 6, 5, 6, 1),
    (3, "same", 3, 5, 9, 7, 1), (3, "valid", 6, 16, 5, 4, 5), (3, "same", 2, 3, 1, 1, 3), (4, "same", 2, 3, 6, 5, 1),
    (4, "valid", 2, 3, 6, 5, 2), (5, "same", 1, 6, 9, 7, 1), (5, "same", 3, 5, 4, 3, 5), (7, "same", 3, 5, 5, 4, 1),
    (7, "same", 1, 2, 9, 7, 5), (7, "valid", 1, 6, 9, 8, 5)]])
summary("layers_convolution_batches.json", [convolution(*a) for a in [
    (5, "valid", 6, 16, 6, 6, 1), (5, "same", 1, 4, 4, 3, 16), (5, "valid", 2, 3, 6, 5, 16), (5, "same", 1, 3, 4, 5, 19),
    (5, "valid", 3, 5, 5, 6, 19), (3, "same", 2, 3, 2, 4, 17), (1, "valid", 3, 2, 1, 3, 33)]])


# ---- pooling
def max_pool_numpy(x, p, g):
    """the first maximum of a window in row-major order takes the gradient; cells beyond the last window take none"""
    n, c, h, w = x.shape
    y, gx = np.zeros((n, c, h // p, w // p)), np.zeros_like(x)
    for i, j, r, q in np.ndindex(*y.shape):
        window = x[i, j, r * p:(r + 1) * p, q * p:(q + 1) * p]
        k = int(np.argmax(window))       # argmax returns the first of equal maxima
        y[i, j, r, q] = window.reshape(-1)[k]
        gx[i, j, r * p + k // p, q * p + k % p] += g[i, j, r, q]
    return y, gx


def pool(kind, p, c, h, w, n, x=None, name=""):
    f = F.avg_pool2d if kind == "average_pool" else F.max_pool2d
    x = dyadic(fresh(), (n, c, h, w)) if x is None else x
    ties = bool(name)
    r = case(f"{kind}{p}{name}_{c}x{h}x{w}_batch{n}", kind, lambda t, _: f(t, p), x,
             differences=not ties, extra=dict(window=p))
    if kind == "max_pool":
        y, gx = max_pool_numpy(x, p, np.reshape(r["output_gradient"], r["output_shape"]))
        assert np.array_equal(y.reshape(-1), r["output"]) and np.array_equal(gx.reshape(-1), r["input_gradient"]), name
    return r


def tied(n, c, h, w):
    return np.floor(uniform(fresh(), n * c * h * w) * 3).reshape(n, c, h, w) - 1


summary("layers_pooling.json",
        [pool("average_pool", *a) for a in [(2, 3, 6, 8, 1), (2, 2, 7, 5, 5), (3, 2, 7, 8, 1), (2, 1, 3, 5, 16), (2, 2, 5, 4, 19),
                                            (1, 2, 3, 2, 2), (4, 1, 9, 6, 3)]]
        + [pool("max_pool", *a) for a in [(2, 3, 6, 8, 1), (2, 2, 7, 5, 5), (3, 2, 7, 8, 1), (2, 1, 3, 5, 16), (2, 2, 5, 4, 19),
                                          (1, 2, 3, 2, 2), (4, 1, 9, 6, 3)]]
        + [pool("max_pool", p, c, h, w, n, tied(n, c, h, w), "_ties") for p, c, h, w, n in
           [(2, 2, 6, 6, 5), (2, 1, 5, 7, 19), (3, 2, 7, 6, 3)]]
        + [pool("max_pool", 2, 1, 4, 6, 2, np.zeros((2, 1, 4, 6)), "_all_equal")])


# ---- dense
def dense(i, o, n):
    return case(f"dense_{i}to{o}_batch{n}", "dense", lambda x, p: F.linear(x, p["weight"], p["bias"]),
                dyadic(fresh(), (n, i)), dict(weight=dyadic(fresh(), (o, i), 1), bias=dyadic(fresh(), (o,), 1)))


summary("layers_dense.json", [dense(*a) for a in [(7, 3, 1), (1, 1, 5), (13, 10, 5), (37, 11, 17), (33, 17, 16), (5, 47, 19),
                                                  (31, 2, 33), (64, 10, 1)]])


# ---- batch normalisation
def batch_norm(mode, shape, name="", x=None):
    c = shape[1]
    axes = (0, 2, 3) if len(shape) == 4 else (0,)
    view = (1, c, 1, 1) if len(shape) == 4 else (1, c)
    x = f32(dyadic(fresh(), shape, 2) * 1.5 + 0.25 * np.arange(c).reshape(view)) if x is None else f32(x)
    rm, rv = dyadic(fresh(), (c,), 1), dyadic(fresh(), (c,), 1) + 1.5
    mean, var = x.mean(axes), x.var(axes)

    def function(t, p):
        if mode == "training":
            m, v = t.mean(axes, keepdim=True), t.var(axes, unbiased=False, keepdim=True)
        else:
            m, v = (torch.tensor(a, dtype=t.dtype).reshape(view) for a in (rm, rv))
        return (t - m) / torch.sqrt(v + EPSILON) * p["gamma"].reshape(view) + p["beta"].reshape(view)

    extra = dict(mode=mode, epsilon=EPSILON, momentum=MOMENTUM, running_mean=numbers(rm), running_variance=numbers(rv))
    if mode == "training":
        extra.update(batch_mean=numbers(mean), batch_variance=numbers(var),
                     updated_running_mean=numbers(MOMENTUM * rm + (1 - MOMENTUM) * mean),
                     updated_running_variance=numbers(MOMENTUM * rv + (1 - MOMENTUM) * var))
    gamma, beta = dyadic(fresh(), (c,), 1) + 1.25, dyadic(fresh(), (c,), 1)
    r = case(f"batch_norm_{mode}{name}_{'x'.join(map(str, shape[1:]))}_batch{shape[0]}", "batch_norm", function, x,
             dict(gamma=gamma, beta=beta), extra=extra, differences="constant" not in name and "offset" not in name)
    own = F.batch_norm(torch.tensor(x), torch.tensor(rm), torch.tensor(rv), torch.tensor(gamma), torch.tensor(beta),
                       mode == "training", 0.0, EPSILON) if x.size // c > 1 else None
    assert own is None or np.allclose(own.numpy().reshape(-1), r["output"], rtol=1e-12, atol=1e-12)
    return r


constant = dyadic(fresh(), (5, 3, 2, 3))
constant[:, 1] = 0.75
summary("layers_batch_norm.json",
        [batch_norm("training", s) for s in [(1, 3, 4, 3), (5, 3, 4, 3), (16, 2, 3, 3), (19, 3, 3, 2), (17, 6, 1, 1),
                                             (5, 7), (16, 5), (19, 7), (33, 3)]]
        + [batch_norm("training", (5, 3, 2, 3), "_constant_channel", constant),
           batch_norm("training", (19, 2, 3, 2), "_offset_100", dyadic(fresh(), (19, 2, 3, 2), 1) + 100)]
        + [batch_norm("inference", s) for s in [(1, 3, 4, 3), (5, 2, 3, 3), (19, 3, 2, 2), (5, 7), (19, 4)]])


# ---- activations
functions = dict(tanh=torch.tanh, relu=F.relu, sigmoid=torch.sigmoid,
                 leaky_relu=lambda x: torch.where(x > 0, x, 0.01 * x), identity=lambda x: x * 1)
special = [0.0, 2.0**-40, -2.0**-40, 2.0**-12, -2.0**-12, 0.25, -0.25, 0.5, -0.5, 1, -1, 4, -4, 8, -8, 9.5, -9.5, 20, -20, 80, -80]
cases = []
for f in functions:
    cases.append(case(f"{f}_special_values", "activation", lambda x, _: functions[f](x), np.array(special)[None, :],
                      gradient=1 + np.abs(dyadic(fresh(), (1, len(special)))), differences=False, extra=dict(function=f)))
    for shape in [(1, 7), (5, 2, 3, 3), (19, 1, 2, 3)]:
        x = dyadic(fresh(), shape, 3)
        x[np.abs(x) < 0.01] = 0.5
        cases.append(case(f"{f}_{'x'.join(map(str, shape[1:]))}_batch{shape[0]}", "activation", lambda x, _: functions[f](x), x,
                          extra=dict(function=f)))
summary("layers_activation.json", cases)


# ---- loss
def loss(classes, n, extreme=False):
    label = np.arange(n) * 7 % classes if extreme else np.floor(uniform(fresh(), n) * classes).astype(int)
    x = dyadic(fresh(), (n, classes), 4)
    if extreme:
        x = np.where(uniform(fresh(), n * classes).reshape(n, classes) < 0.5, -80.0, 80.0)
        x[0] = 80 * np.where(np.arange(classes) == label[0], 1, -1)      # certain and right
        x[1 % n] = 80 * np.where(np.arange(classes) == label[1 % n], -1, 1)  # certain and wrong
    t = torch.tensor(label)
    r = case(f"softmax_cross_entropy_{classes}_classes_batch{n}{'_extreme' if extreme else ''}", "softmax_cross_entropy",
             lambda x, _: F.cross_entropy(x, t).reshape(1), x, gradient=[1.0], extra=dict(labels=numbers(label)))
    r["sample_losses"] = numbers(F.cross_entropy(torch.tensor(x), t, reduction="none"))
    r["probabilities"] = numbers(torch.softmax(torch.tensor(x), 1))
    q = np.exp(x - x.max(1, keepdims=True))
    q /= q.sum(1, keepdims=True)
    assert np.allclose(((q - np.eye(classes)[label]) / n).reshape(-1), r["input_gradient"], rtol=1e-12, atol=1e-17)
    return r


summary("layers_loss.json", [loss(c, n) for c, n in [(2, 1), (2, 17), (10, 5), (10, 16), (10, 19), (47, 5)]]
        + [loss(2, 5, True), loss(10, 5, True), loss(47, 3, True)])


# ---- dropout with a given mask
def dropout(shape, rate):
    mask = (uniform(fresh(), int(np.prod(shape))) >= rate).astype(int).reshape(shape)
    return case(f"dropout_{rate}_{'x'.join(map(str, shape[1:]))}_batch{shape[0]}", "dropout",
                lambda x, _: x * torch.tensor(mask, dtype=x.dtype) * (1 / (1 - rate)), dyadic(fresh(), shape),
                extra=dict(rate=rate, mask=numbers(mask)))


summary("layers_dropout.json", [dropout(*a) for a in [((5, 2, 3, 3), 0.5), ((19, 7), 0.25), ((1, 11), 0.3), ((16, 3, 2, 2), 0.4)]])
