"""Small sound inputs of every kind, from which others are made: all written here, byte by byte."""

import base64
import json
import struct
import zlib

WIDTH, HEIGHT = 24, 16


def pixel(x, y):
    return (200 if x < 12 and y < 8 else 20, 160 if y > 7 else 30, 200 if x > 11 and y < 8 else 60)


# The picture of `pixel`, as Pillow writes it: baseline, progressive, lossy WebP.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV"
    "pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQ"
    "ABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy"
    "JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT"
    "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA"
    "AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom"
    "JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc"
    "bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDCqObtXI10PhT/AJev+Af+zVFB/Vqiq72/4Y7MwzPnw8o8vbr5"
    "ryLFFbNFej/bX9z8f+AfNfWfI//Z"
)
PROGRESSIVE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX"
    "BkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wgARCAAQ"
    "ABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAIEBf/EABYBAQEBAAAAAAAAAAAAAAAAAAMBBf/aAAwDAQACEAMQAAABjXNtiuVD5/"
    "8A/8QAFxAAAwEAAAAAAAAAAAAAAAAAAAEQBP/aAAgBAQABBQIdzz//xAAZEQACAwEAAAAAAAAAAAAAAAAAAQIDERL/2gAIAQMBAT8Buv2DWHZ/"
    "/8QAGhEAAQUBAAAAAAAAAAAAAAAAAAECEhQiYf/aAAgBAgEBPwFmFkWuH//EABYQAAMAAAAAAAAAAAAAAAAAAAIQIP/aAAgBAQAGPwKCX//EAB"
    "YQAAMAAAAAAAAAAAAAAAAAABAgwf/aAAgBAQABPyFEh//aAAwDAQACAAMAAAAQU9//xAAXEQADAQAAAAAAAAAAAAAAAAAAQXFh/9oACAEDAQE/"
    "EI4ewk//xAAZEQACAwEAAAAAAAAAAAAAAAAAEQEx4fD/2gAIAQIBAT8QkuyOXh//xAAYEAACAwAAAAAAAAAAAAAAAAAAEEGB8P/aAAgBAQABPx"
    "Ai9rX/2Q=="
)
WEBP = base64.b64decode(
    "UklGRlYAAABXRUJQVlA4IEoAAABwAwCdASoYABAAPtFUo0uoJKMhsAgBABoJagCdLwAB0a2g4ywA/rj9ih8yX+E3eoxbIf/BER//G7ReqJ/kln"
    "kyNnx5gniA9ZwAAA=="
)


