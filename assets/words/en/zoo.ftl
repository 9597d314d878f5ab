## Models: what they are, and where their preprocessing comes from.

zoo-graph = { $steps ->
    [one] An ONNX graph of one step.
   *[other] An ONNX graph of { $steps } steps.
}
zoo-recognised = { $title } ({ $paper }), recognised by its weights’ names and shapes.
zoo-trained = A network that Convscope trained.
zoo-so-far = { $steps ->
    [one] As it was after 1 step on { $pictures } pictures of { $data }, trained here.
   *[other] As it was after { $steps } steps on { $pictures } pictures of { $data }, trained here.
}
zoo-from-file = from { $file }
zoo-from-itself = from the file itself
zoo-from-recipe = from the recipe
zoo-by-hand = set by hand ({ $said }); the rest { $rest }
zoo-assumed-of-weights = assumed: that of { $architecture }’s published weights; set it if the answers look wrong
zoo-assumed-imagenet = assumed: ImageNet’s; set it if the answers look wrong
zoo-assumed-grey = assumed: grey from 0 to 1; set it if the answers look wrong
zoo-trying = trying { $name }
zoo-convention-own = as the model says
zoo-convention-imagenet = RGB, ImageNet
zoo-convention-signed = RGB, −1 to 1
zoo-convention-unit = RGB, 0 to 1
zoo-convention-caffe = BGR, Caffe
zoo-convention-bytes = RGB, 0 to 255
zoo-convention-mnist = grey, MNIST
zoo-convention-grey-signed = grey, −1 to 1
zoo-convention-grey-unit = grey, 0 to 1
zoo-convention-grey-bytes = grey, 0 to 255
zoo-blueprint = { $family } ({ $paper }), as published, without weights.
