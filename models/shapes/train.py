"""Trains the embedded default network on drawings of `draw.py` and measures it on fresh ones.

    nice python models/shapes/train.py        writes models/shapes.safetensors and models/shapes.toml (24 minutes on two cores shared with compilers);
                                              needs torch and safetensors too

Recipe: one in four pictures shows two objects and its target is half of each, so that the network learns to answer for what is where.
Most of the training runs at 64 x 64 pixels, which is cheaper, the rest at 96 x 96. The first layer starts from smooth noise instead of white noise.
"""

import math
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from draw import CLASSES, render, sample_scene

MODELS = Path(__file__).resolve().parent.parent
SEED = 20261123
SIZE = 96
MEAN, STD = 0.5, 0.25
DRAWN = 28_000
FRESH = 5_000
PHASES = [(64, 5), (96, 3)]
BATCH = 32
RATE = 3e-3
DECAY = 0.05


class Block(nn.Module):
    """Two convolutions whose result is added to their input (He et al. 2015)."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        inner = F.relu(self.bn1(self.conv1(x)))
        return F.relu(x + self.bn2(self.conv2(inner)))


class Shapes(nn.Module):
    """96 x 96 RGB -> 24 maps of 24 x 24 -> 40 of 12 x 12 -> 64 of 12 x 12 -> 96 of 12 x 12 -> their means -> 12 class scores."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 24, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(24)
        self.conv2 = nn.Conv2d(24, 40, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(40)
        self.conv3 = nn.Conv2d(40, 64, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(64)
        self.block = Block(64)
        self.conv4 = nn.Conv2d(64, 96, 3, padding=1, bias=False)
        self.bn4 = nn.BatchNorm2d(96)
        self.fc = nn.Linear(96, len(CLASSES))
        with torch.no_grad():
            smooth = F.interpolate(torch.randn(24, 3, 4, 4), size=7, mode="bicubic", align_corners=True)
            self.conv1.weight.copy_(smooth * 0.08)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        x = self.block(F.relu(self.bn3(self.conv3(x))))
        x = F.relu(self.bn4(self.conv4(x)))
        return self.fc(x.mean((2, 3)))


def draw_one(task):
    seed, kinds = task
    return render(sample_scene(seed, [CLASSES[k] for k in kinds]), SIZE)


def draw_all(first_seed: int, count: int, share_of_two: float):
    """`count` pictures as N x 3 x 96 x 96 bytes, and for each the share of every class."""
    rng = np.random.default_rng(first_seed)
    tasks = []
    for index in range(count):
        objects = 2 if rng.random() < share_of_two else 1
        tasks.append((first_seed + index, [int(k) for k in rng.choice(len(CLASSES), objects, replace=False)]))
    with ProcessPoolExecutor(2) as pool:
        pictures = np.stack(list(pool.map(draw_one, tasks, chunksize=200)))
    shares = torch.zeros(count, len(CLASSES))
    for index, (_, kinds) in enumerate(tasks):
        shares[index, kinds] = 1 / len(kinds)
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous(), shares


def normalized(pictures):
    return (pictures.float() / 255 - MEAN) / STD


def augmented(pictures, size: int):
    """Flips, quarter turns and colour channels exchanged for a whole batch; brightness, tint, a hiding patch and blur picture by picture."""
    x = normalized(pictures)
    if torch.rand(()) < 0.5:
        x = x.flip(3)
    x = torch.rot90(x, int(torch.randint(4, ())), (2, 3))
    x = x[:, torch.randperm(3)]
    n = len(x)
    x = x * (1 + 0.3 * torch.rand(n, 1, 1, 1) - 0.15) + 0.3 * torch.randn(n, 1, 1, 1) + 0.12 * torch.randn(n, 3, 1, 1)
    for index in torch.nonzero(torch.rand(n) < 0.25).flatten().tolist():
        top, left = torch.randint(0, SIZE - 20, (2,)).tolist()
        x[index, :, top : top + 20, left : left + 20] = torch.randn(3, 1, 1) * 0.5
    half = n // 2
    x[:half] = F.avg_pool2d(F.pad(x[:half], (1, 1, 1, 1), mode="replicate"), 3, 1)
    if size != SIZE:
        x = F.interpolate(x, size=size, mode="bilinear", antialias=True)
    return x + 0.03 * torch.randn_like(x)


@torch.no_grad()
def scores(model, pictures):
    model.eval()
    return torch.cat([model(normalized(part)) for part in pictures.split(250)])


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # small batches: threads that wait for each other cost more than they bring
    start = time.time()
    pictures, shares = draw_all(1_000_000, DRAWN, 0.25)
    fresh, fresh_shares = draw_all(9_000_000, FRESH, 0.0)
    print(f"drawn after {time.time() - start:.0f} s", flush=True)
    model = Shapes().to(memory_format=torch.channels_last)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    rest = [p for p in model.parameters() if p.ndim == 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}], lr=RATE)
    steps_an_epoch = DRAWN // BATCH
    total = steps_an_epoch * sum(epochs for _, epochs in PHASES)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=total, pct_start=0.15)
    step = 0
    for size, epochs in PHASES:
        for _ in range(epochs):
            model.train()
            for part in torch.randperm(DRAWN)[: steps_an_epoch * BATCH].split(BATCH):
                x = augmented(pictures[part], size).contiguous(memory_format=torch.channels_last)
                loss = F.cross_entropy(model(x), shares[part])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                step += 1
                if step % 200 == 0:
                    print(f"step {step} of {total}, size {size}, loss {loss:.3f}, {time.time() - start:.0f} s", flush=True)
            right = (scores(model, fresh[:1000]).argmax(1) == fresh_shares[:1000].argmax(1)).float().mean()
            print(f"fresh: {right:.4f}", flush=True)
            save(model)
    report(model, fresh, fresh_shares)


def save(model):
    weights = {key: value.contiguous() for key, value in model.state_dict().items() if not key.endswith("num_batches_tracked")}
    save_file(weights, MODELS / "shapes.safetensors")


def report(model, fresh, fresh_shares):
    """Measures the finished network on fresh drawings and writes the sidecar."""
    right = (scores(model, fresh).argmax(1) == fresh_shares.argmax(1)).float().mean().item()
    two, two_shares = draw_all(8_000_000, 1_000, 1.0)
    both = (two_shares.gather(1, scores(model, two).topk(2).indices) > 0).all(1).float().mean().item()
    weights = sum(p.numel() for p in model.parameters())
    print(f"{weights} weights, one object {right:.4f} of {FRESH}, two objects both named {both:.4f} of 1000")
    labels = ", ".join(f'"{name}"' for name in CLASSES)
    (MODELS / "shapes.toml").write_text(
        f"""# Written by models/shapes/train.py.
name = "Shapes"
about = "A small network of {weights:,} weights trained by this project on drawings of twelve shapes that it makes itself; {right:.1%} right on {FRESH:,} fresh drawings. It knows nothing else, photographs least of all."
recipe = "{DRAWN:,} drawings by models/shapes/draw.py, a quarter of them with two objects; AdamW with a one-cycle rate, {" then ".join(f"{e} epochs at {s} x {s}" for s, e in PHASES)} pixels; on 1,000 fresh drawings of two objects both are among the first two answers {both:.1%} of the time"
seed = {SEED}
date = 2026-11-23
command = "python models/shapes/train.py"
labels = [{labels}]

[preprocessing]
size = {SIZE}
resize = "stretch"
order = "rgb"
range = 1.0
mean = [{MEAN}, {MEAN}, {MEAN}]
std = [{STD}, {STD}, {STD}]
"""
    )


if __name__ == "__main__":
    main()