def png(bits=8, colour=2, palette=None, transparent=None):
    """A PNG of WIDTH × HEIGHT pixels; colour as the format numbers it: 0 grey, 2 RGB, 3 palette, 4 and 6 with alpha."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    rows = b""
    for y in range(HEIGHT):
        row = []
        for x in range(WIDTH):
            row += {1: [x * 10 % 256], 2: [x * 10 % 256, 200], 3: pixel(x, y), 4: (*pixel(x, y), 200)}[samples]
        if bits == 16:
            row = b"".join(struct.pack(">H", value * 257) for value in row)
        elif bits < 8:
            bitmap = "".join(format(value % (1 << bits), f"0{bits}b") for value in row)
            row = int(bitmap, 2).to_bytes(len(bitmap) // 8, "big")
        rows += b"\0" + bytes(row)
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, colour, 0, 0, 0))]
    if colour == 3:
        parts.append(chunk(b"PLTE", bytes(value % 256 for value in range(3 << bits))))
    if transparent:
        parts.append(chunk(b"tRNS", transparent))
    parts += [chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def tiff(samples=3, bits=8, photometric=2, sample_format=1, extra=None, order="<"):
    """A TIFF of one strip, by the numbers of its tags."""
    kind = {8: "B", 16: "H", 32: "f" if sample_format == 3 else "I"}[bits]
    scale = {8: 1, 16: 257, 32: 1 / 255 if sample_format == 3 else 1 << 24}[bits]
    values = [
        (*pixel(x, y), 200, 90)[band] * scale for y in range(HEIGHT) for x in range(WIDTH) for band in range(samples)
    ]
    values = values if sample_format == 3 else [int(value) for value in values]
    pixels = struct.pack(f"{order}{len(values)}{kind}", *values)
    entries = [
        (256, 4, [WIDTH]), (257, 4, [HEIGHT]), (258, 3, [bits] * samples), (259, 3, [1]), (262, 3, [photometric]),
        (273, 4, [8]), (277, 3, [samples]), (278, 4, [HEIGHT]), (279, 4, [len(pixels)]),
        (339, 3, [sample_format] * samples),
    ]
    if extra:
        entries.append((338, 3, extra))
    body, directory = pixels, struct.pack(order + "H", len(entries))
    for tag, form, numbers in sorted(entries):
        value = struct.pack(f"{order}{len(numbers)}{'H' if form == 3 else 'I'}", *numbers)
        if len(value) > 4:
            value, body = struct.pack(order + "I", 8 + len(body)), body + value
        directory += struct.pack(order + "HHI", tag, form, len(numbers)) + value.ljust(4, b"\0")
    magic = b"II*\0" if order == "<" else b"MM\0*"
    return magic + struct.pack(order + "I", 8 + len(body)) + body + directory + bytes(4)


def exr(channels=("B", "G", "R"), kind=2, width=32, height=16):
    """An OpenEXR file of scan lines without compression; kind 0 whole numbers, 1 halves, 2 floats."""

    def attribute(name, form, value):
        return name + b"\0" + form + b"\0" + struct.pack("<I", len(value)) + value

    listed = b"".join(name.encode() + b"\0" + struct.pack("<IIII", kind, 0, 1, 1) for name in channels) + b"\0"
    box = struct.pack("<iiii", 0, 0, width - 1, height - 1)
    header = b"\x76\x2f\x31\x01\x02\0\0\0" + b"".join([
        attribute(b"channels", b"chlist", listed), attribute(b"compression", b"compression", b"\0"),
        attribute(b"dataWindow", b"box2i", box), attribute(b"displayWindow", b"box2i", box),
        attribute(b"lineOrder", b"lineOrder", b"\0"), attribute(b"pixelAspectRatio", b"float", struct.pack("<f", 1)),
        attribute(b"screenWindowCenter", b"v2f", struct.pack("<ff", 0, 0)),
        attribute(b"screenWindowWidth", b"float", struct.pack("<f", 1)),
    ]) + b"\0"
    letter = {0: "I", 1: "e", 2: "f"}[kind]
    value = 1 if kind == 0 else 0.5
    row = struct.pack(f"<{width}{letter}", *[value] * width) * len(channels)
    start = len(header) + 8 * height
    offsets = b"".join(struct.pack("<Q", start + y * (8 + len(row))) for y in range(height))
    return header + offsets + b"".join(struct.pack("<ii", y, len(row)) + row for y in range(height))


def radiance(width=32, height=16):
    header = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode()
    line = bytes([2, 2, width >> 8, width & 255]) + bytes([128 + width, 128]) * 4
    return header + line * height


COCO = {
    "info": {"description": "fuzz"},
    "licenses": [{"id": 1, "name": "CC0", "url": "https://example.org"}],
    "categories": [
        {"id": 1, "name": "cup", "keypoints": ["left_ear", "right_ear"], "skeleton": [[1, 2]]}, {"id": 7, "name": "cat"},
    ],
    "images": [{"id": 1, "file_name": "a.png", "width": WIDTH, "height": HEIGHT, "license": 1}],
    "annotations": [
        {
            "id": 1, "image_id": 1, "category_id": 1, "bbox": [2, 2, 8, 6], "area": 48, "iscrowd": 0,
            "segmentation": [[2, 2, 10, 2, 10, 8, 2, 8]], "keypoints": [3, 3, 2, 9, 7, 1], "num_keypoints": 2,
        },
        {
            "id": 2, "image_id": 1, "category_id": 7, "bbox": [12, 4, 4, 4], "area": 16, "iscrowd": 1,
            "segmentation": {"size": [HEIGHT, WIDTH], "counts": [196, 4, 12, 4, 12, 4, 12, 4, 136]},
        },
        {
            "id": 3, "image_id": 1, "category_id": 7, "bbox": [0, 0, 1, 16], "area": 16, "iscrowd": 0,
            "segmentation": {"size": [HEIGHT, WIDTH], "counts": "0`0`;"},
            "box_3d": {"lower": [0, 0, 0], "upper": [1, 1, 1]},
            "pose": {"rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "translation": [0, 0, 3]},
        },
    ],
}

VOC = """<annotation>
  <folder>JPEGImages</folder><filename>NAME.png</filename><segmented>1</segmented>
  <size><width>24</width><height>16</height><depth>3</depth></size>
  <object><name>cup</name><pose>Left</pose><truncated>0</truncated><difficult>0</difficult><occluded>1</occluded>
    <bndbox><xmin>2</xmin><ymin>3</ymin><xmax>10</xmax><ymax>9</ymax></bndbox>
    <part><name>ear</name><bndbox><xmin>2</xmin><ymin>3</ymin><xmax>4</xmax><ymax>5</ymax></bndbox></part>
  </object>
  <object><name>cat</name><bndbox><xmin>1.5</xmin><ymin>1</ymin><xmax>24</xmax><ymax>16</ymax></bndbox>
    <polygon><x1>2</x1><y1>2</y1><x2>9</x2><y2>2</y2><x3>9</x3><y3>9</y3></polygon></object>
