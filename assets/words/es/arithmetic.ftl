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
