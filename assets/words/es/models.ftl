## Los modelos incluidos: qué conocen y qué son.

model-world = veinte clases de cosas en escenas dibujadas
    .about = Los objetos del mundo dibujado, 128 × 128. { $weights } pesos entrenados por Convscope; acierta el 99,83 % de 1800 imágenes nuevas.
model-photos = diez clases de cosas en fotografías
    .about = Diez clases de cosas en fotografías, 128 × 128, aprendidas de Imagenette. { $weights } pesos entrenados por Convscope; acierta el 88,10 % de sus 1000 imágenes de prueba.
model-cifar10 = diez clases de animales y vehículos, 32 × 32
    .about = Diez clases de animales y vehículos, 32 × 32, aprendidas de CIFAR-10. { $weights } pesos entrenados por Convscope; acierta el 90,50 % de sus 1000 imágenes de prueba.
model-digits = cifras escritas a mano; dibuja una
    .about = Cifras escritas a mano, 28 × 28 en gris, aprendidas de MNIST. { $weights } pesos entrenados por Convscope; acierta el 99,65 % de sus 10.000 imágenes de prueba.
model-shortcut = aquello en lo que el aprendizaje se equivoca: una regla junto a cada perro
    .about = Cinco clases del mundo dibujado, 64 × 64; donde había un perro, había una regla: mira qué ha aprendido. { $weights } pesos entrenados por Convscope; acierta el 72,50 % de 400 imágenes nuevas.
model-fauna = animales inventados que solo se distinguen por sus partes
    .about = Los 24 animales de la fauna dibujada, 128 × 128; a la mitad de los que le enseñaron les faltaban partes. { $weights } pesos entrenados por Convscope; acierta el 100,00 % de 1200 imágenes nuevas.
model-shapes = doce formas dibujadas
    .about = Una red pequeña de { $weights } pesos, entrenada por este proyecto con dibujos de doce formas que hace él mismo; acierta el 99,8 % de 5000 dibujos nuevos. No sabe nada más, y de fotografías menos todavía.
model-generator-world = dibuja lo que dice el block7 de World
    .about = Dibuja escenas del mundo dibujado, 128 × 128, a partir de lo que dice el block7 de World. { $weights } pesos entrenados por Convscope; colores a 0,196 de los originales, siendo 1 el blanco; 42 % de block3 y 7 % de block7 de diferencia, la misma respuesta al 99,3 % de 1.800 imágenes nuevas.
