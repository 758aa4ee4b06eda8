"""Makes the mesh of the rendering benchmark: a knobbly stone of 51,200 triangles with a texture, as an OBJ file."""

import pathlib

import numpy
import PIL.Image

RINGS, SEGMENTS = 160, 160
TEXTURE = 1024


def make(folder):
    """Writes `stone.obj`, `stone.mtl` and `stone.png` into a folder and returns the first; the same each time."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    v, u = numpy.meshgrid(
        numpy.linspace(0, 1, RINGS + 1), numpy.linspace(0, 1, SEGMENTS + 1), indexing="ij")
    polar, turn = numpy.pi * v, 2 * numpy.pi * u
    out = numpy.stack([numpy.sin(polar) * numpy.cos(turn), numpy.cos(polar), numpy.sin(polar) * numpy.sin(turn)], -1)
    x, y, z = numpy.moveaxis(out, -1, 0)
    rise = (0.10 * numpy.sin(5 * x + 1) * numpy.sin(4 * y) + 0.07 * numpy.sin(9 * z + 2) * numpy.cos(8 * x)
            + 0.02 * numpy.sin(31 * y) * numpy.sin(27 * x + 3))
    points = out * (0.6 * (1 + rise))[..., None]
    points[..., 1] -= points[..., 1].min()

    lines = ["mtllib stone.mtl", "usemtl stone"]
    lines += [f"v {a:.6f} {b:.6f} {c:.6f}" for a, b, c in points.reshape(-1, 3)]
    lines += [f"vt {a:.6f} {1 - b:.6f}" for a, b in zip(u.ravel(), v.ravel())]
    lines += [f"vn {a:.6f} {b:.6f} {c:.6f}" for a, b, c in normals(points).reshape(-1, 3)]
    for ring in range(RINGS):
        for step in range(SEGMENTS):
            a = ring * (SEGMENTS + 1) + step + 1
            b = a + SEGMENTS + 1
            for corners in ((a, a + 1, b), (b, a + 1, b + 1)):
                lines.append("f " + " ".join(f"{corner}/{corner}/{corner}" for corner in corners))
    (folder / "stone.obj").write_text("\n".join(lines) + "\n", encoding="ascii")
    (folder / "stone.mtl").write_text(
        "newmtl stone\nKd 1 1 1\nPr 0.5\nPm 0\nmap_Kd stone.png\n", encoding="ascii")

    row, column = numpy.mgrid[0:TEXTURE, 0:TEXTURE]
    checks = (row // 64 + column // 64) % 2
    grain = numpy.random.default_rng(1).integers(-20, 21, (TEXTURE, TEXTURE))
    colours = numpy.array([[150, 90, 60], [190, 180, 160]])[checks] + grain[..., None]
    PIL.Image.fromarray(colours.astype(numpy.uint8)).save(folder / "stone.png")
    return folder / "stone.obj"


def normals(points):
    """Of a closed grid of points, from its differences; at the poles along the axis."""
    along = numpy.gradient(points, axis=0)
    # The first and the last column are the same points.
    ring = points[:, :-1]
    across = (numpy.roll(ring, -1, axis=1) - numpy.roll(ring, 1, axis=1)) / 2
    across = numpy.concatenate([across, across[:, :1]], axis=1)
    result = numpy.cross(across, along)
    result[0], result[-1] = (0, 1, 0), (0, -1, 0)
    return result / numpy.linalg.norm(result, axis=-1, keepdims=True)
