"""Renders the benchmark's mesh with Blender's Cycles and its shadow catcher, and composites each pose on grey.

What Cycles can keep from image to image it keeps (persistent data); adaptive sampling and the denoiser are off, as all
renderers take the same samples.
"""

import math
import pathlib
import tempfile

import bpy
import numpy
import PIL.Image

import rendering


def load(mesh, scene, samples):
    """The scene in its first pose; returns the mesh's object. Blender has z up: (x, y, z) is its (x, −z, y)."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    view = bpy.context.scene
    bpy.ops.wm.obj_import(filepath=str(mesh))
    stone = bpy.context.selected_objects[0]
    x, y, z = scene["position"]
    stone.location = (x, -z, y)
    stone.rotation_mode = "XYZ"

    bpy.ops.mesh.primitive_plane_add(size=1000)
    ground = bpy.context.object
    ground.is_shadow_catcher = True
    material = bpy.data.materials.new("ground")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*[scene["groundReflectance"]] * 3, 1)
    shader.inputs["Roughness"].default_value = 1
    ground.data.materials.append(material)

    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy = scene["sunIrradiance"]
    sun.angle = math.radians(2 * scene["sunRadius"])
    lamp = bpy.data.objects.new("sun", sun)
    x, y, z = scene["sunDirection"]
    lamp.rotation_euler = (math.acos(y / math.hypot(x, y, z)), 0, math.atan2(x, z))
    view.collection.objects.link(lamp)

    view.world = bpy.data.worlds.new("sky")
    view.world.use_nodes = True
    background = view.world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (1, 1, 1, 1)
    background.inputs["Strength"].default_value = scene["skyRadiance"]

    lens = bpy.data.cameras.new("camera")
    lens.sensor_fit = "HORIZONTAL"
    lens.angle = math.radians(scene["fieldOfView"])
    camera = bpy.data.objects.new("camera", lens)
    camera.location = (0, 0, scene["cameraHeight"])
    camera.rotation_euler = (math.radians(90 + scene["pitch"]), 0, 0)
    view.collection.objects.link(camera)
    view.camera = camera

    view.render.engine = "CYCLES"
    view.render.resolution_x = view.render.resolution_y = scene["size"]
    view.render.film_transparent = True
    view.render.use_persistent_data = True
    view.render.image_settings.file_format = "PNG"
    view.render.image_settings.color_mode = "RGBA"
    view.render.image_settings.compression = 0
    view.view_settings.view_transform = "Standard"
    view.view_settings.exposure = math.log2(scene["exposure"])
    cycles = view.cycles
    cycles.device = "CPU"
    cycles.samples = samples
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = False
    cycles.pixel_filter_type = "BOX"
    # Two surfaces and the light.
    cycles.max_bounces = cycles.diffuse_bounces = cycles.glossy_bounces = 1
    cycles.caustics_reflective = cycles.caustics_refractive = False
    return stone


def main():
    options = rendering.options(__doc__)
    scene = rendering.scene(options)
    stone = load(options.mesh, scene, options.samples)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "image.png"
        bpy.context.scene.render.filepath = str(file)

        def image(frame):
            stone.rotation_euler = (math.radians(90), 0, math.radians(scene["yawStep"] * frame))
            bpy.ops.render.render(write_still=True)
            pixels = numpy.asarray(PIL.Image.open(file), numpy.float32) / 255
            alpha = pixels[..., 3:]
            light = rendering.linear(pixels[..., :3]) * alpha + rendering.linear(rendering.GREY / 255) * (1 - alpha)
            return (rendering.encoded(light) + 0.5).astype(numpy.uint8)

        rendering.measure(image, options)


if __name__ == "__main__":
    main()
