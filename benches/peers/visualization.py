"""Feature visualisation of GoogLeNet by Lucent, by an equal loop in PyTorch, and by Convscope, channel by channel.

    python benches/peers/visualization.py ../shared/models/googlenet.onnx -o OUT.json [--convscope target/release/convscope]
        [--works loop,lucent] [--channels N] [--steps 256] [--size 128] [--threads 2] [--arguments="..."] [--check]

`lucent` is Lucent's own `render_vis` with its defaults on the whole network, as its users call it: pictures below 224 are
enlarged to 224, its transformations fill with black. `loop` is Lucid's recipe (Fourier parameters, colours decorrelated, Adam
.05, pad 12 of .5, crop 8, scale .9 to 1.1, rotate -10 to 10 degrees, crop 4) at the canvas's own size with the network cut at the
layer and its weights frozen, in the faster of both memory formats. Convscope runs

    convscope --threads T visualize MODEL --target LAYER:CHANNEL --recipe lucid --steps N --size S --seed K -o OUT.npy --json

plus `--arguments="..."` (with the equals sign). Of its JSON: objective as [[step, value], ...], steps_per_second. OUT.npy is the
network's input, 1x3xHxW, as last evaluated.

The objective is the mean of the channel's map. `plain` is that of the last picture without transformations at its own size,
by the same PyTorch network for all but Convscope, whose own `scores` it is (its engine agrees with PyTorch to 1e-5); `last` is the best of the last 16 steps with them (for Lucent on 224, so not to be compared).
Steps per second are the median over chunks of 16. `--check` compares the network with ONNX Runtime and stops.
"""

import argparse
import json
import math
import shlex
import statistics
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

MEAN = [104.0, 117.0, 123.0]  # Blue, green, red, of 0..255.
CHUNK = 16
# Drawn once among channels that answer to six starting pictures: nothing teaches a dead one without a redirected ReLU.
CHANNELS = {"inception3a": [127, 169], "inception3b": [260, 365], "inception4a": [415, 469, 472], "inception4b": [113, 249, 455],
            "inception4c": [89, 151, 196], "inception4d": [159, 294, 367], "inception4e": [40, 740], "inception5a": [97, 684]}
UNITS = [(layer, channel) for layer, channels in CHANNELS.items() for channel in channels]


class Operator(nn.Module):
    """One ONNX node with its weights; a module of its own, so that Lucent can hook it."""

    def __init__(self, node, weights):
        super().__init__()
        self.kind = node.op_type
        self.given = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        self.sources = [name for name in node.input if name not in weights]
        self.weights = nn.ParameterList([nn.Parameter(weights[name]) for name in node.input if name in weights])

    def forward(self, *inputs):
        x, given = inputs[0], self.given
        match self.kind:
            case "Conv":
                return F.conv2d(x, *self.weights, stride=given["strides"], padding=given["pads"][:2], groups=given["group"])
            case "Relu":
                return F.relu(x)
            case "MaxPool":
                ceil = bool(given.get("ceil_mode", 0))
                return F.max_pool2d(x, given["kernel_shape"], given["strides"], given["pads"][:2], ceil_mode=ceil)
            case "AveragePool":
                return F.avg_pool2d(x, given["kernel_shape"], given["strides"], given.get("pads", [0, 0])[:2])
            case "LRN":
                return F.local_response_norm(x, given["size"], given["alpha"], given["beta"], given["bias"])
            case "Concat":
                return torch.cat(inputs, given["axis"])
            case "GlobalAveragePool":
                return x.mean((2, 3), keepdim=True)
            case "Flatten" | "Reshape":
                return x.flatten(1)
            case "Gemm":
                return F.linear(x, *self.weights)
            case "Dropout":
                return x
        raise NotImplementedError(self.kind)


