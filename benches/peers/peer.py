"""Times one piece of work with the library that people use for it today, on two threads; prints one JSON object.

    python benches/peers/peer.py WORK NETWORK FOLDER [--repeat N] [--pictures FOLDER]

WORK: forward (ONNX Runtime), gradient (PyTorch), grad-cam, score-cam, ablation-cam (pytorch-grad-cam), occlusion (Captum, 32
windows a batch), folder (PyTorch's DataLoader and model over --pictures), training (PyTorch: a step of batch 64 of the shipped recipe
NETWORK, with its optimiser; FOLDER is that of the recipes); PyTorch with channels_last and batch norm folded,
which is its fastest way in all of these. FOLDER is what models.py wrote. Times are milliseconds.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

THREADS = 2


def timed(action, repeat: int) -> dict:
    action()
    action()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1e3)
    return {"median_ms": statistics.median(times), "minimum_ms": min(times), "repeat": repeat}


def forward(network: str, folder: Path, repeat: int) -> dict:
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(folder / f"{network}.onnx", options, providers=["CPUExecutionProvider"])
    picture = numpy.random.default_rng(0).standard_normal((1, 3, 224, 224), dtype=numpy.float32)
    return {"peer": f"onnxruntime {onnxruntime.__version__}", **timed(lambda: session.run(None, {"input": picture}), repeat)}


def torch_model(network: str, folder: Path, fold: bool):
    import torch
    import torchvision
    from safetensors.torch import load_file
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    torch.set_num_threads(THREADS)
    extra = {"init_weights": False, "aux_logits": False} if network == "googlenet" else {}
    model = torchvision.models.get_model(network, weights=None, **extra)
    model.load_state_dict(load_file(folder / f"{network}.safetensors"))
    model.eval()
    if fold:
        fold_batch_norms(model, fuse_conv_bn_eval)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return torch, model.to(memory_format=torch.channels_last)


def fold_batch_norms(module, fuse) -> None:
    """Folds each batch norm into the convolution registered just before it (torchvision registers them in order)."""
    import torch

    earlier_name, earlier = None, None
    for name, child in list(module.named_children()):
        if isinstance(child, torch.nn.BatchNorm2d) and isinstance(earlier, torch.nn.Conv2d):
            setattr(module, earlier_name, fuse(earlier, child))
            setattr(module, name, torch.nn.Identity())
        else:
            fold_batch_norms(child, fuse)
        earlier_name, earlier = name, child


def gradient(network: str, folder: Path, repeat: int) -> dict:
    torch, model = torch_model(network, folder, fold=True)
    picture = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0)).to(memory_format=torch.channels_last)
    picture.requires_grad_(True)

    def action():
        picture.grad = None
        model(picture)[0].max().backward()

    return {"peer": f"torch {torch.__version__}", **timed(action, repeat)}


def last_maps(network: str, model):
    """The module whose output is the last feature map."""
    return {"resnet18": lambda: model.layer4, "resnet50": lambda: model.layer4, "googlenet": lambda: model.inception5b}.get(
        network, lambda: model.features
    )()


def cam(kind: str, network: str, folder: Path, repeat: int) -> dict:
    import pytorch_grad_cam
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    torch, model = torch_model(network, folder, fold=True)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    picture = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0)).to(memory_format=torch.channels_last)
    classes = iter(range(10**9))
    maker = {"grad-cam": "GradCAM", "score-cam": "ScoreCAM", "ablation-cam": "AblationCAM"}[kind]
    with getattr(pytorch_grad_cam, maker)(model=model, target_layers=[last_maps(network, model)]) as method:

        def action():
            method(input_tensor=picture, targets=[ClassifierOutputTarget(next(classes) % 1000)])

        return {"peer": "pytorch-grad-cam", **timed(action, repeat)}


def occlusion(network: str, folder: Path, repeat: int) -> dict:
    import captum
    from captum.attr import Occlusion

    torch, model = torch_model(network, folder, fold=True)
    picture = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(0)).to(memory_format=torch.channels_last)
    method = Occlusion(model)

    def action():
        with torch.no_grad():
            method.attribute(picture, (3, 32, 32), strides=(3, 8, 8), target=0, perturbations_per_eval=32)

    return {"peer": f"captum {captum.__version__}", **timed(action, repeat)}


def pictures_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))


class Pictures:
    """Files to inputs as torchvision's ImageNet recipe does it, by Pillow or by torchvision's own decoder."""

    def __init__(self, files: list[Path], decoder: str):
        import torch
        from torchvision.transforms import v2

        self.files, self.decoder = files, decoder
        to_tensor = [v2.PILToTensor()] if decoder == "pillow" else []
        self.prepare = v2.Compose([v2.Resize(256, antialias=True), v2.CenterCrop(224), *to_tensor,
                                   v2.ToDtype(torch.float32, scale=True),
                                   v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int):
        if self.decoder == "pillow":
            from PIL import Image

            return self.prepare(Image.open(self.files[index]).convert("RGB"))
        from torchvision import io

        return self.prepare(io.decode_jpeg(io.read_file(str(self.files[index])), mode=io.ImageReadMode.RGB))


def folder(network: str, models: Path, pictures: Path, repeat: int) -> dict:
    """The loop over all pictures in the setting that was fastest on the first 128; imports and the model's opening are not counted."""
    torch, model = torch_model(network, models, fold=True)
    files = pictures_in(pictures)

    def seconds(files: list[Path], decoder: str, workers: int, batch: int) -> float:
        start = time.perf_counter()
        with torch.inference_mode():
            for inputs in torch.utils.data.DataLoader(Pictures(files, decoder), batch_size=batch, num_workers=workers):
                model(inputs.to(memory_format=torch.channels_last)).softmax(1).topk(5)
        return time.perf_counter() - start

    settings = [(decoder, workers, batch) for decoder in ("pillow", "torchvision") for workers in (0, 1, 2) for batch in (1, 8, 16, 32)]
    seconds(files[:32], *settings[0])
    best = min(settings, key=lambda setting: seconds(files[:128], *setting))
    times = [seconds(files, *best) * 1e3 for _ in range(repeat)]
    setting = "{} decodes, {} workers, batches of {}".format(*best)
    return {"peer": f"torch {torch.__version__}, {setting}", "pictures": len(files),
            "median_ms": statistics.median(times), "minimum_ms": min(times), "repeat": repeat}


