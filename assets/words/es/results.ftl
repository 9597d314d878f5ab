## Lo que responde la línea de órdenes.
results-failed = no se ha podido hacer: { $problem }
results-left-out = se ha dejado fuera: { $reason }
results-pictures-left-out = { $count ->
    [one] se ha dejado fuera una imagen: { $reason }
   *[other] se han dejado fuera { $count } imágenes; la primera: { $reason }
}
results-preprocessing = preprocesamiento { $source } (--preprocess)
results-evaluated = { $count } imágenes de { $data }: { $right } acertadas, { $among } entre las cinco primeras, pérdida { $loss }
results-of-count = { $share } de { $count }
results-benched = { $work }: mediana { $median } ms, mínimo { $minimum } ms, memoria máxima { $memory } MB, { $device }
results-going-on = se continúa desde el paso { $step } de { $steps } ({ $file })
results-epoch-so-far = época { $epoch }: pérdida { $loss }, { $right } acertadas
results-epoch = época { $epoch } de { $epochs }: pérdida { $loss }, { $right } acertadas; reservadas: pérdida { $held_out_loss }, { $held_out_right } acertadas; { $seconds } s
results-drawing-so-far = época { $epoch }: pérdida { $loss }
results-drawing = época { $epoch } de { $epochs }: pérdida { $loss }; reservadas: pérdida { $held_out_loss }, colores a { $off } de los originales, { $same } reciben la misma respuesta; { $seconds } s
results-rendering = se dibuja
results-shipped = Incluidos, por su nombre:
results-shipped-generators = Generadores, que dibujan lo que dice una capa de un modelo:
results-recognised = Reconocidos por las claves y las formas de un archivo safetensors:
results-layer = capa
results-operator = operador
results-output = salida
results-parameters = parámetros
results-multiply-adds = mult.-sumas
results-sees = ve
results-stretched = deformada
results-cut-out-of = recortada de { $side }
results-input = entrada { $size }, { $fit }, { $order } de 0 a { $range }, media { $mean }, desviación { $deviation } ({ $source })
results-totals = { $parameters } parámetros, { $operations } multiplicaciones-sumas, { $classes } clases
results-figure-channel = { $layer }:{ $channel } · { $height } × { $width }
results-figure-what = { $layer } · { $what }
results-figure-answer = { $method } · { $target } { $score }
results-figure-filters = { $layer } · { $filters } filtros de { $sizes }
results-guess-preprocessing = preprocesamiento
results-guess-size = tamaño
results-guess-fits = encaja
results-guess-best = mejor
results-guess-best-in-use = mejor, en uso
results-guess-in-use = en uso
results-guess-tried = probado con { $given ->
    [0] { $shipped } imágenes incluidas en Convscope
    [one] la imagen dada y { $shipped } incluidas en Convscope
   *[other] las { $given } imágenes dadas y { $shipped } incluidas en Convscope
}; «encaja» dice hasta qué punto las respuestas son decididas y se mantienen cuando la imagen se refleja o se recorta
results-guess-better = { $name } encaja claramente mejor que { $used }, que es lo que está en uso; úsalo con --preprocess { $said }, o guárdalo con --remember
results-guess-rival = { $rival } encaja casi igual de bien; las imágenes como las que la red conoce (--input) ayudan a distinguirlos.
results-guess-confirmed = { $used }, que es lo que está en uso, es claramente lo que mejor encaja.
results-guess-unclear = Nada encaja claramente mejor que { $used }, que es lo que está en uso; las imágenes como las que la red conoce (--input) dicen más.
results-guess-remembered = guardado en { $file }
results-not-judged = { $method } no se ha juzgado: { $problem }
results-judged = { $measure }: el mejor { $first } { $best }, el peor { $last } { $worst }
results-order-holds = el orden se mantiene (tau { $tau } entre mitades de las imágenes)
results-not-separable = no se pueden distinguir (tau { $tau } entre mitades de las imágenes)
results-funny-birds = protocolo de FunnyBirds, en conjunto: el mejor { $first } { $best }, el peor { $last } { $worst }
results-no-animals = { $measure } no tiene ningún valor aquí: hacen falta animales enteros, fauna:N
results-no-masks = { $measure } no tiene ningún valor aquí: hacen falta máscaras de los objetos, las del mundo o las de una carpeta «masks»
results-no-shuffled = { $measure } no tiene ningún valor aquí: hace falta un entrenamiento con etiquetas barajadas (--shuffled)
results-judged-on = { $count ->
    [one] juzgado con 1 imagen de { $data }
   *[other] juzgado con { $count } imágenes de { $data }
}
