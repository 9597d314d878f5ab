## The picture of a network.

anatomy-block-number = block { $number }
anatomy-input = input
anatomy-pool = pool
anatomy-mean = mean
anatomy-linear = linear
anatomy-each-alone = { $kernel } each
anatomy-layers-of-stage = { $count ->
    [one] 1 part
   *[other] { $count } parts
}
anatomy-multiply-adds = multiply-adds
anatomy-weights = weights
anatomy-sees = sees (log)
anatomy-the-picture = the picture, { $rows }
anatomy-from-to = { $first } to { $last } (× { $count })
anatomy-column = { $title } · { $kind } · { $size }
anatomy-operations = { $operations } multiply-adds, { $share } of all
anatomy-weights-and-share = { $weights } weights, { $share } of all
anatomy-operations-and-weights = { $operations } multiply-adds, { $weights } weights
anatomy-one-position-sees = one position sees { $field } pixels of the input
anatomy-comes-in = what comes in, from { $name } · { $size }
anatomy-leaves = what leaves · { $size }
anatomy-sum-about = Channel by channel, what arrives is added · { $size }
anatomy-gate-about = Every channel is scaled by one number that the whole map decides · { $size }
anatomy-concatenation-about = What arrives is laid beside each other, channel after channel · { $size }
anatomy-step = { $operator } · { $size }
anatomy-in-stages = { $count } parts are too many to be told apart: those with maps of one size are one stage
anatomy-figure-network = { $model } · { $weights } weights · { $operations } multiply-adds · { $depth ->
    [one] 1 layer deep
   *[other] { $depth } layers deep
}
anatomy-figure-part = { $model } · { $part }, { $what }
anatomy-inverted-residual = inverted residual block
anatomy-separable-residual = residual block with a convolution of each channel alone
anatomy-separable = separable block
anatomy-residual = residual block
anatomy-side-by-side = branches side by side
anatomy-block = block
anatomy-with-gate = { $block } with squeeze-and-excitation
anatomy-taking-apart = Taking the network apart
anatomy-painting-maps = Painting maps
anatomy-measuring-effective = Measuring what moves { $layer }
anatomy-picture = picture
anatomy-facts = { $weights } weights · { $operations } multiply-adds · { $depth ->
    [one] 1 layer deep
   *[other] { $depth } layers deep
}
anatomy-open-part = Open { $part }
anatomy-ribbons = a ribbon’s breadth is its channels
anatomy-drawn = Drawn
anatomy-solid = solid
anatomy-flat = flat
anatomy-sizes = Sizes
anatomy-softened = softened
anatomy-true = true
anatomy-alike = Alike
anatomy-fitting = as fits
anatomy-folded = folded
anatomy-every = all
anatomy-network = Network
anatomy-beside = Beside
anatomy-the-open-one = the open one
anatomy-choose-one = choose
anatomy-none-beside = none
anatomy-what-a-position-sees = What a position sees
anatomy-grows-with-depth = grows with depth
anatomy-frames-about = What the middle position of each part can see of the picture, frame in frame; blue: the selected layer
anatomy-effective-about = How strongly each pixel moves the middle position of the layer: the gradient, averaged over pictures (Luo et al. 2016). Blue: what it could see.
anatomy-sees-everything = It sees the whole picture.
anatomy-may-see = A position of { $layer } can see { $rows } × { $columns } pixels.
anatomy-really-moves = 95 % of what moves it lies within { $rows } × { $columns }: { $share } of that.
anatomy-averaged-over = { $count ->
    [one] Measured on 1 picture.
   *[other] Averaged over { $count } pictures.
}
anatomy-nothing-alive = Nothing is alive in the middle of its maps.
anatomy-measure-effective = Measure what moves it
anatomy-below = below: { $part }, { $what }
anatomy-norm = norm
