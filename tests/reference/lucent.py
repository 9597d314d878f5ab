"""What Lucent (torch-lucent 0.1.8, kornia 0.4.1) draws for ten channels of SqueezeNet 1.1, with all that it drew at random.

    python tests/reference/lucent.py [FOLDER] [--model ../shared/models/squeezenet1_1.safetensors] [--steps 64] [--channels N]

FOLDER (default /work/lucent-reference, some 45 MB, not for the repository) gets lucent.json and CHANNEL.safetensors, CHANNEL as
"features.7-17". Lucent itself runs, unchanged: `render_vis` with its defaults (128 pixels, Fourier parameters, Adam .05, its
standard transformations); `numpy.random.choice` is listened to. One thread. Needs torch, torchvision, torch-lucent, safetensors.

lucent.json: `settings`, and per channel under `channels`
  layer, channel   torchvision's layer (a Fire module's output), channel from 0; the objective is the mean of its map
  seed             of PyTorch for the spectrum and of NumPy for the draws
  objective        [steps] before each update, on the transformed picture
  draws            [steps] of {shift1: [y, x], scale, degrees, shift2: [y, x]}
  plain            objective of the last picture without transformations, at 128 pixels; `plain_224`: enlarged as Lucent does
  rounding         what rounding alone does to it: a replay of everything (below) in double precision starts from the same
                   spectrum with the same draws. `pictures`, the relative L2 distance after N updates; `objectives`, the
                   relative difference at each step; `first`, that of the very first gradient
CHANNEL.safetensors, all f32
  spectrum.N       1x3x128x65x2, real and imaginary, after N updates (0, 1, 8, 16, 32, 64)
  gradient.N       of the mean (not of Lucent's negative loss) by spectrum.N, under draws[N]; its value is objective[N]
  picture.N        1x3x128x128, red green blue, 0..1, of spectrum.N
  input.0          1x3x224x224, what the network saw at the first step

Adam takes nearly the same step for a coefficient whatever the size of its gradient, so rounding soon decides signs: two exact
programs part (`rounding`). Compare single steps from spectrum.N tightly, the first updates closely, the last only in value.

**What a step does, exactly** (`transformed` is a replay that agrees with Lucent to 1e-4, checked at every run):
  picture   sigmoid(M irfft2(spectrum * s, ortho) / 4), s = 1 / max(frequency, 1/128), M rows = colours (Lucid's, divided by
            its largest column norm); irfft2 ignores the imaginary parts that a real picture has not
  pad       12 pixels of .5 at each side: 152
  shift1    nothing is cropped: the content moves down and right by y, x in 0..7 times 152/151 pixels (kornia divides by size - 1
            and samples with align_corners=False), bilinear, zeros come in. So even whole shifts blur a little
  scale     bilinear, align_corners=True, to ceil(scale * 152); when smaller, zeros are put around:
            ceil((152 - new) / 2) at each side, so 153 where the difference is odd; when larger it stays larger (up to 168)
  rotate    about the centre ((size - 1) / 2), counter-clockwise as seen for positive degrees (real pi, Lucid's is 3.14), same
            size, bilinear, zeros come in; degrees are -10..10, five more times 0
  shift2    as shift1, y, x in 0..3, by size/(size - 1) of its present size
  colours   (x - mean) / std of ImageNet: the zeros of before are black, not grey
  enlarge   always to 224x224 (the parameter is below 224), bilinear, align_corners=True
The shift's first draw is x, the second y. Then scale, degrees, and the second shift's x, y.
"""

import argparse
import json
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

warnings.filterwarnings("ignore")
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).parent]  # This file is not Lucent.
from lucent.optvis import param, render, transform  # noqa: E402

UNITS = [("features.3", 10), ("features.4", 67), ("features.6", 27), ("features.6", 100), ("features.7", 17),
         ("features.8", 40), ("features.9", 96), ("features.10", 200), ("features.11", 300), ("features.12", 106)]
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
KEPT = (0, 1, 8, 16, 32, 64)


