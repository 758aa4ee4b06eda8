"""What is fuzzed: for each target its seeds, how they are changed, and how the inputs lie before the three doors.

A target's `place` writes inputs into an empty folder and returns the commands to try them with. Where one command can
look at many inputs, a batch of them is tried at once; one by one only where the batch has a fault.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import seeds

# A model that is never read to its end ends before the fuzzer takes its program for one that hangs.
SMALL = {"render": {"quality": "draft", "import_seconds": 5}, "output": {"images": {"format": "png"}, "annotations": ["coco"]}}


@dataclass
class Target:
    kind: str
    seeds: list
    place: Callable[[Path, list[bytes]], list[list[str]]]
    batch: int = 1


def pipeline(folder, name, backgrounds, objects, images, **more):
    tree = {"diorama": 1, "images": images, "backgrounds": backgrounds, "objects": objects, "scene": {"count": 1}, **SMALL, **more}
    (folder / name).write_text(json.dumps(tree))
    return name


def disc(folder):
    (folder / "disc.svg").write_text(seeds.SVG)
    return {"disc": {"from": {"drawing": "disc.svg"}, "size": 0.3}}


def photo(folder, name="a.png"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(seeds.png())
    return name


def write(folder, inputs, suffix=""):
    folder.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate(inputs):
        (folder / f"{index:03}{suffix}").write_bytes(data)


def pictures(folder, inputs):
    """As backgrounds; every photo is used once."""
    # What a file is, its bytes say.
    write(folder / "photos", inputs, ".png")
    photo(folder / "photos", "sound.png")
    name = pipeline(folder, "p.yaml", {"photos": ["photos/*"], "resize": {"longest": 20}}, disc(folder), len(inputs) + 1)
    return [["check", name], ["run", name, "--out", "out", "--max-pixels", "1000000", "--quiet"]]


def cutouts(folder, inputs):
    """As cut-outs and their masks, as textures, and as instance masks of a dataset."""
    write(folder / "parts", inputs, ".png")
    write(folder / "masks", inputs, ".png")
    photo(folder)
    objects = {
        f"o{index}": {"from": {"cutouts": {"files": f"parts/{index:03}.png", **more}}, "size": 0.5, "weight": 1}
        for index in range(len(inputs))
        for more in [{}, {"masks": f"masks/{index:03}.png"}][index % 2 :][:1]
    }
    count = {"count": {"integers": [len(objects), len(objects)]}}
    name = pipeline(folder, "p.yaml", {"photos": ["a.png"]}, objects, 3, scene=count)
    source = "masks: {images: photos/*, masks: masks/*}"
    for index in range(len(inputs)):
        photo(folder / "photos", f"{index:03}.png")
    return [["run", name, "--out", "out", "--max-pixels", "1000000", "--quiet"], ["convert", "made", "--from", source]]


def coco(folder, inputs):
    photo(folder / "images")
    (folder / "annotations").mkdir()
    (folder / "annotations/instances.json").write_bytes(inputs[0])
    objects = {"o": {"from": {"coco": {"file": "annotations/instances.json", "images": "images", "categories": ["cup", "cat"]}}, "size": 0.3}}
    name = pipeline(
        folder, "p.yaml", {"datasets": [{"coco": {"file": "annotations/instances.json", "images": "images"}}], "flip": {"chance": 1}},
        {**disc(folder), **objects}, 2)
    return [
        ["check", "."], ["convert", "made", "--from", "coco: annotations/instances.json", "--to", "yolo,voc,datumaro,kitti,createml,csv"],
        ["run", name, "--out", "out", "--quiet"],
    ]


def yolo(folder, inputs):
    write(folder / "labels", inputs, ".txt")
    for index in range(len(inputs)):
        photo(folder / "images", f"{index:03}.png")
    # Which task the labels are of is stated here: points only where the first input has as many numbers.
    points = len(inputs[0].split(b"\n")[0].split()) == 11
    (folder / "data.yaml").write_text(
        json.dumps({key: value for key, value in seeds.YOLO_DATA.items() if points or key not in ["kpt_shape", "flip_idx"]}))
    return yolo_doors(folder, len(inputs))


def yolo_data(folder, inputs):
    write(folder / "labels", [seeds.YOLO[2].encode()], ".txt")
    photo(folder / "images", "000.png")
    (folder / "data.yaml").write_bytes(inputs[0])
    return yolo_doors(folder, 1)


def yolo_doors(folder, images):
    name = pipeline(folder, "p.yaml", {"datasets": [{"yolo": "data.yaml"}], "flip": {"chance": 1}}, disc(folder), images)
    return [["check", "."], ["convert", "made", "--from", "yolo: data.yaml", "--to", "voc"], ["run", name, "--out", "out", "--quiet"]]


def voc(folder, inputs):
    write(folder / "Annotations", inputs, ".xml")
    for index in range(len(inputs)):
        photo(folder / "JPEGImages", f"{index:03}.png")
    name = pipeline(folder, "p.yaml", {"datasets": [{"voc": "."}], "flip": {"chance": 1}}, disc(folder), len(inputs))
    return [["check", "."], ["convert", "made", "--from", "voc: ."], ["run", name, "--out", "out", "--quiet"]]


def kitti(folder, inputs):
    write(folder / "label_2", inputs, ".txt")
    for index in range(len(inputs)):
        photo(folder / "image_2", f"{index:03}.png")
    name = pipeline(folder, "p.yaml", {"datasets": [{"kitti": "."}], "flip": {"chance": 1}}, disc(folder), len(inputs))
    return [["check", "."], ["convert", "made", "--from", "kitti: ."], ["run", name, "--out", "out", "--quiet"]]


def create_ml(folder, inputs):
    photo(folder)
    (folder / "_annotations.createml.json").write_bytes(inputs[0])
    return [["check", "."]]


def datumaro(folder, inputs):
    photo(folder / "images")
    (folder / "annotations").mkdir()
    (folder / "annotations/default.json").write_bytes(inputs[0])
    return [["check", "."]]


def whole_pipeline(folder, inputs):
    photo(folder)
    disc(folder)
    (folder / "s.yaml").write_text(json.dumps(seeds.SOLID))
    (folder / "p.yaml").write_bytes(inputs[0])
    # A pipeline may ask for as much work as it likes: what is asked for here is cut to an image.
    small = ["--set", "images=1", "--set", "render.quality=draft"]
    return [["check", "p.yaml"], ["run", "p.yaml", "--out", "out", "--quiet", *small]]


def solid(folder, inputs):
    photo(folder)
    (folder / "s.yaml").write_bytes(inputs[0])
    objects = {"s": {"from": {"solid": "s.yaml"}, "height": 0.5, "pose": {"yaw": 30}}}
    name = pipeline(folder, "p.yaml", {"photos": ["a.png"], "resize": {"longest": 24}}, objects, 1,
        scene={"count": 1, "camera": {"height": 1, "fov": 60, "horizon": 0.3}, "place": {"ground": {"distance": 2}}})
    return [["check", name], ["run", name, "--out", "out", "--quiet"]]


def svg(folder, inputs):
    photo(folder)
    write(folder, inputs, ".svg")
    objects = {f"o{index}": {"from": {"drawing": f"{index:03}.svg"}, "size": 0.5} for index in range(len(inputs))}
    name = pipeline(folder, "p.yaml", {"photos": ["a.png"]}, objects, 2, scene={"count": max(8, len(inputs))})
    return [["check", name], ["run", name, "--out", "out", "--max-pixels", "4000000", "--quiet"]]


def model(suffix):
    def place(folder, inputs):
        photo(folder)
        write(folder, inputs, suffix)
        (folder / "m.mtl").write_text("newmtl a\nKd 1 0 0\nmap_Kd a.png\n")
        objects = {f"o{index}": {"from": {"mesh": f"{index:03}{suffix}"}, "height": 0.5} for index in range(len(inputs))}
        name = pipeline(folder, "p.yaml", {"photos": ["a.png"], "resize": {"longest": 24}}, objects, 1,
            scene={"count": len(inputs), "camera": {"height": 1, "fov": 60, "horizon": 0.3}, "place": {"ground": {"distance": 2}}})
        return [["check", name], ["run", name, "--out", "out", "--quiet"]]

    return place


def panorama(folder, inputs):
    write(folder, inputs, ".exr")
    objects = {**disc(folder), "s": {"from": {"solid": "s.yaml"}, "height": 0.3}}
    (folder / "s.yaml").write_text(json.dumps(seeds.SOLID))
    files = {"panoramas": {"files": ["*.exr"], "width": 16, "height": 16}}
    name = pipeline(folder, "p.yaml", files, objects, len(inputs))
    return [["check", name], ["run", name, "--out", "out", "--max-pixels", "1000000", "--quiet"]]


def texts(*values):
    return [value.encode() for value in values]


TARGETS = {
    "pictures": Target("bytes", seeds.PICTURES, pictures, 40),
    "cutouts": Target("png", seeds.PICTURES, cutouts, 20),
    "coco": Target("tree", [seeds.COCO], coco),
    "yolo": Target("text", texts(*seeds.YOLO), yolo, 40),
    "yolo-data": Target("tree", [seeds.YOLO_DATA], yolo_data),
    "voc": Target("text", texts(seeds.VOC), voc, 40),
    "kitti": Target("text", texts(seeds.KITTI), kitti, 40),
    "createml": Target("tree", [seeds.CREATE_ML], create_ml),
    "datumaro": Target("tree", [seeds.DATUMARO], datumaro),
    "pipeline": Target("tree", [seeds.PIPELINE], whole_pipeline),
    "solid": Target("tree", [seeds.SOLID], solid),
    "svg": Target("text", texts(seeds.SVG), svg, 8),
    "obj": Target("text", texts(seeds.OBJ), model(".obj"), 8),
    "ply": Target("text", texts(seeds.PLY), model(".ply"), 8),
    "glb": Target("bytes", [seeds.glb(seeds.GLTF)], model(".glb"), 8),
    "gltf": Target("tree", [seeds.GLTF], model(".gltf"), 1),
    "exr": Target("bytes", [seeds.exr(), seeds.exr(("Y",), 1), seeds.exr(("A", "Y"), 2), seeds.exr(("B", "G", "R", "Z"), 0), seeds.radiance()], panorama, 10),
}
