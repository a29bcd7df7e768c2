"""PyTorch, eager, Adam fused, one thread."""

from peer import JOB, serve, training_images

import torch
import torch.nn as nn
import torch.nn.functional as functional

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
torch.manual_seed(JOB["seed"])
ACTIVATIONS = {
    "identity": None,
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "leaky_relu": lambda: nn.LeakyReLU(JOB["leaky_slope"]),
}


def glorot(layer):
    nn.init.xavier_uniform_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def build():
    layers = []
    channels, height, width = JOB["input"]
    flat = None

    def activate(name):
        if ACTIVATIONS[name]:
            layers.append(ACTIVATIONS[name]())

    for layer in JOB["layers"]:
        kind = layer["kind"]
        if kind == "convolution":
            kernel = layer["size"]
            same = layer["padding"] == "same"
            layers.append(
                glorot(nn.Conv2d(channels, layer["units"], kernel, padding="same" if same else 0))
            )
            channels = layer["units"]
            height, width = (height, width) if same else (height - kernel + 1, width - kernel + 1)
            activate(layer["activation"])
        elif kind == "batch_norm":
            # PyTorch's momentum is the weight of the new value.
            layers.append(nn.BatchNorm2d(channels, eps=layer["epsilon"], momentum=1 - layer["momentum"]))
        elif kind in ("average", "max"):
            size = layer["size"]
            layers.append(nn.AvgPool2d(size) if kind == "average" else nn.MaxPool2d(size))
            height, width = height // size, width // size
        elif kind == "dropout":
            layers.append(nn.Dropout(layer["rate"]))
        elif kind == "dense":
            if flat is None:
                layers.append(nn.Flatten())
                flat = channels * height * width
            layers.append(glorot(nn.Linear(flat, layer["units"])))
            flat = layer["units"]
            activate(layer["activation"])
    return nn.Sequential(*layers)


images, labels = training_images()
X = torch.from_numpy(images)[:, None].contiguous()
Y = torch.from_numpy(labels)
model = build()
optimizer = torch.optim.Adam(model.parameters(), lr=JOB["learning_rate"], eps=1e-7, fused=True)


def epoch():
    model.train()
    order = torch.randperm(len(X))
    total = 0.0
    for start in range(0, len(X), JOB["batch"]):
        chosen = order[start : start + JOB["batch"]]
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(X[chosen]), Y[chosen])
        loss.backward()
        optimizer.step()
        # No .item() here: it would end the step's overlap of Python and kernels.
        total = total + loss.detach() * len(chosen)
    return total / len(X)


serve(torch.__version__, sum(p.numel() for p in model.parameters()), epoch)
