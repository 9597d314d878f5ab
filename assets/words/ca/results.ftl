## El que respon la línia d’ordres.
results-failed = no s’ha pogut fer: { $problem }
results-left-out = s’ha deixat fora: { $reason }
results-pictures-left-out = { $count ->
    [one] s’ha deixat fora una imatge: { $reason }
   *[other] s’han deixat fora { $count } imatges; la primera: { $reason }
}
results-preprocessing = preprocessament { $source } (--preprocess)
results-evaluated = { $count } imatges de { $data }: { $right } encertades, { $among } entre les cinc primeres, pèrdua { $loss }
results-of-count = { $share } de { $count }
results-benched = { $work }: mediana { $median } ms, mínim { $minimum } ms, memòria màxima { $memory } MB, { $device }
results-going-on = es continua des del pas { $step } de { $steps } ({ $file })
results-epoch-so-far = època { $epoch }: pèrdua { $loss }, { $right } encertades
results-epoch = època { $epoch } de { $epochs }: pèrdua { $loss }, { $right } encertades; reservades: pèrdua { $held_out_loss }, { $held_out_right } encertades; { $seconds } s
results-rendering = es dibuixa
results-shipped = Inclosos, pel nom:
results-recognised = Reconeguts per les claus i les formes d’un fitxer safetensors:
results-layer = capa
results-operator = operador
results-output = sortida
results-parameters = paràmetres
results-multiply-adds = mult.-sumes
results-sees = veu
results-stretched = deformada
results-cut-out-of = retallada de { $side }
results-input = entrada { $size }, { $fit }, { $order } de 0 a { $range }, mitjana { $mean }, desviació { $deviation } ({ $source })
results-totals = { $parameters } paràmetres, { $operations } multiplicacions-sumes, { $classes } classes
results-figure-channel = { $layer }:{ $channel } · { $height } × { $width }
results-figure-what = { $layer } · { $what }
results-figure-answer = { $method } · { $target } { $score }
results-figure-filters = { $layer } · { $filters } filtres de { $sizes }