def described(torch, layers: list[dict], channels: int):
    """The network of a recipe's description, as far as the shipped recipes go; the channels that come out."""
    nn, steps = torch.nn, []
    for layer in layers:
        for _ in range(layer.get("repeat", 1)):
            if width := layer.get("convolution"):
                kernel = layer.get("kernel", 3)
                steps += [nn.Conv2d(channels, width, kernel, layer.get("stride", 1), kernel // 2, bias=False), nn.BatchNorm2d(width)]
                steps += [] if layer.get("activation") == "none" else [nn.ReLU(inplace=True)]
                channels = width
            elif inner := layer.get("residual"):
                inside, width = described(torch, inner, channels)
                stride = max(one.get("stride", 1) for one in inner)
                same = width == channels and stride == 1
                shortcut = [] if same else [nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width)]
                steps.append(residual(torch, inside, nn.Sequential(*shortcut)))
                channels = width
            elif size := layer.get("max_pool"):
                steps.append(nn.MaxPool2d(size, layer.get("stride", size), layer.get("padding", 0)))
            elif "global_average" in layer:
                steps += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
            else:
                steps.append(nn.Linear(channels, 10))
    return nn.Sequential(*steps), channels


def residual(torch, inside, shortcut):
    class Residual(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inside, self.shortcut = inside, shortcut

        def forward(self, x):
            return torch.relu(self.inside(x) + self.shortcut(x))

    return Residual()


def training(network: str, folder: Path, repeat: int) -> dict:
    import tomllib

    import torch

    torch.set_num_threads(THREADS)
    recipe = tomllib.loads((folder / f"{network}.recipe.toml").read_text())
    model = described(torch, recipe["network"]["layers"], 3)[0].to(memory_format=torch.channels_last).train()
    settings = recipe["optimizer"]
    optimizer = torch.optim.SGD(model.parameters(), settings["learning_rate"], settings["momentum"],
                                nesterov=settings["nesterov"], weight_decay=settings["weight_decay"])
    side = recipe["preprocessing"]["size"]
    pictures = torch.randn(64, 3, side, side, generator=torch.Generator().manual_seed(0)).to(memory_format=torch.channels_last)
    classes = torch.arange(64) % 10
    loss = torch.nn.CrossEntropyLoss(label_smoothing=recipe["label_smoothing"])

    def action():
        optimizer.zero_grad()
        loss(model(pictures), classes).backward()
        optimizer.step()

    return {"peer": f"torch {torch.__version__}", **timed(action, repeat)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("network")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    works = {"forward": forward, "gradient": gradient, "occlusion": occlusion, "training": training}
    if given.work in works:
        result = works[given.work](given.network, given.folder, given.repeat)
    elif given.work == "folder":
        result = folder(given.network, given.folder, given.pictures, given.repeat)
    else:
        result = cam(given.work, given.network, given.folder, given.repeat)
    print(json.dumps({"work": given.work, "network": given.network, **result}))


if __name__ == "__main__":
    main()
