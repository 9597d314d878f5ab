## Los métodos, por sus identificadores: qué muestra cada uno; los nombres de sus parámetros y qué hacen; sus convenciones. Los
## nombres de los métodos se quedan como se publicaron.

method-any =
    .paper = Tal como lo define el artículo.
    .pytorch-grad-cam = La parte positiva, escalada de 0 a 1, llevada al tamaño de la entrada (bilineal) y escalada de 0 a 1 otra vez.
    .steps = Pasos
    .steps-about = Cuántas veces se mueve la imagen siguiendo el gradiente.
    .rate = Ritmo
    .rate-about = Hasta dónde se mueve en un paso.
    .redirect = Despertar unidades muertas
    .redirect-about = Donde no queda gradiente, pasa lo que subiría la entrada de un rectificador.

method-gradient = Cuánto sube la puntuación cuando el valor de un píxel sube un poco.
    .captum = La magnitud de la derivada, sin el signo.
method-input-x-gradient = Lo que cada píxel aporta a la puntuación si la red fuera tan recta como lo es justo aquí.
method-guided-backpropagation = El gradiente, dejando pasar por cada ReLU solo lo que hace subir la puntuación: nítido, pero habla más de contornos que de la clase.
method-deconvnet = La puntuación enviada hacia atrás a través de los filtros, rectificada en cada ReLU del camino.
method-grad-cam = Dónde los mapas de una capa hablan a favor de la puntuación, cada mapa con el peso de su gradiente medio.
    .captum = La suma ponderada con su signo, sin la ReLU final.
method-cam = Dónde los últimos mapas hablan a favor y en contra de una clase, con los pesos que usa el propio clasificador.
method-occlusion = Cuánto baja la puntuación cuando se tapa una ventana de la imagen: es lento, y no necesita ningún gradiente.
    .captum = Los mismos números, repetidos para cada canal de la entrada.
    .window = Ventana
    .window-about = Filas y columnas de la ventana en píxeles de la entrada; 0 toma una séptima parte del lado corto.
    .stride = Paso
    .stride-about = Píxeles de una ventana a la siguiente, como mucho el tamaño de la ventana; 0 toma la mitad.
    .baseline = Valor de base
    .baseline-about = El valor preprocesado que tapa la ventana en todos los canales; 0 es el color medio de la mayoría de conjuntos de entrenamiento.
method-grad-cam-plus-plus = Grad-CAM con pesos también para las posiciones, de modo que varios objetos pequeños cuentan tanto como uno grande.
method-hirescam = Dónde los mapas de una capa hablan a favor y en contra de la puntuación, cada posición con el peso de su propio gradiente.
method-layer-cam = Dónde los mapas de una capa hablan a favor de la puntuación, contando solo los gradientes positivos; fino en las primeras capas.
method-xgrad-cam = Grad-CAM que pondera los gradientes según dónde el mapa está activo.
method-ablation-cam = Dónde los mapas de una capa hablan a favor de la puntuación, cada uno con el peso de lo que la puntuación baja sin él; sin gradientes.
    .pytorch-grad-cam = Cuando el menor valor de la capa no es 0, los canales se ponen muy por debajo de él en lugar de 0 (10 millones de veces su posición en un lote de 32); escalado de 0 a 1, llevado al tamaño de la entrada y escalado otra vez.
method-score-cam = Dónde los mapas de una capa hablan a favor de la puntuación, cada uno con el peso de la puntuación de la imagen vista a través de él; sin gradientes.
    .pytorch-grad-cam = Máscaras ampliadas haciendo coincidir las esquinas; un mapa que es igual en todas partes lo tapa todo; la suma se escala de 0 a 1, se lleva al tamaño de la entrada y se escala otra vez.
method-random = Ruido que no sabe nada ni de la red ni de la imagen: todo lo que muestre un método ha de poder distinguirse de esto.
    .grain = Grano
    .grain-about = Cómo de fino es el ruido, para ponerlo junto a mapas de píxeles o de una capa.
    .grain-pixels = Un número para cada píxel y canal, como tienen los gradientes.
    .grain-coarse = Un número para cada posición de los últimos mapas, como tienen los mapas de activación de clase.
    .seed = Semilla
    .seed-about = Otra semilla, otro mapa; la misma da el mismo mapa en todas partes.

method-pca = El plano en el que las imágenes se esparcen más: las distancias son ciertas hasta donde llega el plano, y no separa nada.
method-tsne = Los vecinos siguen siendo vecinos: podemos fiarnos de los grupos, pero no de su tamaño ni de las distancias que los separan.
    .perplexity = Perplejidad
    .perplexity-about = Cuántos vecinos tiene de hecho una imagen; como mucho un tercio de las imágenes.
    .iterations = Iteraciones
    .iterations-about = Pasos en total; el primer tercio se exagera.
    .learning-rate = Tasa de aprendizaje
    .learning-rate-about = Longitud de un paso; 0 toma el número de imágenes dividido por la exageración.
    .early-exaggeration = Exageración inicial
    .early-exaggeration-about = Con cuánta más fuerza se atraen los vecinos durante el primer tercio, para que los grupos se encuentren.

method-szegedy = De una imagen abierta busca el cambio más pequeño que hace que la red diga otra clase. Lo que cuesta el cambio se pesa contra lo que dice la red, y gana el peso más grande que todavía la convence. La imagen cambiada sale junto al cambio, mostrado diez veces más fuerte, porque el cambio en sí apenas se ve.
    .steps-about = Cuántas iteraciones como máximo para cada peso del cambio.
    .searches = Pesos probados
    .searches-about = Cuántos pesos del cambio se prueban: primero por factores de diez, después a medio camino.

method-cppn = No se sigue ningún gradiente: las imágenes se crían, y cada una es una pequeña red que convierte el lugar de un píxel en su color. Los hijos mutan un poco, y de cada clase se queda la imagen de la que la red está más segura, que tiene hijos a su vez. Lo que sale es regular y simétrico, y la red puede estar casi segura de un dibujo en el que nadie ve la clase.
    .steps-about = Cuántas generaciones se crían.
    .children = Hijos
    .children-about = Cuántas imágenes tiene una generación.

method-lucid = La imagen se escribe como ondas, y las más finas empiezan más débiles. Antes de cada paso se desplaza, se escala y se gira un poco, de modo que solo crece lo que sobrevive a un pulso tembloroso. Los colores se separan como en las fotografías, y ninguno domina.
    .lucid = Desplazar, escalar y girar de uno en uno, a 224 píxeles, como hace Lucent, la versión de Lucid para PyTorch.
    .shift = Desplazamiento
    .shift-about = Hasta dónde se desplaza la imagen antes de cada paso, en píxeles de un lienzo de 128; la mitad otra vez al final.
    .scale = Escala
    .scale-about = Cuánto por ciento se amplía o se reduce.
    .turn = Giro
    .turn-about = Cuántos grados se gira hacia cada lado.
    .decay = Decaimiento
    .decay-about = Cuánto más débiles empiezan las ondas finas: 1 como en las fotografías, 0 todas iguales.
    .variation = Variación
    .variation-about = Cuánto se obliga a los píxeles vecinos a parecerse.
    .decorrelate = Colores separados
    .decorrelate-about = Si los colores varían como en las fotografías.
