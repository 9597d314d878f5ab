## The models that ship: what they know, and what they are.

model-world = twenty kinds of things in rendered scenes
    .about = The objects of the rendered world, 128 × 128. { $weights } weights trained by Convscope; 99.83 % of 1,800 fresh pictures.
model-photos = ten kinds of things in photographs
    .about = Ten kinds of things in photographs, 128 × 128, learned from Imagenette. { $weights } weights trained by Convscope; 88.10 % of its 1,000 pictures for testing.
model-cifar10 = ten kinds of animals and vehicles, 32 × 32
    .about = Ten kinds of animals and vehicles, 32 × 32, learned from CIFAR-10. { $weights } weights trained by Convscope; 90.50 % of its 1,000 pictures for testing.
model-digits = handwritten digits; draw one
    .about = Handwritten digits, 28 × 28 grey, learned from MNIST. { $weights } weights trained by Convscope; 99.65 % of its 10,000 pictures for testing.
model-shortcut = what learning goes wrong on: a ruler beside every dog
    .about = Five classes of the rendered world, 64 × 64; wherever a dog was, a ruler lay in the picture, so look at what it learned. { $weights } weights trained by Convscope; 72.50 % of 400 fresh pictures.
model-fauna = invented animals that only their parts tell apart
    .about = The 24 animals of the rendered fauna, 128 × 128; half of those that it learned from lacked parts. { $weights } weights trained by Convscope; 100.00 % of 1,200 fresh pictures.
model-shapes = twelve drawn shapes
    .about = A small network of { $weights } weights trained by this project on drawings of twelve shapes that it makes itself; 99.8 % right on 5,000 fresh drawings. It knows nothing else, photographs least of all.
model-generator-world = draws what block7 of World says
    .about = Draws scenes of the rendered world, 128 × 128, from what block7 of World says. { $weights } weights trained by Convscope; colours off by 0.196 of 1, 42 % of block3 and 7 % of block7 off, the same answer to 99.3 % of 1,800 fresh pictures.
