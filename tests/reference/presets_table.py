"""Do the recipes order themselves as published? Reads what `convscope visualize ... --json` said and prints a table.

    python tests/reference/presets_table.py FOLDER [--name lapnorm=mordvintsev-2016 ...] [--std .229,.224,.225]

FOLDER/RECIPE/UNIT.json, a file per unit (20, say: five layers of four), the same names in every recipe's folder. Of each:
`high_frequency` (energy share above 1/4 cycles per pixel), `total_variation`, and `ratio`, the last objective by the strongest
that a picture of the data set reaches. Where UNIT.npy (the network's input, 1x3xHxW) lies beside, the first two are measured:
grey = mean of the colours, its mean removed, Hann window, power spectrum; mean difference of neighbours over the standard
deviation. `--std` takes the network's scale out first, in the channels' order.

Holds when
  high frequencies: erhan > yosinski3 > mahendran100 and nguyen > yosinski3 (medians; share of units printed)
  .08 <= median <= .4 for lapnorm and lucid
  ratio >= 1 for at least 90 % of the units of erhan, lapnorm and lucid
Exit status 1 where one does not, 2 where a recipe is missing.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

import numpy as np

NAMES = {"erhan": "erhan2009", "nguyen": "nguyen2015", "yosinski3": "yosinski2015_set3",
         "mahendran100": "mahendran2015_lambda100", "lapnorm": "mordvintsev2016_lapnorm", "lucid": "lucid"}
ORDERS = [("erhan", "yosinski3"), ("nguyen", "yosinski3"), ("yosinski3", "mahendran100")]


def measured(picture):
    """High frequencies and total variation of a 3xHxW picture."""
    grey = picture.astype(np.float64).mean(0)
    grey = grey - grey.mean()
    height, width = grey.shape
    power = np.abs(np.fft.fft2(grey * np.hanning(height)[:, None] * np.hanning(width))) ** 2
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width))
    even = grey / grey.std()
    steps = [np.abs(np.diff(even, axis=axis)).ravel() for axis in (0, 1)]
    return power[frequency > 0.25].sum() / power.sum(), np.concatenate(steps).mean()


def read(folder, std):
    units = {}
    for file in sorted(folder.glob("*.json")):
        unit = json.loads(file.read_text())
        if file.with_suffix(".npy").exists():
            found = measured(np.load(file.with_suffix(".npy"))[0] * np.reshape(std, (3, 1, 1)))
            for key, value in zip(("high_frequency", "total_variation"), found):
                if abs(unit[key] - value) > 0.01 * max(value, 0.1):
                    print(f"{file}: {key} is {value:.4f}, not {unit[key]:.4f}")
        units[file.stem] = unit
    return units


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", action="append", default=[], help="RECIPE=FOLDER")
    parser.add_argument("--std", default="1,1,1")
    given = parser.parse_args()
    names = NAMES | dict(one.split("=") for one in given.name)
    std = [float(value) for value in given.std.split(",")]
    recipes = {recipe: read(given.folder / name, std) for recipe, name in names.items()}
    missing = [str(given.folder / names[recipe]) for recipe, units in recipes.items() if not units]
    if missing:
        print("nothing in " + ", ".join(missing))
        return 2
    print(f"{'recipe':<14}{'units':>6}{'high frequencies (least, most)':>32}{'variation':>11}{'ratio':>8}{'ratio >= 1':>12}")
    medians, reached = {}, {}
    for recipe, units in recipes.items():
        high = [unit["high_frequency"] for unit in units.values()]
        ratios = [unit["ratio"] for unit in units.values() if unit.get("ratio") is not None]
        medians[recipe] = statistics.median(high)
        reached[recipe] = sum(ratio >= 1 for ratio in ratios) / len(ratios) if ratios else None
        said = f"{statistics.median(ratios):8.2f}{reached[recipe]:12.0%}" if ratios else f"{'-':>8}{'-':>12}"
        variation = statistics.median(unit["total_variation"] for unit in units.values())
        print(f"{recipe:<14}{len(units):6}{medians[recipe]:14.3f} ({min(high):.3f}, {max(high):.3f}){variation:11.2f}{said}")
    verdicts = []
    for rough, smooth in ORDERS:
        shared = recipes[rough].keys() & recipes[smooth].keys()
        share = sum(recipes[rough][unit]["high_frequency"] > recipes[smooth][unit]["high_frequency"] for unit in shared)
        verdicts.append((f"{rough} rougher than {smooth} ({share} of {len(shared)} units)", medians[rough] > medians[smooth]))
    for recipe in ("lapnorm", "lucid"):
        verdicts.append((f"{recipe} between .08 and .4", 0.08 <= medians[recipe] <= 0.4))
    for recipe in ("erhan", "lapnorm", "lucid"):
        share = reached[recipe]
        verdicts.append((f"{recipe} as strong as the data set's strongest for 90 %", share is not None and share >= 0.9))
    for what, holds in verdicts:
        print(f"{'holds' if holds else 'FAILS'}  {what}")
    return 0 if all(holds for _, holds in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
