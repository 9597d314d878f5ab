## El capítulo «Red».
network-name = Red
network-question = Las capas, qué cuestan y qué ven
network-no-model = No hay ningún modelo abierto. Suelta uno en cualquier sitio, o abre uno.
network-layer = Capa
network-kind = Clase
network-output = Salida
network-weights = Pesos
network-multiply-adds = Multiplicaciones-sumas
network-sees = Ve
network-summary = { $weights } pesos · { $operations } multiplicaciones-sumas por imagen
network-figure = { $model } · { $summary }
network-row = Fila { $about }
network-rows-of = las filas de { $layer }
network-layer-about = { $layer }, { $kind }, { $shape }
network-weights-of-all = { $count } pesos, el { $share } del total
network-operations-of-all = { $count } multiplicaciones-sumas, el { $share } del total
network-one-position-sees = Una posición ve { $field } píxeles de la entrada
network-counting = Se cuentan las capas de { $model }
network-layers = capas
network-arithmetic = aritmética
network-channels = Canales
network-that-matter = que cuentan
network-all = todos
network-no-picture = No hay ninguna imagen. Arrastra una aquí, o abre una.
network-how = De dónde sale { $unit } = { $value }
network-products-of-channels = { $channels ->
    [one] 1 canal
   *[other] { $channels } canales
}, { $count ->
    [one] 1 producto
   *[other] { $count } productos
}
network-numbers-read = se leen { $count } números
network-input = Entrada
network-kernel = Núcleo
network-products = Productos
network-sum = Suma
network-running-total = Total acumulado
network-channel = Canal
network-bias = sesgo
network-other-channels = { $count ->
    [one] 1 otro canal
   *[other] { $count } otros canales
}
network-channel-adds = { $name }: { $sum }, total acumulado { $total }
network-read-from = leído de { $place }
network-read-padding = relleno en y { $y }, x { $x }: fuera del mapa se lee 0
network-value-by-weight = { $value } × { $weight } = { $product }
network-open-its-arithmetic = Haz clic en la fila para ver de dónde sale el más fuerte
network-move-to = El mapa del canal { $channel }: un clic lleva a otra posición
network-arithmetic-of = De dónde sale { $place }
network-gap = la capa tiene { $value }, una diferencia de { $gap }
network-strongest-path = El camino más fuerte
network-strongest-path-about = cada vez hacia lo que más da
network-gives = da { $number } al anterior; un clic abre su aritmética
network-explaining = Se explica un número de { $layer }
network-painting-inputs = Se pintan los mapas que lee
network-show-arithmetic = Muestra la aritmética
network-show-arithmetic-about = De dónde sale el número seleccionado: cada producto, la normalización, la activación y el camino hasta la imagen
network-sliding = ventana
network-sliding-how = Cómo se desliza una ventana
network-sliding-as = como en { $layer }
network-sliding-size = entrada
network-sliding-kernel = núcleo
network-sliding-stride = paso
network-sliding-padding = relleno
network-sliding-dilation = dilatación
network-sliding-left-over = El paso de { $stride } no divide el recorrido: el resultado se redondea hacia abajo, como hace PyTorch.
network-sliding-unread = { $count ->
    [one] Una de { $size } filas, y una columna, no queda bajo ninguna ventana: no se lee nunca.
   *[other] { $count } de { $size } filas, y otras tantas columnas, no quedan bajo ninguna ventana: no se leen nunca.
}
network-sliding-fits = La ventana tiene { $output } lugares en cada lado, y todas las celdas quedan a su alcance.
network-sliding-too-wide = La ventana abarca { $spans } celdas, pero la entrada con el relleno solo tiene { $there }: hazlos más grandes, o el núcleo y la dilatación más pequeños.
network-sliding-nothing = La entrada, el núcleo, el paso y la dilatación son al menos 1.
network-sliding-back = El lugar anterior de la ventana
network-sliding-on = El lugar siguiente de la ventana
network-sliding-play = Reproducir
network-sliding-hold = Parar
network-sliding-place = lugar { $place } de { $count }
network-sliding-input = La entrada; la ventana hace la fila { $y }, columna { $x } de la salida
network-sliding-output = La salida, { $side } por { $side }
network-play-back = Un acto atrás
network-play-on = Un acto adelante
network-play-speed = La velocidad
network-play-act = Acto { $act } de { $count }: { $name }
network-play-window = 1 ventana
network-play-kernel = 2 × núcleo
network-play-sums = 3 sumas
network-play-total = 4 total
network-play-norm = 5 normalización
network-play-on-it-goes = y más
network-box-sum = suma
network-box-mean = media
network-box-deviation = desviación
network-box-scale = escala
network-box-shift = desplazamiento
network-box-normalised = normalizado
network-box-before = antes
network-link-sees = ve { $rows } × { $columns } píxeles de la entrada
network-frames = Qué ve de la imagen cada lugar del camino, marco dentro de marco