class Network(nn.Module):
    """An ONNX graph, up to a layer; names lose their dots."""

    def __init__(self, path, until=None):
        super().__init__()
        graph = onnx.load(path).graph
        weights = {one.name: torch.tensor(numpy_helper.to_array(one)) for one in graph.initializer}
        self.until = until or graph.output[0].name
        needed, nodes = {self.until}, []
        for node in reversed(graph.node):
            if node.output[0] in needed:
                needed.update(node.input)
                nodes.append(node)
        self.input, self.names = graph.input[0].name, []
        for node in reversed(nodes):
            self.names.append(node.output[0])
            self.add_module(node.output[0].replace(".", "_"), Operator(node, weights))
        self.eval()

    def forward(self, x):
        maps = {self.input: x}
        for name in self.names:
            operator = self.get_submodule(name.replace(".", "_"))
            maps[name] = operator(*(maps[source] for source in operator.sources))
        return maps[self.until]


def to_network(picture):
    """Red green blue of 0..1 to what the network takes."""
    return 255 * picture.flip(1) - torch.tensor(MEAN)[None, :, None, None]


class Stopwatch:
    """The objective at each step, and when it was known."""

    def __init__(self):
        self.values, self.times = [], [time.perf_counter()]

    def note(self, value):
        self.values.append(value)
        self.times.append(time.perf_counter())

    def summary(self):
        marks = self.times[1::CHUNK]
        paces = [CHUNK / (after - before) for before, after in zip(marks, marks[1:])]
        return {"last": max(self.values[-CHUNK:]), "steps_per_second": statistics.median(paces) if paces else math.nan}


def lucent(path, layer, channel, seed, steps, size):
    from lucent.optvis import param, render, transform

    model, watch = Network(path), Stopwatch()
    torch.manual_seed(seed)
    np.random.seed(seed)
    parameters, image = param.image(size)

    def objective(hook):
        value = hook(layer.replace(".", "_"))[:, channel].mean()
        watch.note(value.item())
        return -value

    render.render_vis(model, objective, lambda: (parameters, image), transforms=[*transform.standard_transforms, to_network],
                      thresholds=(steps,), preprocess=False, progress=False, show_image=False)
    return image().detach(), watch.summary()


