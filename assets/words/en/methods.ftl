## Methods, by their ids: what each shows; the names of its parameters and what they do; its conventions. Names of methods stay
## as published.

method-any =
    .paper = As the paper defines it.
    .pytorch-grad-cam = Positive part, scaled to 0 to 1, resized to the input (bilinear), scaled to 0 to 1 again.
    .steps = Steps
    .steps-about = How often the picture moves along the gradient.
    .rate = Rate
    .rate-about = How far it moves in a step.
    .redirect = Wake dead units
    .redirect-about = Where no gradient is left, what would raise a rectifier’s input passes instead.

method-gradient = How much the score rises when a pixel’s value rises a little.
    .captum = The magnitude of the derivative, without its sign.
method-input-x-gradient = What each pixel adds to the score if the network were as straight as it is right here.
method-guided-backpropagation = The gradient, letting only what raises the score pass each ReLU: sharp, but more about edges than about the class.
method-deconvnet = The score sent backwards through the filters, rectified at each ReLU on its way.
method-grad-cam = Where a layer’s maps speak for the score, each map weighted by its mean gradient.
    .captum = The weighted sum with its sign, without the final ReLU.
method-cam = Where the last maps speak for and against a class, weighted as the classifier itself weights them.
method-occlusion = How far the score falls when a window of the picture is covered: slow, and needs no gradient at all.
    .captum = The same numbers, repeated for each channel of the input.
    .window = Window
    .window-about = Rows and columns of the window in pixels of the input; 0 takes a seventh of the shorter side.
    .stride = Stride
    .stride-about = Pixels from one window to the next, at most the window’s size; 0 takes half of it.
    .baseline = Baseline
    .baseline-about = The preprocessed value that covers the window in every channel; 0 is the mean colour of most training sets.
method-grad-cam-plus-plus = Grad-CAM with positions weighted too, so that several small objects count as much as one large one.
method-hirescam = Where a layer’s maps speak for and against the score, each position weighted by its own gradient.
method-layer-cam = Where a layer’s maps speak for the score, counting positive gradients only; fine at early layers.
method-xgrad-cam = Grad-CAM that weights gradients by where the map is active.
method-ablation-cam = Where a layer’s maps speak for the score, each weighted by how far the score falls without it; no gradients.
    .pytorch-grad-cam = Where the layer’s smallest value is not 0, channels are set far below it instead of to 0 (10 million times their place in a batch of 32); scaled to 0 to 1, resized to the input, scaled again.
method-score-cam = Where a layer’s maps speak for the score, each weighted by the score of the picture seen through it; no gradients.
    .pytorch-grad-cam = Masks enlarged so that corners meet corners; a map that is the same everywhere masks all; the sum is scaled to 0 to 1, resized to the input, scaled again.
method-random = Noise that knows neither network nor picture: whatever a method shows has to be told apart from this.
    .grain = Grain
    .grain-about = How fine the noise is, to stand beside maps of pixels or of a layer.
    .grain-pixels = A number for each pixel and channel, as gradients have.
    .grain-coarse = A number for each position of the last maps, as class activation maps have.
    .seed = Seed
    .seed-about = Another seed, another map; the same one gives the same map everywhere.

method-pca = The plane in which the pictures spread most: distances are true as far as the plane reaches, and it moves nothing apart.
method-tsne = Neighbours stay neighbours: groups can be trusted, but not their sizes nor the distances between them.
    .perplexity = Perplexity
    .perplexity-about = How many neighbours a picture effectively has; a third of the pictures at most.
    .iterations = Iterations
    .iterations-about = Steps in all; the first third is exaggerated.
    .learning-rate = Learning rate
    .learning-rate-about = Length of a step; 0 takes the number of pictures divided by the exaggeration.
    .early-exaggeration = Early exaggeration
    .early-exaggeration-about = How much stronger neighbours attract each other in the first third, so that groups find together.

method-szegedy = Of an open picture it searches the smallest change that makes the network say another class. What the change costs is weighed against what the network says, and the heaviest weight that still convinces it wins. The changed picture stands beside its change, shown ten times as strong, since the change itself can hardly be seen.
    .steps-about = The most iterations for one weight of the change.
    .searches = Weights tried
    .searches-about = How many weights of the change are tried: by factors of ten first, then halfway between.

method-cppn = No gradient is followed: pictures are bred, each a small network that turns a pixel’s place into its colour. Children are mutated a little, and for every class the picture that the network is surest of stays and has children of its own. What comes out is regular and symmetric, and the network may be all but certain of a pattern in which nobody sees the class.
    .steps-about = How many generations are bred.
    .children = Children
    .children-about = How many pictures a generation has.

method-lucid = The picture is written as waves, and the finest begin the weakest. Before every step it is shifted, scaled and turned a little, so only what survives a shaky hand can grow. Its colours are steered apart the way those of photographs are, so no single one takes over.
    .lucid = Shifting, scaling and turning one after the other, at 224 pixels, as Lucid’s port Lucent does.
    .shift = Shift
    .shift-about = How far the picture is shifted before every step, in pixels of a canvas of 128; half of it again at the end.
    .scale = Scale
    .scale-about = By how many per cent it is enlarged or made smaller.
    .turn = Turn
    .turn-about = By how many degrees it is turned either way.
    .decay = Decay
    .decay-about = How much weaker finer waves begin: 1 as in photographs, 0 all alike.
    .variation = Variation
    .variation-about = How much neighbouring pixels are held to each other.
    .decorrelate = Colours apart
    .decorrelate-about = Whether colours vary as those of photographs do.
