## L'aritmètica d'un nombre.
arithmetic-channel = canal
arithmetic-sum = suma
arithmetic-total = total acumulat
arithmetic-largest = producte més gran
arithmetic-padding = farciment
arithmetic-others = { $count } { $count ->
    [one] altre
   *[other] altres
}
arithmetic-bias = biaix
arithmetic-given = { $from } dona { $after }
arithmetic-products = { $count ->
    [one] 1 producte fa { $after }
   *[other] { $count } productes fan { $after }
}
arithmetic-products-and-bias = { $count ->
    [one] 1 producte i el biaix fan { $after }
   *[other] { $count } productes i el biaix fan { $after }
}
arithmetic-in-parentheses = ({ $number })
arithmetic-mean = la mitjana de { $count } nombres és { $after }
arithmetic-added = { $count } nombres sumats fan { $after }
arithmetic-mixture = { $count ->
    [one] el nombre més proper és { $after }
   *[other] { $count } veïns barrejats fan { $after }
}
arithmetic-largest-of = el més gran de { $count } és { $after }; la resta es perd
arithmetic-smallest-of = el més petit de { $count } és { $after }; la resta es perd
arithmetic-branch = la branca { $branch } de { $of }, { $from }, dona { $after }
arithmetic-pair = { $first } { $sign } { $second } = { $after }
arithmetic-batch-norm = normalització per lots, amb la mitjana i la desviació de l’entrenament: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-norm-over = normalització sobre aquests { $count } nombres: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-local-response = normalització pels quadrats de { $count } canals veïns: { $before } ÷ ({ $bias } { $squares }) ^ { $beta } = { $after }
arithmetic-length = per la longitud de { $count } nombres: { $before } ÷ { $length } = { $after }
arithmetic-share = softmax: e^{ $before } com a part de la suma sobre { $count } puntuacions és { $after }
arithmetic-logarithm = softmax: el logaritme de la part que e^{ $before } té en la suma sobre { $count } puntuacions és { $after }
arithmetic-curve = { $name }: { $before } esdevé { $after }
arithmetic-other = { $name } llegeix { $count } nombres i fa { $after }
arithmetic-gap = la capa té { $value }; la diferència és { $gap }
arithmetic-following = Seguint un nombre canviat a través de { $model }
arithmetic-no-such-number = { $node } no té cap nombre { $index }
arithmetic-under-cursor = Sota el cursor
arithmetic-cell-input = entrada, y { $y }, x { $x }
arithmetic-cell-padding = farciment, y { $y }, x { $x }
arithmetic-cell-weight = pes, fila { $row }, columna { $column }
arithmetic-cell-weight-alone = pes de { $number }
arithmetic-cell-share-of-mean = la seva part
arithmetic-cell-product = producte
arithmetic-cell-share = { $share } de la suma
arithmetic-drag = Arrossegueu un nombre per canviar-lo: tot el que ve darrere el segueix
arithmetic-what-follows = Què se’n segueix
arithmetic-changed = { $name } és { $to } en lloc de { $was }.
arithmetic-reset = Restableix
arithmetic-reset-about = Tots els nombres com els té la xarxa
arithmetic-before = la unitat abans
arithmetic-after = i ara
arithmetic-map-before = mapa abans
arithmetic-map-after = mapa ara
arithmetic-map-difference = diferència
arithmetic-class-becomes = { $name }: { $before }, ara { $after }
arithmetic-strip = { $count ->
    [one] 1 producte
   *[other] { $count } productes
} en l’ordre de les característiques
arithmetic-softmax = Softmax
arithmetic-powers = puntuació, e elevat a ella, part del total
arithmetic-powers-of-differences = puntuació, e elevat a puntuació − { $largest }, part del total
arithmetic-score = Puntuació de { $name }: { $score }, potència { $power }, part { $share }
arithmetic-term = Terme de { $name }: { $power }
arithmetic-other-scores = { $count ->
    [one] 1 puntuació més
   *[other] { $count } puntuacions més
}, juntes { $power }
arithmetic-others-term = les altres
arithmetic-share-of-all = { $share } del total
arithmetic-play-softmax = softmax
arithmetic-play-scores = 1 puntuacions
arithmetic-space-bar = barra d’espai
