"""FunnyBirds' protocol (Hesse, Schaub-Meyer and Roth, "FunnyBirds: A Synthetic Vision Dataset for a Part-Based Analysis of
Explainable AI Methods", ICCV 2023) on what Convscope exported of its own animals: a second writing of it, in double precision,
with numpy 2.4.6, scipy 1.17.1 and safetensors 0.8.0. With --published it agrees with the authors' own functions, run as they are
on this fixture, to 4e-10 (in accuracy, which they keep in single precision, to 4e-8): visinf/funnybirds-framework with
evaluation_protocols.py of commit 1350bbe, explainer_wrapper.py of 13f98dc, evaluate_explainability.py of 60562eb and
datasets/funny_birds.py of 841d2ef, on PyTorch 2.15.0.

    python tests/reference/funny_birds.py EXPORT.safetensors [--published]     prints the numbers as JSON
    python tests/reference/funny_birds.py --make                               writes ../fixtures/judge/funny_birds.safetensors

An export, N animals, at most 6 background items each, bit i of a set of parts for part i (ears, nose, tail, legs, wings):
    species          N            which of the 24 it is
    answers          N 32 24      logits where the parts of this set are removed
    clutter_answers  N 6 24       logits where this item is removed; NaN where there is none to be seen: it takes no part
    part_masks       N 5 H W      0 or 1, not widened;  clutter_masks N 6 H W
    maps             N 4 H W      of the true species, of the one answered, of either rival
    variants         24 5         optional: which variant of each part a species has

Away from the published code, unless --published:
  - there the last species never has a minimal sufficient set, so that its animals count 0 in CSDC; here it has its own
  - there a tie in target sensitivity counts as a miss, here as one half
Left out: the published 1e-8 in the denominator of distractibility (below 1e-8 / N).
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from scipy.ndimage import gaussian_filter, maximum_filter
from scipy.stats import rankdata

VARIANTS = np.array([
    [int(digit) for digit in word]
    for word in "01320 02202 02311 03122 03210 03303 10011 12032 12121 12213 13020 13133 "
                "20203 20310 21030 21211 21302 23232 30033 30120 30301 31021 31132 32103".split()
])  # fmt: skip
THRESHOLDS = np.linspace(0.01, 0.5, 80)
BITS = 1 << np.arange(5)
FIXTURE = Path(__file__).parent.parent / "fixtures" / "judge" / "funny_birds.safetensors"
PUBLISHED = {"forget_last": True, "tie": 0.0}


def shared(variants, one):
    """Of every species, as a set, the parts in which it is like this one."""
    return (variants == variants[one]) @ BITS


def sufficient(variants, one, forget_last):
    """The sets that no other species has all of, and of which no smaller part is such a set."""
    if forget_last and one == len(variants) - 1:
        return []
    others = np.delete(shared(variants, one), one)
    enough = [parts for parts in range(32) if all(parts & ~other for other in others)]
    return [parts for parts in enough if not any(less != parts and less & parts == less for less in enough)]


def rivals(variants, one):
    """The first two species that share two parts each with this one, and none of them the same."""
    alike = shared(variants, one)
    two = [other for other in range(len(variants)) if alike[other].bit_count() == 2]
    return next((a, b) for at, a in enumerate(two) for b in two[at + 1 :] if alike[a] & alike[b] == 0)


def importance(maps, masks):
    """What each map (the first axis) has within each mask (the second), widened by two pixels all round."""
    wide = maximum_filter(masks, size=(1, 5, 5), mode="constant") != 0
    return np.einsum("phw,mhw->pm", maps, wide)


def spearman(a, b):
    a, b = (ranks - ranks.mean() for ranks in (rankdata(a), rankdata(b)))
    spread = np.sqrt((a @ a) * (b @ b))
    return a @ b / spread if spread else None


def mean(values):
    return np.mean(values, axis=0) if len(values) else np.nan


def evaluate(export, forget_last=False, tie=0.5):
    """The numbers, those that depend on the threshold at all 80; the counts of what they are means of."""
    variants = export.get("variants", VARIANTS)
    right, csdc, preservation, deletion, spared, correlations, contrasts, relevant = ([] for _ in range(8))
    for n, true in enumerate(export["species"]):
        answers, maps = export["answers"][n].astype(np.float64), export["maps"][n].astype(np.float64)
        clutter = export["clutter_answers"][n].astype(np.float64)
        seen = ~np.isnan(clutter).any(1)
        answered = answers[0].argmax()
        inside = importance(maps, np.concatenate([export["part_masks"][n], export["clutter_masks"][n][seen]]))
        important = [inside[plane] > THRESHOLDS[:, None] * maps[plane].sum() for plane in (0, 1)]
        chosen = [found[:, :5] @ BITS for found in important]

        right.append(answered == true)
        if answered == true:
            sets = sufficient(variants, true, forget_last)
            found = [[(parts & own).bit_count() / parts.bit_count() for parts in sets] for own in chosen[0].tolist()]
            csdc.append([max(shares, default=0) for shares in found])
        preservation.append(answers[31 - chosen[1]].argmax(1) == answered)
        deletion.append(answers[chosen[1]].argmax(1) != answered)

        drops = answers[0, true] - np.concatenate([answers[BITS, true], clutter[seen, true]])
        matters = drops >= 0.05 * abs(answers[0, true])
        relevant.extend((matters & (drops > 0))[5:])
        if not matters.all():
            spared.append(1 - important[0][:, ~matters].mean(1))

        correlation = spearman(drops[:5], inside[0, :5])
        if correlation is not None:
            correlations.append((1 + correlation) / 2)

        pair = rivals(variants, true)
        parts = [shared(variants, true)[rival] for rival in pair]
        after = answers[np.ix_(parts, pair)]
        if after[0, 0] < after[1, 0] and after[1, 1] < after[0, 1]:
            for own, other, mine in ((2, 3, parts[0]), (3, 2, parts[1])):
                within = inside[:, :5] @ (mine & BITS != 0)
                contrasts.append(tie if within[own] == within[other] else float(within[own] > within[other]))

    found = {
        "accuracy": mean(right), "background-independence": 1 - mean(relevant), "csdc": mean(csdc),
        "preservation": mean(preservation), "deletion": mean(deletion), "distractibility": mean(spared),
        "single-deletion": mean(correlations), "target-sensitivity": mean(contrasts),
    }  # fmt: skip
    together = found["csdc"] / 3 + found["preservation"] / 3 + found["deletion"] / 3 + found["distractibility"]
    found["best-threshold"] = THRESHOLDS[np.argmax(together)]
    counts = {"animals": len(right), "items": len(relevant), "csdc": len(csdc), "distractibility": len(spared),
              "single-deletion": len(correlations), "target-sensitivity": len(contrasts) // 2}  # fmt: skip
    return found, counts


def painted(random, hidden, items, gap):
    """Masks of five parts that touch and of background items behind them; an item that is covered is left without a pixel."""
    canvas = np.full((12, 14), -1)
    for item in range(items):
        y, x = random.integers(0, (10, 12))
        canvas[y : y + random.integers(1, 4), x : x + random.integers(1, 4)] = 5 + item
    for part in random.permutation(5):
        y, x = np.array([(1, 3), (3, 1), (5, 9), (8, 5), (4, 5)])[part] + random.integers(-1, 2, 2)
        if part != hidden:
            canvas[y : y + random.integers(2, 5), x : x + random.integers(2, 5)] = part
    canvas[canvas == 5 + gap] = -1
    masks = canvas == np.arange(11)[:, None, None]
    return masks[:5].astype(np.uint8), masks[5:].astype(np.uint8)


def animal(random, true, kind):
    """One synthetic animal: a network that adds up the parts it sees, with noise, and a map that has a part of that."""
    hidden = random.integers(5) if kind == "part hidden" else -1
    items = 0 if kind == "all relevant" else 1 if kind == "one item" else random.integers(3, 7)
    parts, clutter = painted(random, hidden, items, random.integers(items + 1) if items > 2 else -1)
    masks = np.concatenate([parts, clutter])
    taken = VARIANTS[true].copy()
    if kind == "mistaken":
        other = random.choice(np.delete(np.arange(24), true))
        mixed = random.permutation(5)[:4]
        taken[mixed] = VARIANTS[other][mixed]
    strength = random.choice([0.1, 1, 2, 3], 5, p=[0.25, 0.25, 0.3, 0.2]) * random.uniform(0.7, 1.3, 5)
    if kind == "all relevant":
        strength = random.uniform(1.5, 3, 5)
    evidence = np.where(VARIANTS == taken, strength, -0.4 * strength) + random.normal(0, 0.1, (24, 5))
    level = {"below zero": -14, "all relevant": 0}.get(kind, -1)
    bare = level + random.normal(0, 0.3, (32, 24)) * (1.5 if kind == "noisy" else 0.2)
    visible, sets = parts.any((1, 2)), np.arange(32)
    answers = bare[sets & visible @ BITS] + (visible & (sets[:, None] & BITS == 0)) @ evidence.T
    pull = random.choice([-0.5, 0.05, 0.1, 0.6], 6, p=[0.2, 0.3, 0.2, 0.3]) * random.uniform(0.6, 1.4, 6)
    without = answers[0] - pull[:, None] - random.normal(0, 0.02, (6, 24))
    without[~clutter.any((1, 2))] = np.nan

    pair = rivals(VARIANTS, true)
    planes = {}
    for one in {int(true), int(answers[0].argmax()), *pair}:
        weight = np.append(evidence[one] * random.uniform(0.4, 1.4, 5), pull * 0.5)
        values = np.einsum("m,mhw->hw", weight / np.maximum(masks.sum((1, 2)), 4), masks)
        values = values + gaussian_filter(random.normal(0, 0.4, values.shape), 1) + 0.02
        planes[one] = -values if kind == "negative" else values * (kind != "zero")
    maps = np.round(4096 * np.array([planes[one] for one in (int(true), int(answers[0].argmax()), *pair)])) / 4096
    if kind == "tie":
        maps[3] = maps[2]
    if kind == "half a tie":  # The second rival's map is the first's but for where its own parts reach and the others' do not.
        near = [maximum_filter(parts[(VARIANTS[rival] == VARIANTS[true])].max(0), 5, mode="constant") for rival in pair]
        maps[3] = maps[2] + (near[1] > near[0]) / 8
    return answers, without, parts, clutter, maps


KINDS = {0: "zero", 2: "tie", 3: "half a tie", 5: "negative", 6: "mistaken", 8: "part hidden", 9: "noisy", 10: "all relevant",
         12: "mistaken", 13: "below zero", 14: "noisy", 16: "negative", 17: "part hidden", 18: "mistaken", 19: "noisy",
         20: "all relevant", 21: "one item", 25: "mistaken", 26: "negative"}  # fmt: skip


def made(seed):
    """Animals of every species, five of the last; the maps are whole 4096ths, so that sums are exact in single precision too."""
    random = np.random.default_rng(seed)
    species = np.minimum(np.arange(28), 23)
    each = zip(*(animal(random, true, KINDS.get(n)) for n, true in enumerate(species)))
    kinds = {"answers": "f4", "clutter_answers": "f4", "part_masks": "u1", "clutter_masks": "u1", "maps": "f4"}
    return {"species": species, "variants": VARIANTS} | {
        name: np.ascontiguousarray(np.stack(values), dtype=kind) for (name, kind), values in zip(kinds.items(), each)
    }


def make(seed):
    out = made(seed)
    for kind, options in (("expected", {}), ("published", PUBLISHED)):
        out |= {f"{kind}.{name}": np.atleast_1d(np.float64(value)) for name, value in evaluate(out, **options)[0].items()}
    save_file(out, FIXTURE, metadata={name: version(name) for name in ("numpy", "scipy", "safetensors")})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path, nargs="?")
    parser.add_argument("--published", action="store_true")
    parser.add_argument("--make", action="store_true")
    arguments = parser.parse_args()
    if arguments.make:
        make(2010)
    else:
        found, counts = evaluate(load_file(arguments.export), **(PUBLISHED if arguments.published else {}))
        at = list(THRESHOLDS).index(found["best-threshold"])
        best = {name: float(np.atleast_1d(value)[at if np.size(value) > 1 else 0]) for name, value in found.items()}
        curves = {name: value.tolist() for name, value in found.items() if np.size(value) > 1}
        print(json.dumps({"best": best, "curves": curves, "counts": counts}, indent=1))
