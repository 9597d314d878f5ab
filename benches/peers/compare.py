"""Convscope beside its peers, in turns, and the ratio of their medians (above 1: Convscope is faster).

    python benches/peers/compare.py target/release/convscope benches/models [WORK[:NETWORK] ...] [--rounds 3] [--pictures FOLDER]

Both run on two threads as processes of their own, one after the other, `--rounds` times, so that whatever else the machine
does falls on both. A row prints the median of each side's medians, their ratio and the range of the rounds' ratios.

`training` is a step at batch 64 of a shipped recipe on noise, optimiser included, on both sides with the recipe's network and settings.

`folder` (only with --pictures) classifies every JPEG of a folder. Our time is that of the whole `predict` command with its
start and the opening of the model; the peer's is that of its loop alone.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from peer import pictures_in

NETWORKS = ["squeezenet1_1", "googlenet", "resnet18", "resnet50", "vgg16", "mobilenet_v2"]
ROWS = (
    [("forward", network, 15) for network in NETWORKS]
    + [("gradient", network, 9) for network in NETWORKS]
    + [("grad-cam", "resnet18", 15), ("occlusion", "resnet18", 1), ("occlusion", "googlenet", 1), ("occlusion", "vgg16", 1)]
    + [("score-cam", "resnet18", 1), ("ablation-cam", "resnet18", 3)]
    + [("folder", "googlenet", 1)]
    + [("training", "cifar10", 15), ("training", "photos", 5)]
)


def run(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ours(convscope: str, work: str, model: str, repeat: int, pictures: Path | None) -> float:
    """Milliseconds."""
    common = [convscope, "--threads", "2"]
    if work == "training":
        return run([*common, "bench", model, "--work", work, "--batch", "64", "--repeat", str(repeat), "--json"])["median_ms"]
    if work != "folder":
        return run([*common, "bench", model, "--work", work, "--repeat", str(repeat), "--json"])["median_ms"]
    start = time.perf_counter()
    run([*common, "predict", model, *map(str, pictures_in(pictures)), "--json"])
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("convscope")
    parser.add_argument("folder", type=Path)
    parser.add_argument("rows", nargs="*", help="which rows: a work, or work:network")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    peer = str(Path(__file__).with_name("peer.py"))
    print(f"{'work':<12} {'network':<14} {'peer ms':>9} {'ours ms':>9} {'ratio':>6}   range")
    for work, network, repeat in ROWS:
        if given.rows and work not in given.rows and f"{work}:{network}" not in given.rows:
            continue
        if work == "folder" and not given.pictures:
            continue
        recipes = Path(__file__).parents[2] / "models"
        folder = recipes if work == "training" else given.folder
        extra = ["--pictures", str(given.pictures)] if work == "folder" else []
        times = []
        for _ in range(given.rounds):
            command = [sys.executable, peer, work, network, str(folder), "--repeat", str(repeat), *extra]
            theirs = run(command)["median_ms"]
            model = network if work == "training" else str(folder / f"{network}.safetensors")
            times.append((theirs, ours(given.convscope, work, model, repeat, given.pictures)))
        ratios = [a / b for a, b in times]
        left, right = (statistics.median(side) for side in zip(*times))
        print(f"{work:<12} {network:<14} {left:9.1f} {right:9.1f} {left / right:6.2f}   {min(ratios):.2f} to {max(ratios):.2f}", flush=True)


if __name__ == "__main__":
    main()
