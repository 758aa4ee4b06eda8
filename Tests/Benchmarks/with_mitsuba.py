"""Renders the benchmark's mesh with Mitsuba 3 in its LLVM mode and composites each pose with its shadow on grey.

Only the pose changes from image to image. The sky is even and the ground is one endless colour, so what the ground would
be without the mesh is known without rendering it (`--renders 1`, which favours Mitsuba); in a scene of which that is not
known it takes a second render (`--renders 2`). Which shape each pixel shows is found by rays from the camera alone: the
integrator that gives both at once would follow all paths twice.
"""

import math

import mitsuba
import numpy

import rendering

mitsuba.set_variant("llvm_ad_rgb")


def stone(mesh, scene, frame):
    """The mesh's matrix."""
    turn = mitsuba.ScalarTransform4f().translate(scene["position"])
    return turn.rotate([0, 1, 0], scene["yawStep"] * frame)


def load(mesh, scene, with_mesh=True):
    """The scene in its first pose."""
    pitch = math.radians(scene["pitch"])
    eye = [0, scene["cameraHeight"], 0]
    target = [0, eye[1] + math.sin(pitch), -math.cos(pitch)]
    parts = {
        "type": "scene",
        # Two surfaces and the light.
        "integrator": {"type": "path", "max_depth": 3},
        "sensor": {
            "type": "perspective", "fov": scene["fieldOfView"], "fov_axis": "x",
            "to_world": mitsuba.ScalarTransform4f().look_at(eye, target, [0, 1, 0]),
            "film": {
                "type": "hdrfilm", "width": scene["size"], "height": scene["size"], "rfilter": {"type": "box"},
                "component_format": "float32"},
            "sampler": {"type": "independent"}},
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": scene["skyRadiance"]}},
        "sun": {
            "type": "directional", "direction": [-number for number in scene["sunDirection"]],
            "irradiance": {"type": "rgb", "value": scene["sunIrradiance"]}},
        "ground": {
            "type": "rectangle",
            "to_world": mitsuba.ScalarTransform4f().rotate([1, 0, 0], -90).scale([10_000, 10_000, 1]),
            "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": scene["groundReflectance"]}}},
    }
    if with_mesh:
        parts["group"] = {
            "type": "shapegroup",
            "mesh": {
                "type": "obj", "filename": str(mesh),
                "bsdf": {
                    "type": "principled", "roughness": 0.5, "specular": 0.5,
                    "base_color": {"type": "bitmap", "filename": str(mesh.with_suffix(".png"))}}}}
        parts["stone"] = {"type": "instance", "to_world": stone(mesh, scene, 0), "group": {"type": "ref", "id": "group"}}
    return mitsuba.load_dict(parts)


def coverage(whole, looker, scene, samples, seed):
    """The share of each pixel that shows the mesh. The ground is shape 1, the mesh shape 2, and what is neither is 0."""
    numbers = numpy.array(mitsuba.render(whole, integrator=looker, spp=samples, seed=seed))[..., -1:]
    focal = scene["size"] / 2 / math.tan(math.radians(scene["fieldOfView"] / 2))
    horizon = scene["size"] / 2 + focal * math.tan(math.radians(scene["pitch"]))
    rows = numpy.arange(scene["size"])[:, None, None]
    return numpy.where(rows < horizon, numbers / 2, numbers - 1)


def main():
    options = rendering.options(__doc__, renders=True)
    scene = rendering.scene(options)
    whole = load(options.mesh, scene)
    parameters = mitsuba.traverse(whole)
    empty = load(options.mesh, scene, with_mesh=False) if options.renders == 2 else None
    looker = mitsuba.load_dict({"type": "aov", "aovs": "shape:shape_index"})
    plain = rendering.plain_ground(scene)

    def image(frame):
        parameters["stone.to_world"] = mitsuba.Transform4f(stone(options.mesh, scene, frame))
        parameters.update()
        pixels = numpy.array(mitsuba.render(whole, spp=options.samples, seed=frame))
        ground = plain
        if empty is not None:
            ground = numpy.array(mitsuba.render(empty, spp=options.samples, seed=frame))[..., :3]
        alpha = coverage(whole, looker, scene, options.samples, frame)
        return rendering.composite(pixels[..., :3], alpha, ground, scene)

    rendering.measure(image, options)


if __name__ == "__main__":
    main()