def squeezenet(path):
    model = torchvision.models.squeezenet1_1(weights=None)
    model.load_state_dict(load_file(path))
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model.eval()


# The replay.


def sampled(picture, y, x):
    """The picture at these places (pixels), bilinear, zero outside."""
    height, width = picture.shape[-2:]
    grid = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], -1)[None].to(picture.dtype)
    return F.grid_sample(picture, grid, align_corners=False)


def places(picture):
    return torch.meshgrid(*(torch.arange(n, dtype=torch.float64) for n in picture.shape[-2:]), indexing="ij")


def shifted(picture, by):
    y, x = places(picture)
    height, width = picture.shape[-2:]
    return sampled(picture, y - by[0] * height / (height - 1), x - by[1] * width / (width - 1))


def scaled(picture, scale):
    size = picture.shape[-1]
    new = math.ceil(scale * size)
    around = max(0, math.ceil((size - new) / 2))
    return F.pad(F.interpolate(picture, size=(new, new), mode="bilinear", align_corners=True), [around] * 4)


def rotated(picture, degrees):
    y, x = places(picture)
    centre, angle = (picture.shape[-1] - 1) / 2, math.radians(degrees)
    y, x = y - centre, x - centre
    sine, cosine = math.sin(angle), math.cos(angle)
    return sampled(picture, sine * x + cosine * y + centre, cosine * x - sine * y + centre)


def normalized(picture):
    mean, std = (torch.tensor(values, dtype=picture.dtype)[None, :, None, None] for values in (MEAN, STD))
    return (picture - mean) / std


def enlarged(picture):
    return F.interpolate(picture, size=(224, 224), mode="bilinear", align_corners=True)


def transformed(picture, draws):
    picture = shifted(F.pad(picture, [12] * 4, value=0.5), draws["shift1"])
    return enlarged(normalized(shifted(rotated(scaled(picture, draws["scale"]), draws["degrees"]), draws["shift2"])))


