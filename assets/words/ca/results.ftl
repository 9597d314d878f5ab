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
results-drawing-so-far = època { $epoch }: pèrdua { $loss }
results-drawing = època { $epoch } de { $epochs }: pèrdua { $loss }; reservades: pèrdua { $held_out_loss }, colors a { $off } dels originals, { $same } reben la mateixa resposta; { $seconds } s
results-rendering = es dibuixa
results-shipped = Inclosos, pel nom:
results-shipped-generators = Generadors, que dibuixen el que diu una capa d’un model:
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
results-guess-preprocessing = preprocessament
results-guess-size = mida
results-guess-fits = encaixa
results-guess-best = millor
results-guess-best-in-use = millor, en ús
results-guess-in-use = en ús
results-guess-tried = provat amb { $given ->
    [0] { $shipped } imatges incloses a Convscope
    [one] la imatge donada i { $shipped } d’incloses a Convscope
   *[other] les { $given } imatges donades i { $shipped } d’incloses a Convscope
}; «encaixa» diu fins a quin punt les respostes són decidides i es mantenen quan la imatge s’emmiralla o es retalla
results-guess-better = { $name } encaixa clarament millor que { $used }, que és el que hi ha en ús; fes-lo servir amb --preprocess { $said }, o desa’l amb --remember
results-guess-rival = { $rival } encaixa gairebé igual de bé; les imatges com les que la xarxa coneix (--input) ajuden a distingir-los.
results-guess-confirmed = { $used }, que és el que hi ha en ús, és clarament el que encaixa millor.
results-guess-unclear = Res no encaixa clarament millor que { $used }, que és el que hi ha en ús; les imatges com les que la xarxa coneix (--input) en diuen més.
results-guess-remembered = desat a { $file }
results-not-judged = { $method } no s’ha jutjat: { $problem }
results-judged = { $measure }: el millor { $first } { $best }, el pitjor { $last } { $worst }
results-order-holds = l’ordre es manté (tau { $tau } entre meitats de les imatges)
results-not-separable = no es poden distingir (tau { $tau } entre meitats de les imatges)
results-funny-birds = protocol de FunnyBirds, en conjunt: el millor { $first } { $best }, el pitjor { $last } { $worst }
results-no-animals = { $measure } no té cap valor aquí: calen animals sencers, fauna:N
results-no-masks = { $measure } no té cap valor aquí: calen màscares dels objectes, les del món o les d’una carpeta «masks»
results-no-shuffled = { $measure } no té cap valor aquí: cal un entrenament amb etiquetes barrejades (--shuffled)
results-judged-on = { $count ->
    [one] jutjat amb 1 imatge de { $data }
   *[other] jutjat amb { $count } imatges de { $data }
}
