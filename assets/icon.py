"""Draws assets/icon.png: a lens over a grid of feature maps.

python assets/icon.py
"""

import math
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 256
GROUND = np.array([0x13, 0x15, 0x19]) / 255
TILE = np.array([0x26, 0x2B, 0x34]) / 255
ACCENT = np.array([0x6E, 0xA8, 0xFE]) / 255
WHITE = np.array([0xF2, 0xF6, 0xFF]) / 255

CELL, HALF = 50.0, 21.0
LENS = (103.0, 103.0)  # the centre of a tile: four by four tiles fill the plate
RADIUS = 60.0
MAGNIFICATION = 1.5

line = np.arange(SIZE) + 0.5
X, Y = np.meshgrid(line, line)


def rounded_box(x, y, half, corner):
    dx, dy = np.abs(x) - half + corner, np.abs(y) - half + corner
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - corner


def coverage(distance, pixel=1.0):
    return np.clip(0.5 - distance / pixel, 0, 1)[..., None]


def grid(x, y, pixel, low, high):
    """Four by four tiles, each with a soft bright spot of its own on a dark map; colours and coverage."""
    column, row = np.floor((x - LENS[0]) / CELL + 0.5), np.floor((y - LENS[1]) / CELL + 0.5)
    u, v = x - LENS[0] - column * CELL, y - LENS[1] - row * CELL
    turn = 2.4 * column + 1.7 * row + 0.6
    along = (u * np.cos(turn) + v * np.sin(turn)) / HALF
    across = (v * np.cos(turn) - u * np.sin(turn)) / HALF
    glow = np.exp(-((along - 0.25) ** 2) * 2.4 - (across**2) * 0.9)[..., None]
    inside = (np.abs(column - 0.5) < 2) & (np.abs(row - 0.5) < 2)
    return low + (high - low) * glow, coverage(rounded_box(u, v, HALF, 7), pixel) * inside[..., None]


def main():
    picture = np.broadcast_to(GROUND, (SIZE, SIZE, 3))
    colour, alpha = grid(X, Y, 1.0, TILE, TILE + (ACCENT - TILE) * 0.5)
    plate = rounded_box(X - SIZE / 2, Y - SIZE / 2, 124, 54)
    picture = picture + (colour - picture) * alpha

    from_lens = np.hypot(X - LENS[0], Y - LENS[1])
    reach = (X - LENS[0]) / math.sqrt(2) + (Y - LENS[1]) / math.sqrt(2)
    aside = np.abs((X - LENS[0]) - (Y - LENS[1])) / math.sqrt(2)
    handle = np.hypot(np.maximum(np.abs(reach - RADIUS - 34) - 22, 0), aside) - 11
    dark_rim = np.minimum(np.abs(from_lens - RADIUS) - 13, np.where(reach > 0, handle - 6, 9))
    picture = picture + (GROUND - picture) * coverage(dark_rim)

    colour, alpha = grid(
        LENS[0] + (X - LENS[0]) / MAGNIFICATION, LENS[1] + (Y - LENS[1]) / MAGNIFICATION, 1 / MAGNIFICATION, ACCENT * 0.3, WHITE
    )
    magnified = GROUND + (colour - GROUND) * alpha
    picture = picture + (magnified - picture) * coverage(from_lens - RADIUS + 2)
    picture = picture + (ACCENT - picture) * coverage(np.minimum(np.abs(from_lens - RADIUS) - 6, np.maximum(handle, RADIUS - from_lens)))

    pixels = np.concatenate([picture, coverage(plate)], axis=2)
    Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)).save(Path(__file__).with_name("icon.png"), optimize=True)


if __name__ == "__main__":
    main()