class Fourier:
    """Lucid's parameters: a spectrum that becomes a picture."""

    def __init__(self, size):
        frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[: size // 2 + 1])
        colours = np.float32([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
        self.size, self.scale = size, torch.tensor(1 / np.maximum(frequency, 1 / size), dtype=torch.float32)
        self.colours = torch.tensor(colours / np.linalg.norm(colours, axis=0).max())
        self.spectrum = (torch.randn(1, 3, *frequency.shape, 2) * 0.01).requires_grad_()

    def picture(self):
        spectrum = torch.view_as_complex(self.spectrum) * self.scale
        planes = torch.fft.irfft2(spectrum, s=(self.size, self.size), norm="ortho") / 4
        return torch.sigmoid(torch.einsum("ij,njhw->nihw", self.colours, planes))


def cropped(picture, by, generator):
    y, x = generator.integers(0, by + 1, 2)
    return picture[..., y:picture.shape[-2] - by + y, x:picture.shape[-1] - by + x]


def transformed(picture, generator):
    picture = cropped(F.pad(picture, [12] * 4, value=0.5), 8, generator)
    scale = 1 + (generator.integers(0, 11) - 5) / 50
    picture = F.interpolate(picture, size=[int(scale * n) for n in picture.shape[-2:]], mode="bilinear")
    angle = math.radians(generator.choice([*range(-10, 11), *[0] * 5]))
    turn = torch.tensor([[[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0]]])
    picture = F.grid_sample(picture, F.affine_grid(turn, list(picture.shape), align_corners=False), align_corners=False)
    return cropped(picture, 4, generator)


def loop(path, layer, channel, seed, steps, size, memory_format):
    model, watch = frozen(path, layer).to(memory_format=memory_format), Stopwatch()
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    fourier = Fourier(size)
    optimizer = torch.optim.Adam([fourier.spectrum], lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        x = to_network(transformed(fourier.picture(), generator)).contiguous(memory_format=memory_format)
        value = model(x)[0, channel].mean()
        (-value).backward()
        optimizer.step()
        watch.note(value.item())
    return fourier.picture().detach(), watch.summary()


def frozen(path, layer):
    model = Network(path, layer)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def faster_format(path, size):
    """Which memory format the loop is faster in, in the middle of the network."""
    formats = [torch.contiguous_format, torch.channels_last]
    paces = [loop(path, "inception4c", 0, 0, 2 * CHUNK + 1, size, one)[1]["steps_per_second"] for one in formats]
    return formats[paces[1] > paces[0]]


def convscope(program, path, layer, channel, seed, steps, size, threads, arguments):
    """Its picture as the network's input, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "picture.npy"
        command = [program, "--threads", str(threads), "visualize", str(path), "--target", f"{layer}:{channel}",
                   "--recipe", "lucid", "--steps", str(steps), "--size", str(size), "--seed", str(seed),
                   "-o", str(out), "--json", *arguments]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode:
            raise SystemExit(f"{shlex.join(command)}\n{answer.stderr}")
        said = json.loads(answer.stdout)
        values = [value for step, value in said["objective"] if steps - CHUNK <= step < steps] or [said["objective"][-1][1]]
        return torch.tensor(np.load(out).astype(np.float32)), {
            "plain": said["scores"][0], "last": max(values), "steps_per_second": said["steps_per_second"],
            "high_frequency": said.get("high_frequency"), "total_variation": said.get("total_variation")}


def check(path):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(0).uniform(-100, 130, (1, 3, 224, 224)).astype(np.float32)
    expected = session.run(None, {session.get_inputs()[0].name: x})[0]
    with torch.no_grad():
        found = Network(path)(torch.tensor(x)).numpy()
    error = np.linalg.norm(found - expected) / np.linalg.norm(expected)
    print(f"logits against onnxruntime {onnxruntime.__version__}: relative L2 error {error:.1e}")
    assert error < 1e-4


def table(rows, sides):
    for side in sides:
        both = [row for row in rows if side in row and "convscope" in row]
        if not both:
            continue
        wins = [row["convscope"]["plain"] >= row[side]["plain"] for row in both]
        ratios = [row["convscope"]["steps_per_second"] / row[side]["steps_per_second"] for row in both]
        values = [row["convscope"]["plain"] / row[side]["plain"] for row in both if row[side]["plain"] > 0]
        print(f"against {side}: {sum(wins)} of {len(wins)} channels at least as strong ({sum(wins) / len(wins):.0%}), objective"
              f" x{statistics.median(values or [0]):.2f}, speed x{statistics.median(ratios):.2f} (medians; speeds"
              f" {min(ratios):.2f} to {max(ratios):.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--convscope")
    parser.add_argument("--arguments", type=shlex.split, default=[], help="more for Convscope")
    parser.add_argument("--works", default="loop,lucent")
    parser.add_argument("--channels", type=int, default=len(UNITS))
    parser.add_argument("--steps", type=int, default=256)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(given.threads)
    if given.check:
        return check(given.model)
    works = [work for work in given.works.split(",") if work]
    sides = works + (["convscope"] if given.convscope else [])
    memory_format = faster_format(given.model, given.size) if "loop" in works else None
    step = max(1, len(UNITS) // given.channels)
    rows = []
    print(f"{'target':<18}" + "".join(f"{side + ' plain':>18}{'last':>9}{'steps/s':>9}" for side in sides))
    for seed, (layer, channel) in enumerate(UNITS[::step][: given.channels], 1):
        row = {"layer": layer, "channel": channel, "seed": seed}
        network = frozen(given.model, layer)
        common = (given.model, layer, channel, seed, given.steps, given.size)
        for side in sides:
            if side == "convscope":
                x, summary = convscope(given.convscope, *common, given.threads, given.arguments)
                summary["input"] = list(x.shape)
            else:
                picture, summary = loop(*common, memory_format) if side == "loop" else lucent(*common)
                x = to_network(picture)
            with torch.no_grad():
                # Convscope's array is the picture as it was shaken last; of the picture as it is, it says the number itself.
                row[side] = {"plain": network(x)[0, channel].mean().item(), **summary}
        rows.append(row)
        cells = (f"{row[side]['plain']:18.4g}{row[side]['last']:9.4g}{row[side]['steps_per_second']:9.2f}" for side in sides)
        print(f"{layer + ':' + str(channel):<18}" + "".join(cells), flush=True)
    table(rows, works)
    if given.out:
        settings = {"steps": given.steps, "size": given.size, "threads": given.threads, "torch": torch.__version__,
                    "memory_format": str(memory_format)}
        given.out.write_text(json.dumps({"settings": settings, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
