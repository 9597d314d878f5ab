## Classes of the models that ship, by their names in files. The rendered world first.

class-balloon = balloon
class-bicycle = bicycle
class-bird = bird
class-bus = bus
class-butterfly = butterfly
class-cactus = cactus
class-car = car
class-cat = cat
class-cup = cup
class-dog = dog
class-fish = fish
class-flower = flower
class-house = house
class-lighthouse = lighthouse
class-mushroom = mushroom
class-plane = plane
class-sailboat = sailboat
class-train = train
class-tree = tree
class-truck = truck

# Photos (Imagenette)
class-tench = tench
class-english-springer = English springer
class-cassette-player = cassette player
class-chain-saw = chain saw
class-church = church
class-french-horn = French horn
class-garbage-truck = garbage truck
class-gas-pump = gas pump
class-golf-ball = golf ball
class-parachute = parachute

# CIFAR-10
class-airplane = airplane
class-automobile = automobile
class-deer = deer
class-frog = frog
class-horse = horse
class-ship = ship

# Shapes
class-arrow = arrow
class-circle = circle
class-crescent = crescent
class-cross = cross
class-heart = heart
class-hexagon = hexagon
class-ring = ring
class-spiral = spiral
class-square = square
class-star = star
class-triangle = triangle

# Fauna: names of invented animals, the same everywhere
class-banex = banex
class-barir = barir
class-barix = barix
class-basun = basun
class-basur = basur
class-basux = basux
class-kelak = kelak
class-kerik = kerik
class-kerin = kerin
class-kerir = kerir
class-kesuk = kesuk
class-kesun = kesun
class-milar = milar
class-milax = milax
class-minek = minek
class-miner = miner
class-minex = minex
class-misur = misur
class-tolak = tolak
class-tolan = tolan
class-tolax = tolax
class-tonek = tonek
class-tonen = tonen
class-torin = torin