</annotation>
"""

YOLO = [
    "0 0.5 0.5 0.25 0.25\n1 0.2 0.3 0.1 0.1\n", "0 0.1 0.1 0.5 0.1 0.5 0.5 0.1 0.5\n1 0.2 0.2 0.3 0.2 0.25 0.4\n",
    "0 0.5 0.5 0.25 0.25 0.5 0.5 2 0.4 0.4 1\n",
]
YOLO_DATA = {
    "path": ".", "train": "images", "val": "images", "nc": 2, "names": {"0": "cup", "1": "cat"}, "kpt_shape": [2, 3],
    "flip_idx": [1, 0],
}

KITTI = "Car 0.00 0 -1.58 2.0 3.0 12.0 9.0 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59\nDontCare -1 -1 -10 1 1 4 4 -1 -1 -1 -1000 -1000 -1000 -10\n"

CREATE_ML = [
    {
        "image": "a.png",
        "annotations": [{"label": "cup", "coordinates": {"x": 8, "y": 8, "width": 4, "height": 4}}],
    }
]

DATUMARO = {
    "dm_format_version": "1.0",
    "info": {}, "categories": {"label": {"labels": [{"name": "cup", "parent": "", "attributes": []}], "attributes": []}},
    "items": [
        {
            "id": "a", "attr": {"frame": 0}, "image": {"path": "a.png", "size": [HEIGHT, WIDTH]},
            "annotations": [
                {"id": 1, "type": "bbox", "group": 0, "label_id": 0, "z_order": 0, "bbox": [2, 2, 4, 4], "attributes": {}},
                {"id": 2, "type": "polygon", "group": 1, "label_id": 0, "points": [1, 1, 5, 1, 5, 5], "attributes": {}},
                {
                    "id": 3, "type": "mask", "group": 2, "label_id": 0, "attributes": {},
                    "rle": {"counts": "0`0`;", "size": [HEIGHT, WIDTH]},
                },
            ],
        }
    ],
}

PIPELINE = {
    "diorama": 1, "seed": 3, "images": 1,
    "backgrounds": {"photos": ["a.png"], "resize": {"longest": 32}, "flip": {"chance": 0.5}, "crop": {"share": 0.9, "aspect": 1.5}},
    "objects": {
        "disc": {
            "from": {"drawing": "disc.svg"}, "category": "ball", "weight": 2, "size": {"normal": [0.3, 0.1], "clip": [0.1, 0.5]},
            "pose": {"roll": {"choice": [0, 45], "weights": [1, 2]}}, "place": {"region": {"polygon": [[0, 0], [1, 0], [1, 1]]}},
        },
        "word": {"from": {"text": {"text": "A", "color": "#ff0000", "background": "white"}}, "height": 0.3},
        "post": {"from": {"solid": "s.yaml"}, "height": 0.5},
    },
    "scene": {
        "count": {"integers": [1, 3]}, "camera": {"height": 1.5, "fov": 60, "horizon": 0.4},
        "light": {"sun": {"elevation": 40, "azimuth": 100}, "gain": {"log_uniform": [0.5, 1]}, "kelvin": 6000},
        "place": {"ground": {"distance": {"log_uniform": [2, 9]}}},
        "overlap": {"max": 0.3, "visible": {"min": 0.3}, "truncated": {"max": 0.3}},
    },
    "render": {"quality": "draft"}, "blend": {"choice": ["alpha", {"feather": 1.5}]}, "effects": [{"noise": {"chance": 0.5}}],
    "output": {
        "images": {"format": "png"}, "masks": {"instances": "png"}, "layers": {"depth": "png", "normals": "png"},
        "annotations": ["coco", {"yolo": {"task": "segment"}}, "voc", "kitti"], "split": {"train": 0.8, "val": 0.2, "by": "image"},
    },
}

SOLID = {
    "description": "A post.",
    "parameters": {
        "height": {"number": 1, "range": [0.5, 2], "unit": "metres", "about": "Height."}, "colour": {"colour": "#c8102e", "about": "Colour."},
    },
    "let": {"radius": "height / 20"},
    "materials": {
        "post": {
            "colour": "white", "roughness": 0.4, "texels": 32, "tile": ["2*pi*radius", "height"],
            "patterns": [{"stripes": {"colour": "colour", "width": 0.1, "angle": 90}}, {"rust": {"cover": 0.1}}, {"noise": {"colour": "black", "scale": 0.1}}],
        }
    },
    "parts": [
        {"cylinder": {"radius": "radius", "height": "height", "at": [0, "height/2", 0], "material": "post"}},
        {"box": {"size": [0.2, 0.1, 0.3], "at": [0, 0.05, 0], "material": "post"}},
        {"lathe": {"profile": [[0, 0], [0.1, 0], [0.05, 0.3], [0, 0.3]], "material": "post"}},
        {"grid": {"count": [2, 1, 2], "step": [0.1, 0.1, 0.1], "parts": [{"sphere": {"radius": 0.02, "material": "post"}}]}},
        {"tube": {"points": [[0, 0, 0], [0, 0.2, 0], [0.1, 0.3, 0]], "radius": 0.01, "material": "post"}},
    ],
    "keypoints": {"top": [0, "height", 0]},
}

SVG = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY colour "#c00"> <!ENTITY size "40">]>
<!-- disc: a disc; colour, size -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="48" viewBox="0 0 64 48">
<defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="&colour;"/><stop offset="1" stop-color="blue"/></linearGradient>
<filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>
<circle cx="32" cy="24" r="20" fill="url(#g)"/><path d="M2 2 L20 5 Q 30 10 8 30 Z" transform="rotate(10)" opacity="0.8"/>
<text x="5" y="40" font-size="12">A</text><use xlink:href="#g"/><rect width="5" height="5" filter="url(#f)"/></svg>
"""

