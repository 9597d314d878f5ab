## How far to trust a result, and how far work has come.

trust-exact-derivative = exact derivative
trust-relus-guided = { $done } of { $count } ReLUs guided
trust-rectifiers-guided = { $done } of { $count } rectifiers guided
trust-relus-backwards = { $done } of { $count } ReLUs rectify backwards
trust-rectifiers-backwards = { $done } of { $count } rectifiers rectify backwards
trust-no-relu = no ReLU on the way: the plain gradient
trust-smooth = { $count ->
    [one] 1 smooth activation has its own derivative
   *[other] { $count } smooth activations have their own derivative
}
trust-channels = { $count } channels
trust-channels-so-far = { $done } of { $count } channels
trust-negative-score = the score { $score } is negative, so this shows what lowers it
trust-masks = { $count } masks
trust-masks-so-far = { $done } of { $count } masks
trust-bilinear = { $height } × { $width }, bilinear
trust-resized-and-scaled = { $height } × { $width }, resized and scaled to 0–1
trust-mean-and-score = mean { $mean }, score { $score }
trust-mean-bias-and-score = mean { $mean } and bias { $bias }, score { $score }
trust-sum-and-score = sum { $sum }, score { $score }
trust-windows = { $done } of { $count } windows, exact
trust-noise = noise: it knows neither network nor picture
trust-of-the-variance = { $shares } of the variance
trust-divergence = Kullback-Leibler divergence { $divergence }
trust-step = step { $step } of { $count }
trust-neighbours = neighbours
trust-principal-components = principal components
trust-windows-so-far = { $done } of { $count } windows
trust-pictures = { $done } of { $count } pictures
trust-held-out = { $done } of { $count } held-out pictures
trust-pictures-read = { $done } of { $count } pictures read
trust-completeness = sum { $sum } of { $expected }, gap { $gap }
trust-steps = { $count } steps
trust-steps-so-far = { $done } of { $count } steps
trust-samples = { $count } samples
trust-samples-so-far = { $done } of { $count } samples
trust-references = { $count ->
    [one] compared with 1 picture
   *[other] compared with { $count } pictures
}
trust-bias-layers = biases of { $count } layers
trust-layers-fused = { $count } layers fused, from { $first } on
trust-edges = edges of the picture: no network was asked
trust-inside-mask = { $share } of the picture is the object
trust-relevance = { $sum } at the pixels and { $taken } taken by biases, of { $score }
trust-through-channel = through channel { $channel }: { $share } of the relevance of its layer
trust-regions = { $count } regions
trust-regions-so-far = { $done } of { $count } regions
trust-all-sets = all { $count } sets, exact
trust-area-kept = { $share } of the picture inside
trust-head-windows = { $count } windows in { $scales ->
    [one] one size
   *[other] { $scales } sizes
}
trust-all-alike = every pixel alike: what size alone earns

## Why a method does not apply

trust-classes-alone = CAM explains class scores only; choose a class, or Grad-CAM for this target
trust-no-pooled-head = CAM needs a global average pool and one linear layer behind the last maps, which this network does not have; Grad-CAM works with every network
trust-no-maps-on-the-way = no layer with maps leads to the target; choose another target
trust-layer-is-target = the layer is the target itself; choose an earlier layer
trust-unknown-levels = what black and white are is not known for this input; choose the mean as baseline
trust-no-references = there are no other pictures to compare with; give some with --references, or choose another baseline
trust-no-truth = nobody knows where the object is in this picture; open a scene of the world, or give a mask with --truth
trust-no-classifier = the contrastive walk turns the weights of a last linear layer round, which does not end this network; leave contrastive off
