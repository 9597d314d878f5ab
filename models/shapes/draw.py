"""Draws scenes of simple shapes: what the embedded default network is trained and tested on.

A scene is plain numbers (`Scene`), sampled from a seed; `render` draws it at any size. Shapes are signed distance fields (negative inside),
so edges are antialiased from their distance without supersampling. Colours are chosen in OKLCH (Ottosson 2020), where equal steps
look equal, so that an object always stands out from its background.

    python models/shapes/draw.py        draws assets/samples/*.png again; needs numpy and Pillow
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = ["arrow", "circle", "crescent", "cross", "flower", "heart", "hexagon", "ring", "spiral", "square", "star", "triangle"]
TEXTURES = ["plain", "stripes", "dots", "checks", "gradient"]
BACKGROUNDS = ["gradient", "blobs", "clouds", "bands", "paper", "grid"]


@dataclass
class Object:
    """One shape. Lengths are in half pictures: the picture spans -1 to 1, x to the right and y down."""

    kind: str
    centre: tuple[float, float]
    radius: float
    angle: float
    colours: tuple[np.ndarray, np.ndarray]
    texture: str
    frequency: float
    texture_angle: float
    outline: np.ndarray | None
    shadow: float


@dataclass
class Mark:
    """A small stroke or dot that means nothing: the network has to learn to ignore it."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    colour: np.ndarray


@dataclass
class Scene:
    """Everything in one picture."""

    background: str
    colours: tuple[np.ndarray, np.ndarray]
    angle: float
    seed: int
    marks: list[Mark] = field(default_factory=list)
    objects: list[Object] = field(default_factory=list)


def oklch(lightness: float, chroma: float, hue: float) -> np.ndarray:
    """sRGB (0 to 1) of a colour in OKLCH; chroma is reduced until the colour exists."""
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        lms = np.array([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]])
        cubes = (lms @ np.array([lightness, a, b])) ** 3
        to_rgb = [[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.7076147010]]
        linear = np.array(to_rgb) @ cubes
        if chroma < 1e-3 or (linear.min() >= -1e-4 and linear.max() <= 1 + 1e-4):
            linear = np.clip(linear, 0, 1)
            return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)
        chroma *= 0.92


# Signed distances; x, y are arrays in units of the object's radius.


def box(x, y, half_width, half_height):
    dx, dy = np.abs(x) - half_width, np.abs(y) - half_height
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)


def segment(x, y, start, end):
    """Distance to a line segment (never negative)."""
    ex, ey = end[0] - start[0], end[1] - start[1]
    along = np.clip(((x - start[0]) * ex + (y - start[1]) * ey) / max(ex * ex + ey * ey, 1e-9), 0, 1)
    return np.hypot(x - start[0] - along * ex, y - start[1] - along * ey)


def star_polygon(x, y, points, outer, inner):
    """A star with `points` tips at `outer`, notches at `inner`; a regular polygon when inner = outer cos(pi / points)."""
    sector = math.pi / points
    angle = np.arctan2(x, -y)
    folded = np.abs(np.mod(angle + sector, 2 * sector) - sector)
    length = np.hypot(x, y)
    px, py = length * np.cos(folded), length * np.sin(folded)
    tip, notch = (outer, 0.0), (inner * math.cos(sector), inner * math.sin(sector))
    side = (px - tip[0]) * (notch[1] - tip[1]) - (py - tip[1]) * (notch[0] - tip[0])
    return segment(px, py, tip, notch) * np.sign(side)


