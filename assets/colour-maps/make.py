"""Writes magma.rgb, viridis.rgb and cividis.rgb: 256 colours of 3 bytes each, from matplotlib (its tables are CC0)."""

from pathlib import Path

import matplotlib

for name in ("magma", "viridis", "cividis"):
    colours = matplotlib.colormaps[name](range(256), bytes=True)[:, :3]
    (Path(__file__).parent / f"{name}.rgb").write_bytes(colours.tobytes())
