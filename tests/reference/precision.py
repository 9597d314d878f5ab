"""How far input gradients in float32 lie from float64: Convscope's and PyTorch's, ten networks, ten photographs.

Weights are random (torchvision's initial ones, seed 1), with batch normalisations calibrated on 32 other photographs, so that
every rectifier sees values around 0 and flips where rounding decides.

    python tests/reference/precision.py FOLDER path/to/convscope [PHOTOGRAPHS]

makes what it needs in FOLDER at the first run, and prints the median distance (relative, L2) for each network, the share of
pictures on which a rectifier flipped (distance over 5e-5), and the median over all pairs.
"""

import glob
import os
import subprocess
import sys

import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors.torch import save_file

NAMES = [
    "resnet18", "mobilenet_v2", "densenet121", "squeezenet1_1", "googlenet", "vgg11", "mnasnet1_0", "efficientnet_b0",
    "shufflenet_v2_x1_0", "regnet_x_400mf",
]
COUNT = 10


def picture(path):
    image = Image.open(path).convert("RGB").resize((224, 224), Image.BILINEAR)
    pixels = torch.tensor(np.asarray(image), dtype=torch.float64).permute(2, 0, 1) / 255
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)[:, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)[:, None, None]
    return ((pixels - mean) / deviation).float()


def gradient(network, x, target=None):
    x = x.clone().requires_grad_()
    scores = network(x)
    target = int(scores.argmax()) if target is None else target
    return torch.autograd.grad(scores[0, target], x)[0].numpy(), target


def distance(found, true):
    return float(np.linalg.norm(found - true) / np.linalg.norm(true))


def make(folder, photographs):
    os.makedirs(folder, exist_ok=True)
    paths = sorted(glob.glob(f"{photographs}/**/*.jpg", recursive=True))
    chosen = np.random.default_rng(0).choice(len(paths), COUNT + 32, replace=False)
    pictures = torch.stack([picture(paths[index]) for index in chosen])
    for index in range(COUNT):
        np.save(f"{folder}/x{index}.npy", pictures[index : index + 1].numpy())
    for name in NAMES:
        torch.manual_seed(1)
        options = {"aux_logits": False, "init_weights": True} if name == "googlenet" else {}
        network = getattr(torchvision.models, name)(weights=None, **options)
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = None
                module.reset_running_stats()
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        network.train()
        with torch.no_grad():
            network(pictures[COUNT:])
        network.eval()
        numbers = {key: value.contiguous() for key, value in network.state_dict().items() if value.is_floating_point()}
        save_file(numbers, f"{folder}/{name}.safetensors")
        network.double()
        true = [gradient(network, pictures[index : index + 1].double()) for index in range(COUNT)]
        network.float()
        distances = []
        for index, (expected, target) in enumerate(true):
            np.save(f"{folder}/{name}-g{index}.npy", expected)
            found, _ = gradient(network, pictures[index : index + 1], target)
            distances.append(distance(found, expected))
        np.savez(f"{folder}/{name}.npz", targets=[target for _, target in true], distances=distances)


def convscope(program, folder, name, index, target):
    out = os.path.join(folder, "found.npy")
    size = ["--preprocess", "size=224x224,resize=stretch"] if name == "squeezenet1_1" else []
    arguments = ["--method", "gradient", "--target", str(target), "-o", out, *size]
    subprocess.run([program, "attribute", f"{folder}/{name}.safetensors", f"{folder}/x{index}.npy", *arguments], check=True)
    return np.load(out)


def main():
    folder, program = sys.argv[1:3]
    if not os.path.exists(f"{folder}/{NAMES[-1]}.npz"):
        make(folder, sys.argv[3] if len(sys.argv) > 3 else "../shared/data/imagenette-160/train")
    ours, theirs = [], []
    for name in NAMES:
        known = np.load(f"{folder}/{name}.npz")
        distances = []
        for index, target in enumerate(known["targets"]):
            found = convscope(program, folder, name, index, target)
            distances.append(distance(found, np.load(f"{folder}/{name}-g{index}.npy")))
        flipped = [np.mean(np.array(all_of) > 5e-5) for all_of in (distances, known["distances"])]
        print(
            f"{name:20s} Convscope {np.median(distances):.1e} (flips {flipped[0]:.0%})"
            f"   PyTorch {np.median(known['distances']):.1e} (flips {flipped[1]:.0%})",
            flush=True,
        )
        ours += distances
        theirs += list(known["distances"])
    print(f"all pairs: Convscope {np.median(ours):.2e}, PyTorch {np.median(theirs):.2e}")


main()
