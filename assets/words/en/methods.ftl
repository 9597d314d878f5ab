## Methods, by their ids: what each shows; the names of its parameters and what they do; its conventions. Names of methods stay
## as published.

method-any =
    .paper = As the paper defines it.
    .pytorch-grad-cam = Positive part, scaled to 0 to 1, resized to the input (bilinear), scaled to 0 to 1 again.

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