def distance(kind: str, x, y):
    """Signed distance to a shape that fills about the unit disc."""
    length = np.hypot(x, y)
    match kind:
        case "circle":
            return length - 0.86
        case "ring":
            return np.abs(length - 0.68) - 0.22
        case "square":
            return box(x, y, 0.68, 0.68) - 0.06
        case "triangle":
            return star_polygon(x, y - 0.1, 3, 0.98, 0.49) - 0.06
        case "hexagon":
            return star_polygon(x, y, 6, 0.88, 0.88 * math.cos(math.pi / 6)) - 0.05
        case "star":
            return star_polygon(x, y, 5, 0.98, 0.42) - 0.04
        case "cross":
            return np.minimum(box(x, y, 0.86, 0.24), box(x, y, 0.24, 0.86)) - 0.06
        case "heart":
            y = y + 0.02
            c = math.sqrt(0.5)
            diamond = box((x + (y - 0.1)) * c, ((y - 0.1) - x) * c, 0.5, 0.5)
            left, right = np.hypot(x + 0.5 * c, y - 0.1 + 0.5 * c), np.hypot(x - 0.5 * c, y - 0.1 + 0.5 * c)
            return np.minimum(diamond, np.minimum(left, right) - 0.5) - 0.05
        case "crescent":
            return np.maximum(length - 0.9, 0.74 - np.hypot(x - 0.42, y + 0.08))
        case "arrow":
            head = star_polygon(x * 0.92, y + 0.3, 3, 0.66, 0.33)
            return np.minimum(head, box(x, y - 0.38, 0.19, 0.5)) - 0.05
        case "flower":
            angle = np.arctan2(x, -y)
            sector = math.pi / 6
            folded = np.mod(angle + sector, 2 * sector) - sector
            px, py = length * np.cos(folded), length * np.sin(folded)
            petals = np.hypot((px - 0.6) / 1.15, py) - 0.275
            return np.maximum(np.minimum(petals, length - 0.45), 0.17 - length)
        case "spiral":
            turns, pitch, inner = 2.25, 0.37, 0.06
            angle = np.mod(np.arctan2(y, x), 2 * math.pi) / (2 * math.pi)
            best = np.full_like(length, 9.0)
            for turn in range(3):
                arm = np.abs(length - inner - pitch * (angle + turn))
                best = np.minimum(best, np.where(angle + turn <= turns, arm, 9.0))
            end_radius, end_angle = inner + pitch * turns, 2 * math.pi * turns
            ends = np.hypot(x - end_radius * math.cos(end_angle), y - end_radius * math.sin(end_angle))
            return np.minimum(np.minimum(best, ends), np.hypot(x - inner, y)) - 0.1
    raise ValueError(f"no shape is called {kind!r}")


# Sampling


def palette(rng) -> tuple[float, float, float, float]:
    """Lightness and hue of background and object, well apart; dark yellows (mud) are avoided on both."""
    if rng.random() < 0.5:
        hue, lightness, ground = rng.uniform(0, 2 * math.pi), rng.uniform(0.5, 0.7), rng.uniform(0.87, 0.97)
        low, high = 2.4, 7.4
    else:
        hue, lightness, ground = rng.uniform(2.5, 6.4), rng.uniform(0.7, 0.88), rng.uniform(0.22, 0.38)
        low, high = 0.0, 2 * math.pi
    while True:
        other = rng.uniform(low, high)
        if math.cos(other - hue) < 0.4:
            return ground, hue, lightness, other


def sample_object(rng, kind, centre, radius, lightness, hue) -> Object:
    step = rng.choice([-1, 1]) * rng.uniform(0.12, 0.2)
    second = (float(np.clip(lightness + step, 0.35, 0.95)), hue + rng.uniform(-0.9, 0.9))
    chroma = rng.uniform(0.12, 0.21)
    upright = rng.random() < 0.5
    angle = rng.uniform(-0.45, 0.45) if upright else rng.uniform(-math.pi, math.pi)
    outline = None
    if rng.random() < 0.3:
        outline = oklch(0.25 if lightness > 0.6 else 0.97, 0.04, hue)
    return Object(
        kind=kind,
        centre=centre,
        radius=radius,
        angle=angle,
        colours=(oklch(lightness, chroma, hue), oklch(second[0], chroma * 0.9, second[1])),
        texture=TEXTURES[rng.choice(5, p=[0.32, 0.17, 0.17, 0.12, 0.22])],
        frequency=rng.uniform(2.6, 4.6),
        texture_angle=rng.uniform(0, math.pi),
        outline=outline,
        shadow=rng.uniform(0.0, 0.45),
    )


