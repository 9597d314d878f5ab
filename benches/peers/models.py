"""Writes the benchmark's networks: the same weights as safetensors (for Convscope) and as ONNX (for ONNX Runtime).

    python benches/peers/models.py benches/models

torchvision's architectures with seeded random weights: the arithmetic of a network does not depend on what it learned,
except that He-initialised weights keep activations in a range without denormal numbers.
"""

import sys
from pathlib import Path

import torch
import torchvision
from safetensors.torch import save_file

NAMES = ["squeezenet1_1", "googlenet", "resnet18", "resnet50", "vgg16", "mobilenet_v2"]


def make(name: str) -> torch.nn.Module:
    torch.manual_seed(0)
    extra = {"init_weights": True, "aux_logits": False} if name == "googlenet" else {}
    model = torchvision.models.get_model(name, weights=None, **extra).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(module.weight)
    return model


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        if (folder / f"{name}.onnx").exists():
            continue
        model = make(name)
        save_file({key: value.contiguous() for key, value in model.state_dict().items()}, folder / f"{name}.safetensors")
        torch.onnx.export(model, (torch.zeros(1, 3, 224, 224),), folder / f"{name}.onnx", dynamo=False,
                          input_names=["input"], dynamic_axes={"input": {0: "batch"}}, opset_version=17)
        print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
