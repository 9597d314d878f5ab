## Clases de los modelos incluidos, según sus nombres en los archivos. Primero el mundo dibujado.

class-balloon = globo
class-bicycle = bicicleta
class-bird = pájaro
class-bus = autobús
class-butterfly = mariposa
class-cactus = cactus
class-car = coche
class-cat = gato
class-cup = taza
class-dog = perro
class-fish = pez
class-flower = flor
class-house = casa
class-lighthouse = faro
class-mushroom = seta
class-plane = avión
class-sailboat = velero
class-train = tren
class-tree = árbol
class-truck = camión

# Photos (Imagenette)
class-tench = tenca
class-english-springer = springer inglés
class-cassette-player = casete
class-chain-saw = motosierra
class-church = iglesia
class-french-horn = trompa
class-garbage-truck = camión de la basura
class-gas-pump = surtidor de gasolina
class-golf-ball = pelota de golf
class-parachute = paracaídas

# CIFAR-10
class-airplane = avión
class-automobile = automóvil
class-deer = ciervo
class-frog = rana
class-horse = caballo
class-ship = barco

# Shapes
class-arrow = flecha
class-circle = círculo
class-crescent = luna creciente
class-cross = cruz
class-heart = corazón
class-hexagon = hexágono
class-ring = anillo
class-spiral = espiral
class-square = cuadrado
class-star = estrella
class-triangle = triángulo

# Fauna: nombres de animales inventados, iguales en todas partes
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
