## El dibujo de una red.

anatomy-block-number = bloque { $number }
anatomy-input = entrada
anatomy-pool = máximo
anatomy-mean = media
anatomy-linear = lineal
anatomy-each-alone = { $kernel } cada uno
anatomy-layers-of-stage = { $count ->
    [one] 1 parte
   *[other] { $count } partes
}
anatomy-multiply-adds = multiplicaciones
anatomy-weights = pesos
anatomy-sees = ve (log)
anatomy-the-picture = la imagen, { $rows }
anatomy-from-to = { $first } a { $last } (× { $count })
anatomy-column = { $title } · { $kind } · { $size }
anatomy-operations = { $operations } multiplicaciones-sumas, { $share } del total
anatomy-weights-and-share = { $weights } pesos, { $share } del total
anatomy-operations-and-weights = { $operations } multiplicaciones-sumas, { $weights } pesos
anatomy-one-position-sees = una posición ve { $field } píxeles de la entrada
anatomy-comes-in = lo que entra, de { $name } · { $size }
anatomy-leaves = lo que sale · { $size }
anatomy-sum-about = Lo que llega se suma canal a canal · { $size }
anatomy-gate-about = Cada canal se escala con un número que decide todo el mapa · { $size }
anatomy-concatenation-about = Lo que llega se pone al lado, un canal tras otro · { $size }
anatomy-step = { $operator } · { $size }
anatomy-in-stages = { $count } partes son demasiadas para distinguirlas: las que tienen mapas del mismo tamaño forman una etapa
anatomy-figure-network = { $model } · { $weights } pesos · { $operations } multiplicaciones-sumas · { $depth ->
    [one] 1 capa de profundidad
   *[other] { $depth } capas de profundidad
}
anatomy-figure-part = { $model } · { $part }, { $what }
anatomy-inverted-residual = bloque residual invertido
anatomy-separable-residual = bloque residual con una convolución de cada canal solo
anatomy-separable = bloque separable
anatomy-residual = bloque residual
anatomy-side-by-side = ramas lado a lado
anatomy-block = bloque
anatomy-with-gate = { $block } con squeeze-and-excitation
anatomy-taking-apart = Desmontando la red
anatomy-painting-maps = Pintando mapas
anatomy-measuring-effective = Midiendo qué mueve { $layer }
anatomy-picture = dibujo
anatomy-facts = { $weights } pesos · { $operations } multiplicaciones-sumas · { $depth ->
    [one] 1 capa de profundidad
   *[other] { $depth } capas de profundidad
}
anatomy-open-part = Abrir { $part }
anatomy-ribbons = el ancho de una cinta son sus canales
anatomy-drawn = Dibujo
anatomy-solid = volúmenes
anatomy-flat = plano
anatomy-sizes = Tamaños
anatomy-softened = suavizados
anatomy-true = reales
anatomy-alike = Iguales
anatomy-fitting = si hace falta
anatomy-folded = plegados
anatomy-every = todos
anatomy-network = Red
anatomy-beside = Al lado
anatomy-the-open-one = la abierta
anatomy-choose-one = elija
anatomy-none-beside = ninguna
anatomy-what-a-position-sees = Qué ve una posición
anatomy-grows-with-depth = crece con la profundidad
anatomy-frames-about = Lo que puede ver de la imagen la posición central de cada parte, marco dentro de marco; en azul, la capa seleccionada
anatomy-effective-about = Con qué fuerza cada píxel mueve la posición central de la capa: el gradiente, de media sobre imágenes (Luo et al. 2016). En azul, lo que podría ver.
anatomy-sees-everything = Ve toda la imagen.
anatomy-may-see = Una posición de { $layer } puede ver { $rows } × { $columns } píxeles.
anatomy-really-moves = El 95 % de lo que la mueve está dentro de { $rows } × { $columns }: el { $share } de eso.
anatomy-averaged-over = { $count ->
    [one] Medido en 1 imagen.
   *[other] Media de { $count } imágenes.
}
anatomy-nothing-alive = En el centro de sus mapas no hay nada activo.
anatomy-measure-effective = Medir qué la mueve
anatomy-below = abajo: { $part }, { $what }
anatomy-norm = norma