def sample_scene(seed: int, kinds: list[str]) -> Scene:
    """A scene with one or two objects of the given kinds; the same seed gives the same scene."""
    rng = np.random.default_rng([20261123, seed])
    ground, ground_hue, lightness, hue = palette(rng)
    chroma = rng.uniform(0.015, 0.075)
    shift = rng.choice([-1, 1]) * rng.uniform(0.04, 0.09)
    scene = Scene(
        background=BACKGROUNDS[rng.integers(len(BACKGROUNDS))],
        colours=(oklch(ground, chroma, ground_hue), oklch(ground + shift, chroma * 1.2, ground_hue + rng.uniform(-0.8, 0.8))),
        angle=rng.uniform(0, 2 * math.pi),
        seed=int(rng.integers(2**31)),
    )
    for _ in range(rng.integers(0, 8)):
        x, y = rng.uniform(-1, 1, 2)
        reach, direction = rng.uniform(0.0, 0.2) * (rng.random() < 0.6), rng.uniform(0, 2 * math.pi)
        end = (x + reach * math.cos(direction), y + reach * math.sin(direction))
        colour = oklch(float(np.clip(lightness + rng.uniform(-0.1, 0.1), 0, 1)), rng.uniform(0.03, 0.16), rng.uniform(0, 2 * math.pi))
        scene.marks.append(Mark((x, y), end, rng.uniform(0.016, 0.04), colour))
    if len(kinds) == 1:
        radius = rng.uniform(0.3, 0.72)
        room = max(0.0, 0.95 - radius)
        centre = tuple(rng.uniform(-room, room, 2))
        scene.objects.append(sample_object(rng, kinds[0], centre, radius, lightness, hue))
    else:
        direction = rng.uniform(0, 2 * math.pi)
        for side, kind in zip((-1, 1), kinds):
            radius = rng.uniform(0.34, 0.46)
            reach = 0.5 if abs(math.sin(2 * direction)) < 0.5 else 0.58
            centre = (side * reach * math.cos(direction), side * reach * math.sin(direction))
            other = hue + (0 if side < 0 else rng.choice([-1, 1]) * rng.uniform(0.7, 1.6))
            scene.objects.append(sample_object(rng, kind, centre, radius, lightness, other))
    return scene


# Drawing


def lattice_noise(seed: int, cells: int, x, y):
    """Smooth noise, 0 to 1: random numbers on a lattice, blended."""
    grid = np.random.default_rng(seed).random((cells + 2, cells + 2), dtype=np.float32)
    u, v = (x + 1) * 0.5 * cells, (y + 1) * 0.5 * cells
    column, row = np.clip(u.astype(int), 0, cells), np.clip(v.astype(int), 0, cells)
    s, t = u - column, v - row
    s, t = s * s * (3 - 2 * s), t * t * (3 - 2 * t)
    top = grid[row, column] * (1 - s) + grid[row, column + 1] * s
    low = grid[row + 1, column] * (1 - s) + grid[row + 1, column + 1] * s
    return top * (1 - t) + low * t


def background_blend(scene: Scene, x, y, pixel):
    """How much of the background's second colour shows, 0 to 1."""
    along = x * math.cos(scene.angle) + y * math.sin(scene.angle)
    across = y * math.cos(scene.angle) - x * math.sin(scene.angle)
    match scene.background:
        case "gradient":
            return np.clip(0.5 + along * 0.45, 0, 1)
        case "clouds":
            return lattice_noise(scene.seed, 4, x, y) * 0.7 + lattice_noise(scene.seed + 1, 9, x, y) * 0.3
        case "bands":
            return 0.5 + 0.5 * np.sin(along * 7)
        case "paper":
            cell = 0.22
            dot = np.hypot(np.mod(along, cell) - cell / 2, np.mod(across, cell) - cell / 2) - 0.028
            return np.clip(0.5 - dot / pixel, 0, 1) * 0.9
        case "grid":
            cell = 0.3
            line = np.minimum(np.abs(np.mod(x, cell) - cell / 2), np.abs(np.mod(y, cell) - cell / 2)) - 0.011
            return np.clip(0.5 - line / pixel, 0, 1) * 0.8
        case "blobs":
            rng = np.random.default_rng(scene.seed)
            blend = np.zeros_like(x)
            for _ in range(6):
                cx, cy = rng.uniform(-1.1, 1.1, 2)
                radius = rng.uniform(0.12, 0.42)
                blend += 0.4 * np.clip(0.5 - (np.hypot(x - cx, y - cy) - radius) / max(0.03, pixel), 0, 1)
            return np.minimum(blend, 1)
    raise ValueError(f"no background is called {scene.background!r}")


