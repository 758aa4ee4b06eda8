"""What the scripts that render the benchmark's scene share: arguments, the composite and the clock."""

import argparse
import json
import math
import pathlib
import resource
import time

import numpy
import PIL.Image

GREY = 160


def options(words, renders=False):
    """The arguments of a renderer."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("mesh", type=pathlib.Path)
    parser.add_argument("--scene", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=16)
    parser.add_argument("--frames", type=int, default=8)
    parser.add_argument("--out", type=pathlib.Path)
    if renders:
        parser.add_argument("--renders", type=int, choices=[1, 2], default=1)
    return parser.parse_args()


def scene(chosen):
    """`scene.json`: metres and degrees."""
    return json.loads(chosen.scene.read_text(encoding="utf-8"))


def plain_ground(numbers):
    """The radiance of the ground without any object."""
    x, y, z = numbers["sunDirection"]
    irradiance = numbers["sunIrradiance"] * y / math.hypot(x, y, z) + math.pi * numbers["skyRadiance"]
    return numbers["groundReflectance"] / math.pi * irradiance


def linear(value):
    """sRGB 0…1 as linear light; what is drawn here is never in the curve's dark end."""
    return ((value + 0.055) / 1.055) ** 2.4


def encoded(light):
    """Linear light 0…1 as sRGB 0…255."""
    light = numpy.clip(light, 0, 1)
    return 255 * numpy.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def composite(light, alpha, ground, numbers):
    """A grey photo with what was rendered laid over it: radiance, the mesh's share of each pixel, and the radiance of the
    ground without it. Where the ground ends the sky shows, which takes no shadow."""
    alpha = numpy.clip(alpha, 0, 1)
    shadow = light / ground
    behind = encoded(linear(GREY / 255) * numpy.clip(shadow, 0, 1))
    mesh = encoded(light * numbers["exposure"])
    return (mesh * alpha + behind * (1 - alpha) + 0.5).astype(numpy.uint8)


def processor_seconds():
    """User and system time so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(image, chosen):
    """Makes one image to warm up, then all of them, and prints milliseconds an image as JSON."""
    first = image(0)
    if chosen.out:
        PIL.Image.fromarray(first).save(chosen.out)
    wall, cpu = time.perf_counter(), processor_seconds()
    for frame in range(chosen.frames):
        image(frame)
    wall, cpu = time.perf_counter() - wall, processor_seconds() - cpu
    print(json.dumps({"wall_ms": 1000 * wall / chosen.frames, "cpu_ms": 1000 * cpu / chosen.frames}))
