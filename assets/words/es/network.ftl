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
network-score-becomes = { $score } → { $share }
network-strongest-path = El camino más fuerte
network-strongest-path-about = cada vez hacia lo que más da
network-gives = da { $number } al anterior; un clic abre su aritmética
network-explaining = Se explica un número de { $layer }
network-painting-inputs = Se pintan los mapas que lee
network-show-arithmetic = Muestra la aritmética
network-show-arithmetic-about = De dónde sale el número seleccionado: cada producto, la normalización, la activación y el camino hasta la imagen
