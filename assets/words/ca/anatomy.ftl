## El dibuix d’una xarxa.

anatomy-block-number = bloc { $number }
anatomy-input = entrada
anatomy-pool = màxim
anatomy-mean = mitjana
anatomy-linear = lineal
anatomy-each-alone = { $kernel } cadascun
anatomy-layers-of-stage = { $count ->
    [one] 1 part
   *[other] { $count } parts
}
anatomy-multiply-adds = multiplicacions
anatomy-weights = pesos
anatomy-sees = veu (log)
anatomy-the-picture = la imatge, { $rows }
anatomy-from-to = { $first } a { $last } (× { $count })
anatomy-column = { $title } · { $kind } · { $size }
anatomy-operations = { $operations } multiplicacions-sumes, { $share } del total
anatomy-weights-and-share = { $weights } pesos, { $share } del total
anatomy-operations-and-weights = { $operations } multiplicacions-sumes, { $weights } pesos
anatomy-one-position-sees = una posició veu { $field } píxels de l’entrada
anatomy-comes-in = el que entra, de { $name } · { $size }
anatomy-leaves = el que surt · { $size }
anatomy-sum-about = El que arriba se suma canal per canal · { $size }
anatomy-gate-about = Cada canal s’escala amb un nombre que decideix tot el mapa · { $size }
anatomy-concatenation-about = El que arriba es posa de costat, un canal rere l’altre · { $size }
anatomy-step = { $operator } · { $size }
anatomy-in-stages = { $count } parts són massa per distingir-les: les que tenen mapes de la mateixa mida formen una etapa
anatomy-figure-network = { $model } · { $weights } pesos · { $operations } multiplicacions-sumes · { $depth ->
    [one] 1 capa de fondària
   *[other] { $depth } capes de fondària
}
anatomy-figure-part = { $model } · { $part }, { $what }
anatomy-inverted-residual = bloc residual invertit
anatomy-separable-residual = bloc residual amb una convolució de cada canal sol
anatomy-separable = bloc separable
anatomy-residual = bloc residual
anatomy-side-by-side = branques de costat
anatomy-block = bloc
anatomy-with-gate = { $block } amb squeeze-and-excitation
anatomy-taking-apart = Desmuntant la xarxa
anatomy-painting-maps = Pintant mapes
anatomy-measuring-effective = Mesurant què mou { $layer }
anatomy-picture = dibuix
anatomy-facts = { $weights } pesos · { $operations } multiplicacions-sumes · { $depth ->
    [one] 1 capa de fondària
   *[other] { $depth } capes de fondària
}
anatomy-open-part = Obre { $part }
anatomy-ribbons = l’amplada d’una cinta són els seus canals
anatomy-drawn = Dibuix
anatomy-solid = volums
anatomy-flat = pla
anatomy-sizes = Mides
anatomy-softened = suavitzades
anatomy-true = reals
anatomy-alike = Iguals
anatomy-fitting = si cal
anatomy-folded = plegats
anatomy-every = tots
anatomy-network = Xarxa
anatomy-beside = Al costat
anatomy-the-open-one = l’oberta
anatomy-choose-one = trieu
anatomy-none-beside = cap
anatomy-what-a-position-sees = Què veu una posició
anatomy-grows-with-depth = creix amb la fondària
anatomy-frames-about = El que pot veure de la imatge la posició del mig de cada part, marc dins de marc; en blau, la capa seleccionada
anatomy-effective-about = Amb quina força cada píxel mou la posició del mig de la capa: el gradient, de mitjana sobre imatges (Luo et al. 2016). En blau, el que podria veure.
anatomy-sees-everything = Veu tota la imatge.
anatomy-may-see = Una posició de { $layer } pot veure { $rows } × { $columns } píxels.
anatomy-really-moves = El 95 % del que la mou és dins de { $rows } × { $columns }: el { $share } d’això.
anatomy-averaged-over = { $count ->
    [one] Mesurat en 1 imatge.
   *[other] Mitjana de { $count } imatges.
}
anatomy-nothing-alive = Al mig dels seus mapes no hi ha res actiu.
anatomy-measure-effective = Mesura què la mou
anatomy-below = a sota: { $part }, { $what }
anatomy-norm = norma