OBJ = """mtllib m.mtl
o cube
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
v 0 0 1 0.5 0.2 0.1
vt 0 0
vt 1 0
vt 1 1
vn 0 0 1
usemtl a
f 1/1/1 2/2/1 3/3/1
f 1 3 4
f 1 2 5
f -1 -2 -3
"""

PLY = """ply
format ascii 1.0
element vertex 4
property float x
property float y
property float z
property uchar red
property uchar green
property uchar blue
element face 2
property list uchar int vertex_indices
end_header
0 0 0 255 0 0
1 0 0 0 255 0
1 1 0 0 0 255
0 1 1 9 9 9
3 0 1 2
3 0 2 3
"""

GLTF = {
    "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
    "nodes": [{"mesh": 0, "name": "n", "rotation": [0, 0, 0, 1], "children": [1]}, {"mesh": 0, "translation": [1, 0, 0]}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1, "material": 0}]}],
    "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [1, 0, 0, 1], "metallicFactor": 0.1}, "alphaMode": "OPAQUE"}],
    "accessors": [
        {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
        {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
        {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC2"},
    ],
    "bufferViews": [
        {"buffer": 0, "byteOffset": 0, "byteLength": 36}, {"buffer": 0, "byteOffset": 36, "byteLength": 6},
        {"buffer": 0, "byteOffset": 44, "byteLength": 24},
    ],
    "buffers": [{"byteLength": 68}],
}


def glb(tree):
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    data = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0) + struct.pack("<3H", 0, 1, 2) + b"\0\0" + struct.pack("<6f", 0, 0, 1, 0, 0, 1)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    return b"glTF" + struct.pack("<II", 2, 12 + len(chunks)) + chunks


PICTURES = [
    JPEG, PROGRESSIVE, WEBP, png(), png(1, 0), png(4, 3), png(16, 2), png(16, 6), png(8, 4), png(8, 3, transparent=b"\0\1"),
    tiff(), tiff(1, 8, 1), tiff(4, 8, 2, extra=[2]), tiff(5, 8, 2, extra=[0, 1]), tiff(3, 32, 2, 3), tiff(1, 32, 1, 3),
    tiff(3, 16, order=">"), tiff(4, 8, 5), tiff(3, 8, 8), tiff(1, 8, 32803), tiff(4, 8, 32803),
    tiff(4, 8, 9), tiff(3, 32, 2), tiff(2, 8, 1, extra=[0]),
]
