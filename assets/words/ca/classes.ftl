## Classes dels models inclosos, segons els seus noms als fitxers. Primer el món dibuixat.

class-balloon = globus
class-bicycle = bicicleta
class-bird = ocell
class-bus = autobús
class-butterfly = papallona
class-cactus = cactus
class-car = cotxe
class-cat = gat
class-cup = tassa
class-dog = gos
class-fish = peix
class-flower = flor
class-house = casa
class-lighthouse = far
class-mushroom = bolet
class-plane = avió
class-sailboat = veler
class-train = tren
class-tree = arbre
class-truck = camió

# Photos (Imagenette)
class-tench = tenca
class-english-springer = springer anglès
class-cassette-player = casset
class-chain-saw = serra mecànica
class-church = església
class-french-horn = trompa
class-garbage-truck = camió de les escombraries
class-gas-pump = sortidor de gasolina
class-golf-ball = pilota de golf
class-parachute = paracaigudes

# CIFAR-10
class-airplane = avió
class-automobile = automòbil
class-deer = cérvol
class-frog = granota
class-horse = cavall
class-ship = vaixell

# Shapes
class-arrow = fletxa
class-circle = cercle
class-crescent = lluna creixent
class-cross = creu
class-heart = cor
class-hexagon = hexàgon
class-ring = anell
class-spiral = espiral
class-square = quadrat
class-star = estrella
class-triangle = triangle

# Fauna: noms d’animals inventats, iguals a tot arreu
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
