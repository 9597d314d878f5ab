"""Writes architectures.txt: the keys and shapes of every architecture that Convscope draws without weights.

    python make.py

An indented tree for each: a module's name, or several alike as `1-35`, and behind it what it holds. `64x3x7x7` is a weight of
that shape, `+b` a bias beside it, `n64` a batch norm of 64 channels; whatever else there is stands as `key=shape`.
Nothing but shapes is taken from torchvision and timm.
"""

from pathlib import Path

import timm
import torch
import torchvision

TORCHVISION = """
alexnet vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn squeezenet1_0 squeezenet1_1 googlenet inception_v3
resnet18 resnet34 resnet50 resnet101 resnet152 wide_resnet50_2 wide_resnet101_2
resnext50_32x4d resnext101_32x8d resnext101_64x4d densenet121 densenet161 densenet169 densenet201
mobilenet_v2 mobilenet_v3_small mobilenet_v3_large mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3
efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 efficientnet_b5 efficientnet_b6 efficientnet_b7
efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l
shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0
regnet_x_400mf regnet_x_800mf regnet_x_1_6gf regnet_x_3_2gf regnet_x_8gf regnet_x_16gf regnet_x_32gf
regnet_y_400mf regnet_y_800mf regnet_y_1_6gf regnet_y_3_2gf regnet_y_8gf regnet_y_16gf regnet_y_32gf
convnext_tiny convnext_small convnext_base convnext_large
""".split()
TIMM = "resnet50d resnet101d mobilenetv2_100 mobilenetv3_small_100 mobilenetv3_large_100 mnasnet_100 semnasnet_100".split()
NORM = ["bias", "running_mean", "running_var", "weight"]


def build(name):
    if name in TIMM:
        return timm.create_model(name, pretrained=False)
    options = {"aux_logits": False, "init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return torchvision.models.get_model(name, weights=None, **options)


def without_numbers(name):
    """Shapes alone, where the library can do without numbers."""
    try:
        with torch.device("meta"):
            return build(name)
    except NotImplementedError:
        return build(name)


def written(shape):
    return "x".join(map(str, shape)) or "1"


def facts(parameters):
    """What a module itself holds, in short."""
    keys = sorted(parameters)
    if keys == NORM:
        return [f"n{parameters['weight'][0]}"]
    rest = dict(parameters)
    short = []
    if "weight" in rest and len(rest["weight"]) > 1:
        weight = rest.pop("weight")
        has_bias = rest.get("bias") == weight[:1]
        if has_bias:
            rest.pop("bias")
        short = [written(weight) + ("+b" if has_bias else "")]
    return short + [f"{key}={written(shape)}" for key, shape in rest.items()]


def tree(model):
    root = {}
    for key, value in model.state_dict().items():
        *path, last = key.split(".")
        if last == "num_batches_tracked":
            continue
        at = root
        for name in path:
            at = at.setdefault(name, {})
        at.setdefault(None, {})[last] = tuple(value.shape)
    return root


def lines(node, depth=1):
    """The children of a node; neighbours in number that are alike are one line."""
    blocks = []
    for name, child in node.items():
        if name is None:
            continue
        text = [" ".join(facts(child.get(None, {}))), *lines(child, depth + 1)]
        last = blocks[-1] if blocks else None
        if last and last[2] == text and name.isdigit() and last[1].isdigit() and int(name) == int(last[1]) + 1:
            last[1] = name
        else:
            blocks.append([name, name, text])
    out = []
    for first, last, (own, *inner) in blocks:
        name = first if first == last else f"{first}-{last}"
        out += [" " * depth + f"{name} {own}".rstrip(), *inner]
    return out


def main():
    out = []
    for name in TORCHVISION + TIMM:
        root = tree(without_numbers(name))
        out += [name, *lines({key: child for key, child in root.items() if key is not None})]
        if None in root:
            raise ValueError(f"{name} has parameters of its own")
    Path(__file__).with_name("architectures.txt").write_text("\n".join(out) + "\n")


main()
