"""Convscope beside its peers, in turns, and the ratio of their medians (above 1: Convscope is faster).

    python benches/peers/compare.py target/release/convscope benches/models [WORK[:NETWORK] ...] [--rounds 3]

Both run on two threads as processes of their own, one after the other, `--rounds` times, so that whatever else the machine
does falls on both. A row prints the median of each side's medians, their ratio and the range of the rounds' ratios.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

NETWORKS = ["squeezenet1_1", "googlenet", "resnet18", "resnet50", "vgg16", "mobilenet_v2"]
ROWS = (
    [("forward", network, 15) for network in NETWORKS]
    + [("gradient", network, 9) for network in NETWORKS]
    + [("grad-cam", "resnet18", 15), ("occlusion", "resnet18", 1), ("occlusion", "googlenet", 1), ("occlusion", "vgg16", 1)]
)


def run(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("convscope")
    parser.add_argument("folder", type=Path)
    parser.add_argument("rows", nargs="*", help="which rows: a work, or work:network")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    peer = str(Path(__file__).with_name("peer.py"))
    print(f"{'work':<12} {'network':<14} {'peer ms':>9} {'ours ms':>9} {'ratio':>6}   range")
    for work, network, repeat in ROWS:
        if given.rows and work not in given.rows and f"{work}:{network}" not in given.rows:
            continue
        theirs, ours = [], []
        for _ in range(given.rounds):
            theirs.append(run([sys.executable, peer, work, network, str(given.folder), "--repeat", str(repeat)])["median_ms"])
            model = str(given.folder / f"{network}.safetensors")
            command = [given.convscope, "--threads", "2", "bench", model, "--work", work, "--repeat", str(repeat), "--json"]
            ours.append(run(command)["median_ms"])
        ratios = [a / b for a, b in zip(theirs, ours)]
        left, right = statistics.median(theirs), statistics.median(ours)
        print(f"{work:<12} {network:<14} {left:9.1f} {right:9.1f} {left / right:6.2f}   {min(ratios):.2f} to {max(ratios):.2f}", flush=True)


if __name__ == "__main__":
    main()
