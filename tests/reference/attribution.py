"""Convscope's attribution methods (float32) beside Captum 0.9.0, pytorch-grad-cam 1.5.7, zennit and the authors' own libraries (PAIR's
`saliency`, TorchRay), each in the library's convention: relative L2 distances of both from the library in float64, and milliseconds of both in the
same run (medians of warm repetitions; Convscope's by `convscope bench --work explain`, on noise of the same size).

    python tests/reference/attribution.py FOLDER path/to/convscope [--only METHOD,..] [--networks NAME,..]

FOLDER is the one that precision.py made (calibrated random weights; x0.npy and so on). SqueezeNet's are ../shared's.
Chance is Convscope's own (chacha.py), handed to the libraries, so that draws agree.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file
from torchvision.models.googlenet import BasicConv2d

sys.path.insert(0, os.path.dirname(__file__))
from chacha import ChaCha8  # noqa: E402

torch.set_num_threads(2)
HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.path.join(HERE, "../../../shared")

# Network: how torchvision makes it, the layer of class activation maps in both worlds.
NETWORKS = {
    "squeezenet1_1": ("features.12", "features.12"),
    "googlenet": ("inception5b", "inception5b"),
    "resnet18": ("layer4", "layer4.1"),
    "mobilenet_v2": ("features.18", "features.18"),
    "densenet121": ("features.norm5", "features.norm5"),
    "vgg11": ("features.19", "features.19"),
}


class Net:
    def __init__(self, folder, name, picture):
        self.folder, self.name, self.file_of_x = folder, name, f"{folder}/x{picture}.npy"
        options = {"aux_logits": False, "init_weights": True} if name == "googlenet" else {}
        self.torch = getattr(torchvision.models, name)(weights=None, **options).eval()
        self.file = f"{folder}/{name}.safetensors"
        if name == "squeezenet1_1":
            self.file = os.path.join(SHARED, "models/squeezenet1_1.safetensors")
        self.torch.load_state_dict(load_file(self.file), strict=False)
        for part in self.torch.modules():
            if isinstance(part, BasicConv2d):
                # torchvision calls F.relu, which no library's hooks see.
                part.relu = torch.nn.ReLU()
                part.forward = (lambda part: lambda x: part.relu(part.bn(part.conv(x))))(part)
        for module in self.torch.modules():
            if isinstance(module, torch.nn.ReLU):
                module.inplace = False
        self.x = torch.from_numpy(np.load(self.file_of_x))
        with torch.no_grad():
            self.target = int(self.torch(self.x).argmax())
        self.layers = NETWORKS[name]

    def layer(self):
        found = self.torch
        for part in self.layers[0].split("."):
            found = found[int(part)] if part.isdigit() else getattr(found, part)
        return found


def convscope(program, net, method, *arguments, layer=False, references=None):
    out = os.path.join(net.folder, "found.npy")
    call = [program, "attribute", net.file, net.file_of_x, "--method", method, "--target", str(net.target), "-o", out]
    if net.name == "squeezenet1_1":
        call += ["--preprocess", "size=224x224,resize=stretch"]
    if layer:
        call += ["--layer", net.layers[1]]
    if references:
        call += ["--references", references]
    call += arguments
    done = subprocess.run(call, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return np.load(out), done.stdout.strip()


def bench(program, net, method, options, repeat):
    size = ["--preprocess", "size=224x224,resize=stretch"] if net.name == "squeezenet1_1" else []
    call = [program, "bench", net.file, "--work", "explain", "--method", method, "--json", "--repeat", str(repeat)]
    return json.loads(subprocess.run([*call, *options, *size], capture_output=True, check=True).stdout)["median_ms"]


def signs(method):
    """A singular vector has no sign."""
    return (1, -1) if method == "eigen-cam" else (1,)


def noises(seed, samples, shape):
    stream = ChaCha8(seed)
    count = int(np.prod(shape))
    return [torch.from_numpy(stream.normal(count).astype(np.float32).reshape(shape)) for _ in range(samples)]


def captum_smooth_grad(kind):
    def run(net):
        from captum.attr import NoiseTunnel, Saliency

        drawn = iter(noises(0, 5, net.x.shape))
        original = torch.normal
        torch.normal = lambda mean, std: torch.cat([next(drawn) for _ in range(std.shape[0])]).to(std.dtype) * std + mean
        try:
            return NoiseTunnel(Saliency(net.torch)).attribute(
                net.x.clone().requires_grad_(), nt_type=kind, nt_samples=5, stdevs=1.0, target=net.target
            )
        finally:
            torch.normal = original

    return run


def captum(name, **options):
    def run(net):
        import captum.attr

        return getattr(captum.attr, name)(net.torch).attribute(net.x.clone().requires_grad_(), target=net.target, **options)

    return run


def captum_layer(name, channels=False, **options):
    def run(net):
        import captum.attr

        method = getattr(captum.attr, name)(net.torch, net.layer())
        found = method.attribute(net.x.clone().requires_grad_(), target=net.target, **options)
        return found

    return run


def captum_expected(net):
    from captum.attr import IntegratedGradients  # noqa: F401

    references = torch.from_numpy(np.concatenate([np.load(f"{net.folder}/x{i}.npy") for i in (1, 2, 3)])).to(net.x.dtype)
    at = ChaCha8(0).uniform(5)
    total = torch.zeros_like(net.x)
    for index in range(5):
        base = references[index % 3 : index % 3 + 1]
        point = (base + float(at[index]) * (net.x - base)).requires_grad_()
        gradient = torch.autograd.grad(net.torch(point)[0, net.target], point)[0]
        total += gradient * (net.x - base)
    return total / 5


def captum_shap(net):
    from captum.attr import DeepLiftShap

    references = torch.from_numpy(np.load(f"{net.folder}/references.npy")).to(net.x.dtype)
    return DeepLiftShap(net.torch).attribute(net.x.clone().requires_grad_(), baselines=references, target=net.target)


def pgc(name):
    def run(net):
        import pytorch_grad_cam
        from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

        layers = [] if name == "FullGrad" else [net.layer()]
        with getattr(pytorch_grad_cam, name)(net.torch, layers) as cam:
            return torch.from_numpy(cam(net.x, [ClassifierOutputTarget(net.target)]))

    return run


def pair(name, **options):
    def run(net):
        import saliency.core as saliency

        def call(x, call_model_args=None, expected_keys=None):
            x = torch.from_numpy(np.asarray(x)).to(net.x.dtype).permute(0, 3, 1, 2).requires_grad_()
            gradient = torch.autograd.grad(net.torch(x)[:, net.target].sum(), x)[0]
            return {saliency.INPUT_OUTPUT_GRADIENTS: gradient.permute(0, 2, 3, 1).numpy()}

        quantile = np.quantile
        # The library calls it as NumPy did before 1.22.
        np.quantile = lambda a, q, interpolation="linear": quantile(a, q, method=interpolation)
        x = net.x[0].permute(1, 2, 0).numpy().astype(np.float64)
        found = getattr(saliency, name)().GetMask(x, call, None, **options)
        np.quantile = quantile
        return torch.from_numpy(np.asarray(found)).permute(2, 0, 1)[None]

    return run


def zennit(name, **options):
    """A composite; batch normalisations merged, residual sums as modules that zennit sees."""

    def run(net):
        import zennit.canonizers
        import zennit.composites
        from torchvision.models.mobilenetv2 import InvertedResidual, MobileNetV2
        from zennit.attribution import Gradient
        from zennit.layer import Sum
        from zennit.torchvision import ResNetCanonizer, VGGCanonizer

        merged = zennit.canonizers.MergeBatchNorm.merge_batch_norm

        def merge(modules, norm):
            # zennit keeps epsilon in the norm that it means to be the identity: every one shrinks what passes by 5e-6.
            merged(modules, norm)
            norm.eps = 0.0

        zennit.canonizers.MergeBatchNorm.merge_batch_norm = staticmethod(merge)

        class Mobile(zennit.canonizers.AttributeCanonizer):
            def __init__(self):
                super().__init__(self.attributes)

            @staticmethod
            def attributes(name, module):
                if isinstance(module, InvertedResidual) and module.use_res_connect:

                    def forward(self, x):
                        return self.canonizer_sum(torch.stack([x, self.conv(x)], dim=-1))

                    return {"forward": forward.__get__(module), "canonizer_sum": Sum()}
                if isinstance(module, MobileNetV2):

                    def whole(self, x):
                        return self.classifier(torch.flatten(self.canonizer_pool(self.features(x)), 1))

                    return {"forward": whole.__get__(module), "canonizer_pool": torch.nn.AdaptiveAvgPool2d((1, 1))}
                return None

        canonizers = {
            "resnet18": lambda: [ResNetCanonizer()],
            "vgg11": lambda: [VGGCanonizer()],
            "mobilenet_v2": lambda: [zennit.canonizers.SequentialMergeBatchNorm(), Mobile()],
        }
        if net.name not in canonizers:
            raise RuntimeError("no canonizer of zennit's for this network")
        keywords = dict(options)
        if name == "EpsilonGammaBox":
            mean = torch.tensor([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1).to(net.x.dtype)
            deviation = torch.tensor([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1).to(net.x.dtype)
            keywords |= {"low": -mean / deviation, "high": (1 - mean) / deviation}
        composite = getattr(zennit.composites, name)(canonizers=canonizers[net.name](), **keywords)
        start = lambda output: output * torch.eye(output.shape[1], dtype=output.dtype)[[net.target]]
        with Gradient(model=net.torch, composite=composite) as attributor:
            _, relevance = attributor(net.x, start)
        zennit.canonizers.MergeBatchNorm.merge_batch_norm = staticmethod(merged)
        for module in net.torch.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 1e-5
        return relevance

    return run


def grid(net, cells):
    at = torch.arange(224) * cells // 224
    return (at[:, None] * cells + at[None, :])[None, None].expand(net.x.shape)


def captum_regions(name, cells, **options):
    def run(net):
        import captum.attr

        method = getattr(captum.attr, name)(net.torch)
        stream, original = ChaCha8(0), torch.bernoulli
        torch.bernoulli = lambda chance: (torch.from_numpy(stream.uniform(chance.numel())).reshape(chance.shape) < chance).to(chance)
        try:
            found = method.attribute(net.x, target=net.target, feature_mask=grid(net, cells), **options)
        finally:
            torch.bernoulli = original
        return found[:, :1]

    return run


def xrai(net):
    """The library's regions on Convscope's own integrated gradients: the order in which regions are taken turns on their last digits."""
    import saliency.core as saliency

    both = [
        convscope(PROGRAM, net, "integrated-gradients", "--param", f"baseline={end}", "--param", "steps=50")[0][0].transpose(1, 2, 0)
        for end in ("black", "white")
    ]
    # Regions of the picture, not of what preprocessing made of it.
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    x = net.x[0].permute(1, 2, 0).numpy().astype(np.float64) * deviation + mean
    found = saliency.XRAI().GetMask(x, lambda *_, **__: None, None, base_attribution=np.mean(both, axis=0, dtype=np.float64))
    return torch.from_numpy(np.asarray(found))[None, None]


def torchray(name, **options):
    def run(net):
        import matplotlib

        matplotlib.use("Agg")
        if name == "extremal_perturbation":
            from torchray.attribution.extremal_perturbation import extremal_perturbation

            # It knows float32 alone.
            kind = net.x.dtype
            try:
                return extremal_perturbation(net.torch.float(), net.x.float(), net.target, **options)[0]
            finally:
                net.torch.to(kind)
                for parameter in net.torch.parameters():
                    parameter.requires_grad_(True)
        from torchray.attribution import excitation_backprop

        return getattr(excitation_backprop, name)(net.torch, net.x, net.target, saliency_layer=net.layer(), **options)

    return run


def torchray_rise(net):
    from torchray.attribution.rise import rise

    with torch.no_grad():
        return rise(net.torch, net.x, net.target, num_masks=100, batch_size=32)


ZEROS = np.zeros((224, 224, 3))

# Convscope's method and arguments, whether a layer is named, the library's answer.
CASES = [
    ("gradient", ["--convention", "captum"], False, captum("Saliency")),
    ("input-x-gradient", [], False, captum("InputXGradient")),
    ("guided-backpropagation", [], False, captum("GuidedBackprop")),
    ("deconvnet", [], False, captum("Deconvolution")),
    ("smooth-grad", ["--convention", "captum"], False, captum_smooth_grad("smoothgrad")),
    ("smooth-grad", ["--convention", "captum", "--param", "aggregate=squared"], False, captum_smooth_grad("smoothgrad_sq")),
    ("smooth-grad", ["--convention", "captum", "--param", "aggregate=variance"], False, captum_smooth_grad("vargrad")),
    ("integrated-gradients", ["--convention", "captum"], False, captum("IntegratedGradients")),
    *(
        (
            "integrated-gradients",
            ["--convention", "captum", "--param", f"rule={ours}", "--param", "steps=20"],
            False,
            captum("IntegratedGradients", method=theirs, n_steps=20),
        )
        for ours, theirs in (
            ("trapezoid", "riemann_trapezoid"),
            ("left", "riemann_left"),
            ("right", "riemann_right"),
            ("middle", "riemann_middle"),
        )
    ),
    ("guided-ig", ["--param", "baseline=mean", "--param", "steps=50"], False,
     pair("GuidedIG", x_baseline=ZEROS, x_steps=50, max_dist=0.02, fraction=0.25)),
    ("blur-ig", ["--param", "steps=20"], False, pair("BlurIG", max_sigma=50, steps=20, grad_step=0.01)),
    ("expected-gradients", ["--convention", "captum"], False, captum_expected),
    *(
        ("lrp", ["--convention", "zennit", "--param", f"composite={ours}", *options], False, zennit(theirs, **keywords))
        for ours, theirs, options, keywords in (
            ("epsilon-gamma-box", "EpsilonGammaBox", [], {}),
            ("epsilon-plus", "EpsilonPlus", [], {}),
            ("epsilon-plus-flat", "EpsilonPlusFlat", [], {}),
            ("epsilon-alpha2-beta1", "EpsilonAlpha2Beta1", [], {}),
            ("epsilon-alpha2-beta1-flat", "EpsilonAlpha2Beta1Flat", [], {}),
            ("epsilon-plus", "EpsilonPlus", ["--param", "biases=off"], {"zero_params": "bias"}),
        )
    ),
    ("deeplift", ["--convention", "captum"], False, captum("DeepLift")),
    ("deeplift-shap", ["--convention", "captum"], False, captum_shap),
    ("feature-ablation", ["--convention", "captum", "--param", "cells=5"], False, captum_regions("FeatureAblation", 5)),
    ("lime", ["--convention", "captum", "--param", "cells=4"], False, captum_regions("Lime", 4)),
    ("kernel-shap", ["--convention", "captum", "--param", "cells=2"], False, captum_regions("KernelShap", 2, n_samples=400)),
    ("occlusion", ["--convention", "captum", "--param", "window=32", "--param", "stride=16"], False,
     captum("Occlusion", sliding_window_shapes=(3, 32, 32), strides=(3, 16, 16))),
    # Its masks are drawn otherwise and its border mirrors: times alone can be compared (tests/fixtures has the formula).
    ("rise", ["--param", "masks=100"], False, torchray_rise),
    ("score-cam", ["--convention", "pytorch-grad-cam"], True, pgc("ScoreCAM")),
    ("ablation-cam", ["--convention", "pytorch-grad-cam"], True, pgc("AblationCAM")),
    ("xrai", [], False, xrai),
    ("extremal-perturbation", ["--param", "steps=20"], False, torchray("extremal_perturbation", max_iter=20)),
    ("excitation-backprop", [], True, torchray("excitation_backprop")),
    ("guided-grad-cam", ["--convention", "captum"], True, captum_layer("GuidedGradCam")),
    ("full-grad", ["--convention", "pytorch-grad-cam"], False, pgc("FullGrad")),
    ("eigen-cam", ["--convention", "pytorch-grad-cam"], True, pgc("EigenCAM")),
    ("eigen-cam", ["--convention", "pytorch-grad-cam", "--param", "of=gradients"], True, pgc("EigenGradCAM")),
    ("layer-conductance", ["--convention", "captum", "--param", "steps=20"], True, captum_layer("LayerConductance", n_steps=20)),
    ("grad-cam", ["--convention", "captum"], True, captum_layer("LayerGradCam")),
    ("grad-cam", ["--convention", "pytorch-grad-cam"], True, pgc("GradCAM")),
]


def timed(arguments, net, method, options, library):
    times = []
    for _ in range(arguments.time):
        began = time.perf_counter()
        library(net)
        times.append(1e3 * (time.perf_counter() - began))
    theirs, ours = float(np.median(times)), bench(arguments.program, net, method, options, arguments.time)
    return f"  {ours:8.1f} ms, library {theirs:8.1f} ms: {theirs / ours:.1f} x"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("program")
    parser.add_argument("--only")
    parser.add_argument("--picture", type=int, default=0)
    parser.add_argument("--time", type=int, default=0, help="how often both are timed")
    parser.add_argument("--times-alone", action="store_true", help="no distances")
    parser.add_argument("--networks", default="squeezenet1_1,googlenet,resnet18,mobilenet_v2,densenet121")
    arguments = parser.parse_args()
    global PROGRAM
    PROGRAM = arguments.program
    others = np.concatenate([np.load(f"{arguments.folder}/x{i}.npy") for i in (1, 2, 3)])
    np.save(f"{arguments.folder}/references.npy", others)
    for name in arguments.networks.split(","):
        net = Net(arguments.folder, name, arguments.picture)
        for method, options, layer, library in CASES:
            if arguments.only and method not in arguments.only.split(","):
                continue
            label = f"{name:14s} {method} {' '.join(option for option in options if not option.startswith('--'))}"
            try:
                if arguments.time and arguments.times_alone:
                    library(net)
                    print(f"{label:95s} {timed(arguments, net, method, options, library)}", flush=True)
                    continue
                references = f"{arguments.folder}/references.npy" if method in ("expected-gradients", "deeplift-shap") else None
                found, said = convscope(arguments.program, net, method, *options, layer=layer, references=references)
                found = found.astype(np.float64).reshape(-1)
                numbers = lambda value: value.detach().double().numpy().reshape(-1)
                net.torch.double(), setattr(net, "x", net.x.double())
                true = numbers(library(net))
                net.torch.float(), setattr(net, "x", net.x.float())
                single = numbers(library(net))
                if found.size != true.size:
                    print(f"{label:95s} {found.size} numbers beside {true.size}")
                    continue
                off = lambda value: min(np.linalg.norm(value - sign * true) for sign in signs(method)) / np.linalg.norm(true)
                line = f"{label:95s} {off(found):.1e}  library's float32 {off(single):.1e}"
                if arguments.time:
                    line += timed(arguments, net, method, options, library)
                print(f"{line}  {said.split(': ', 1)[-1]}", flush=True)
            except Exception as problem:  # one that fails must not hide the others
                print(f"{label:95s} failed: {str(problem)[:160]}", flush=True)


main()