def texture_blend(shape: Object, x, y, pixel):
    """How much of the object's second colour shows, 0 to 1; x, y and pixel in units of its radius."""
    c, s = math.cos(shape.texture_angle), math.sin(shape.texture_angle)
    u, v = (x * c + y * s) * shape.frequency, (y * c - x * s) * shape.frequency
    soft = max(pixel * shape.frequency, 1e-6)
    match shape.texture:
        case "plain":
            return np.zeros_like(x)
        case "gradient":
            return np.clip(0.5 + (x * c + y * s) * 0.6, 0, 1)
        case "stripes":
            return np.clip(0.5 + (0.25 - np.abs(np.mod(u, 1) - 0.5)) / soft, 0, 1)
        case "dots":
            return np.clip(0.5 + (0.29 - np.hypot(np.mod(u, 1) - 0.5, np.mod(v, 1) - 0.5)) / soft, 0, 1)
        case "checks":
            columns, rows = (np.clip(0.5 + (0.25 - np.abs(np.mod(w * 0.6, 1) - 0.5)) / soft, 0, 1) for w in (u, v))
            return columns + rows - 2 * columns * rows
    raise ValueError(f"no texture is called {shape.texture!r}")


def render(scene: Scene, size: int) -> np.ndarray:
    """The scene as `size x size x 3` bytes."""
    line = ((np.arange(size, dtype=np.float32) + 0.5) / size) * 2 - 1
    x, y = np.broadcast_to(line, (size, size)), np.broadcast_to(line[:, None], (size, size))
    pixel = 2 / size

    def paint(picture, colour, alpha):
        return picture + (colour - picture) * alpha[..., None]

    picture = np.broadcast_to(scene.colours[0], (size, size, 3))
    picture = paint(picture, scene.colours[1], background_blend(scene, x, y, pixel))
    for mark in scene.marks:
        stroke = segment(x, y, mark.start, mark.end) - mark.width
        picture = paint(picture, mark.colour, np.clip(0.5 - stroke / pixel, 0, 1) * 0.85)
    for shape in scene.objects:
        c, s = math.cos(shape.angle) / shape.radius, math.sin(shape.angle) / shape.radius

        def local(dx, dy):
            px, py = x - shape.centre[0] - dx, y - shape.centre[1] - dy
            return px * c + py * s, py * c - px * s

        if shape.shadow > 0.05:
            fall = distance(shape.kind, *local(0.05, 0.09)) * shape.radius / 0.12
            depth = 1 - np.clip(fall * 0.5 + 0.5, 0, 1)
            picture = paint(picture, np.zeros(3, np.float32), depth * depth * shape.shadow)
        px, py = local(0.0, 0.0)
        away = distance(shape.kind, px, py)
        width = pixel / shape.radius
        fill = shape.colours[0] + (shape.colours[1] - shape.colours[0]) * texture_blend(shape, px, py, width)[..., None]
        if shape.outline is not None:
            rim = np.clip(0.5 + (away + 0.07) / width, 0, 1)
            fill = fill + (shape.outline - fill) * rim[..., None]
        picture = picture + (fill - picture) * np.clip(0.5 - away / width, 0, 1)[..., None]
    return np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)


# The pictures that ship

SAMPLES = [
    (49, ["star", "crescent"]),
    (101, ["heart", "arrow"]),
    (208, ["flower", "ring"]),
    (307, ["triangle", "square"]),
    (401, ["spiral"]),
    (507, ["hexagon"]),
    (602, ["flower"]),
    (700, ["cross"]),
]
GALLERY_COLUMNS = 10
GALLERY_SEED = 5_000_000


def main():
    folder = Path(__file__).resolve().parents[2] / "assets" / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    for seed, kinds in SAMPLES:
        picture = Image.fromarray(render(sample_scene(seed, kinds), 384))
        picture.save(folder / f"{'-and-'.join(kinds)}.png", optimize=True)
    rows = []
    for row, kind in enumerate(CLASSES):
        seeds = range(GALLERY_SEED + row * GALLERY_COLUMNS, GALLERY_SEED + (row + 1) * GALLERY_COLUMNS)
        rows.append(np.concatenate([render(sample_scene(seed, [kind]), 96) for seed in seeds], axis=1))
    Image.fromarray(np.concatenate(rows)).save(folder / "gallery.png", optimize=True)


if __name__ == "__main__":
    main()