def picture_of(spectrum):
    size = spectrum.shape[2]
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[: size // 2 + 1])
    scale = torch.tensor(1 / np.maximum(frequency, 1 / size), dtype=spectrum.dtype)
    colours = np.float32([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
    colours = torch.tensor(colours / np.linalg.norm(colours, axis=0).max(), dtype=spectrum.dtype)
    planes = torch.fft.irfft2(torch.view_as_complex(spectrum) * scale, s=(size, size), norm="ortho") / 4
    return torch.sigmoid(torch.einsum("ij,njhw->nihw", colours, planes))


def cut(model, layer):
    """The network up to a layer of `features`."""
    return model.features[: int(layer.split(".")[1]) + 1]


def replayed(model, layer, channel, spectrum, draws):
    network = cut(model, layer).double()
    spectrum = spectrum.double().requires_grad_()
    optimizer = torch.optim.Adam([spectrum], lr=0.05)
    objectives, first, pictures = [], None, {}
    for one in draws:
        optimizer.zero_grad()
        value = network(transformed(picture_of(spectrum), one))[0, channel].mean()
        (-value).backward()
        objectives.append(value.item())
        first = -spectrum.grad.clone() if first is None else first
        optimizer.step()
        pictures[len(objectives)] = picture_of(spectrum.detach())
    network.float()
    return pictures, objectives, first


# Lucent, listened to.


def listened(model, layer, channel, seed, steps):
    torch.manual_seed(seed)
    np.random.seed(seed)
    heard, objectives, tensors, choose = [], [], {}, np.random.choice
    parameters, image = param.image(128)
    spectrum = parameters[0]

    def keep(done):
        if done in KEPT or done == steps:
            tensors[f"spectrum.{done}"], tensors[f"picture.{done}"] = spectrum.detach().clone(), image().detach().clone()

    keep(0)

    def listening(values, *others, **named):
        heard.append(choose(values, *others, **named))
        return heard[-1]

    def objective(hook):
        value = hook(layer.replace(".", "_"))[:, channel].mean()
        objectives.append(value.item())
        return -value

    class Adam(torch.optim.Adam):
        def step(self, closure):
            super().step(closure)
            done = len(objectives)
            if done - 1 in KEPT:
                tensors[f"gradient.{done - 1}"] = -spectrum.grad.clone()
            keep(done)

    def seen(_, inputs):
        tensors.setdefault("input.0", inputs[0].detach().clone())

    hook = model.register_forward_pre_hook(seen)
    np.random.choice = listening
    try:
        render.render_vis(model, objective, lambda: (parameters, image), optimizer=lambda given: Adam(given, lr=5e-2),
                          thresholds=(steps,), progress=False, show_image=False)
    finally:
        np.random.choice = choose
        hook.remove()
    assert len(heard) == 6 * steps and len(objectives) == steps
    draws = [{"shift1": [int(y), int(x)], "scale": float(scale), "degrees": float(degrees), "shift2": [int(y2), int(x2)]}
             for x, y, scale, degrees, x2, y2 in np.reshape(heard, (steps, 6))]
    return tensors, objectives, draws


def distance(one, other):
    return float((one.double() - other.double()).norm() / other.double().norm())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("/work/lucent-reference"))
    parser.add_argument("--model", type=Path, default=Path(__file__).parents[3] / "shared/models/squeezenet1_1.safetensors")
    parser.add_argument("--steps", type=int, default=64)
    parser.add_argument("--channels", type=int, default=len(UNITS))
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.folder.mkdir(parents=True, exist_ok=True)
    model = squeezenet(given.model)
    channels = []
    for seed, (layer, channel) in enumerate(UNITS[: given.channels], 1):
        tensors, objectives, draws = listened(model, layer, channel, seed, given.steps)
        last = tensors[f"picture.{given.steps}"]
        error = distance(transformed(tensors["picture.0"], draws[0]), tensors["input.0"])
        assert error < 1e-4, f"the replay of Lucent's transformations is off by {error:e}"
        with torch.no_grad():
            network = cut(model, layer)
            plain = network(normalized(last))[0, channel].mean().item()
            plain_224 = network(enlarged(normalized(last)))[0, channel].mean().item()
        again, values, first = replayed(model, layer, channel, tensors["spectrum.0"], draws)
        kept = [done for done in again if f"picture.{done}" in tensors]
        rounding = {"pictures": {done: distance(tensors[f"picture.{done}"], again[done]) for done in kept},
                    "first": distance(tensors["gradient.0"], first),
                    "objectives": [abs(one - other) / abs(other) for one, other in zip(objectives, values)]}
        save_file({name: value.contiguous() for name, value in tensors.items()}, given.folder / f"{layer}-{channel}.safetensors")
        channels.append({"layer": layer, "channel": channel, "seed": seed, "objective": objectives, "plain": plain,
                         "plain_224": plain_224, "rounding": rounding, "draws": draws})
        print(f"{layer}:{channel} objective {objectives[0]:.4g} to {objectives[-1]:.4g}, plain {plain:.4g}, at 224"
              f" {plain_224:.4g}, transformations {error:.1e}, first gradient {rounding['first']:.1e}, pictures after"
              f" {' '.join(f'{done}: {value:.1e}' for done, value in rounding['pictures'].items())}", flush=True)
    settings = {"size": 128, "network_size": 224, "steps": given.steps, "rate": 0.05, "betas": [0.9, 0.999], "epsilon": 1e-8,
                "deviation": 0.01, "decay": 1.0, "pad": 12, "pad_value": 0.5, "mean": MEAN, "std": STD, "redirected_relu": False,
                "lucent": "0.1.8", "kornia": transform.KORNIA_VERSION, "torch": torch.__version__}
    (given.folder / "lucent.json").write_text(json.dumps({"settings": settings, "channels": channels}, indent=1) + "\n")


if __name__ == "__main__":
    main()
