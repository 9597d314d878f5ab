## La aritmética de un número.
arithmetic-channel = canal
arithmetic-sum = suma
arithmetic-total = total acumulado
arithmetic-largest = producto mayor
arithmetic-padding = relleno
arithmetic-others = { $count } { $count ->
    [one] otro
   *[other] otros
}
arithmetic-bias = sesgo
arithmetic-given = { $from } da { $after }
arithmetic-products = { $count ->
    [one] 1 producto hace { $after }
   *[other] { $count } productos hacen { $after }
}
arithmetic-products-and-bias = { $count ->
    [one] 1 producto y el sesgo hacen { $after }
   *[other] { $count } productos y el sesgo hacen { $after }
}
arithmetic-in-parentheses = ({ $number })
arithmetic-mean = la media de { $count } números es { $after }
arithmetic-added = { $count } números sumados hacen { $after }
arithmetic-mixture = { $count ->
    [one] el número más cercano es { $after }
   *[other] { $count } vecinos mezclados hacen { $after }
}
arithmetic-largest-of = el mayor de { $count } es { $after }; lo demás se pierde
arithmetic-smallest-of = el menor de { $count } es { $after }; lo demás se pierde
arithmetic-branch = la rama { $branch } de { $of }, { $from }, da { $after }
arithmetic-pair = { $first } { $sign } { $second } = { $after }
arithmetic-batch-norm = normalización por lotes, con la media y la desviación del entrenamiento: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-norm-over = normalización sobre estos { $count } números: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-local-response = normalización por los cuadrados de { $count } canales vecinos: { $before } ÷ ({ $bias } { $squares }) ^ { $beta } = { $after }
arithmetic-length = por la longitud de { $count } números: { $before } ÷ { $length } = { $after }
arithmetic-share = softmax: e^{ $before } como parte de la suma sobre { $count } puntuaciones es { $after }
arithmetic-logarithm = softmax: el logaritmo de la parte que e^{ $before } tiene en la suma sobre { $count } puntuaciones es { $after }
arithmetic-curve = { $name }: { $before } pasa a { $after }
arithmetic-other = { $name } lee { $count } números y hace { $after }
arithmetic-gap = la capa tiene { $value }; la diferencia es { $gap }
arithmetic-following = Siguiendo un número cambiado a través de { $model }
arithmetic-no-such-number = { $node } no tiene ningún número { $index }
arithmetic-under-cursor = Bajo el cursor
arithmetic-cell-input = entrada, y { $y }, x { $x }
arithmetic-cell-padding = relleno, y { $y }, x { $x }
arithmetic-cell-weight = peso, fila { $row }, columna { $column }
arithmetic-cell-weight-alone = peso de { $number }
arithmetic-cell-share-of-mean = su parte
arithmetic-cell-product = producto
arithmetic-cell-share = { $share } de la suma
arithmetic-drag = Arrastre un número para cambiarlo: todo lo que viene detrás lo sigue
arithmetic-what-follows = Qué se sigue
arithmetic-changed = { $name } es { $to } en lugar de { $was }.
arithmetic-reset = Restablecer
arithmetic-reset-about = Todos los números como los tiene la red
arithmetic-before = la unidad antes
arithmetic-after = y ahora
arithmetic-map-before = mapa antes
arithmetic-map-after = mapa ahora
arithmetic-map-difference = diferencia
arithmetic-class-becomes = { $name }: { $before }, ahora { $after }
arithmetic-strip = { $count ->
    [one] 1 producto
   *[other] { $count } productos
} en el orden de las características
arithmetic-softmax = Softmax
arithmetic-powers = puntuación, e elevado a ella, parte del total
arithmetic-powers-of-differences = puntuación, e elevado a puntuación − { $largest }, parte del total
arithmetic-score = Puntuación de { $name }: { $score }, potencia { $power }, parte { $share }
arithmetic-term = Término de { $name }: { $power }
arithmetic-other-scores = { $count ->
    [one] 1 puntuación más
   *[other] { $count } puntuaciones más
}, juntas { $power }
arithmetic-others-term = las demás
arithmetic-share-of-all = { $share } del total
arithmetic-play-softmax = softmax
arithmetic-play-scores = 1 puntuaciones
arithmetic-space-bar = barra espaciadora
