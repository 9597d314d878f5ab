## El capítulo que hace crecer imágenes: ¿qué le encantaría ver a una unidad?
visualise-growing = { $recipe }: paso { $step } de { $steps }
visualise-reached = { $recipe }: { $score } después de { $steps } pasos
visualise-times-strongest = { $ratio } veces la imagen más fuerte
visualise-fine-share = { $share } de la potencia más fina que cuatro píxeles
visualise-redirected = { $steps ->
    [one] rectificadores muertos redirigidos en un paso
   *[other] rectificadores muertos redirigidos en { $steps } pasos
}
visualise-figure = { $model } · { $target }
visualise-figure-dream = { $model } · sueños en { $layer }
visualise-figure-left = { $model } · qué queda en { $layer }
visualise-name = Visualizar
visualise-question = ¿Qué le encantaría ver?
visualise-question-for = ¿Qué le encantaría ver a { $name }?
visualise-a-unit = una unidad
visualise-pause = Pausa
visualise-pause-about = Detiene la imagen tal como está; seguirá desde ahí.
visualise-go-on = Seguir
visualise-go-on-about = Deja que crezca desde donde está.
visualise-anew = Otra vez
visualise-anew-about = Vuelve a empezar desde el principio.
visualise-step = Paso
visualise-step-about = Da un paso y descansa.
visualise-more-steps = + { $count } pasos
visualise-more-about = Deja que crezca más de lo que dice la receta.
visualise-another-seed = Otra semilla
visualise-another-seed-about = Otro comienzo, otra imagen: lo que comparten es lo que la red quiere decir.
visualise-aim = Objetivo
visualise-aim-unit = unidad
visualise-aim-unit-about = Una posición en el centro: la imagen es tan grande como lo que ve.
visualise-aim-channel = canal
visualise-aim-channel-about = El mismo filtro en todas partes: la media de todas las posiciones.
visualise-aim-layer = capa
visualise-aim-layer-about = Todo lo que responde la capa, desde ruido.
visualise-aim-class = clase
visualise-aim-class-about = La puntuación de la clase explicada, antes del softmax.
visualise-aim-direction = dirección
visualise-aim-direction-about = Todos los canales de la capa tal como responden a la imagen abierta, donde el elegido es más fuerte.
visualise-aim-pair = pareja
visualise-aim-pair-about = El canal elegido y un segundo a la vez; un peso negativo dice qué evitar.
visualise-aim-dream = sueño
visualise-aim-dream-about = La imagen abierta, con más de todo lo que la capa encuentra en ella (DeepDream).
visualise-aim-left = qué queda
visualise-aim-left-about = Una imagen que la capa no distingue de la abierta: lo que queda de ella ahí.
visualise-seed = Semilla
visualise-seed-about = Con qué empieza el azar; la misma semilla da la misma imagen.
visualise-all-four = las cuatro
visualise-all-four-about = Cuatro semillas a la vez.
visualise-recipe = Receta
visualise-all-recipes = Todas las recetas
visualise-all-recipes-about = Cada receta con el mismo objetivo, una tras otra.
visualise-needs-picture = Parte de la imagen abierta: elija sueño o qué queda.
visualise-needs-class = Necesita una clase: elija clase.
visualise-needs-other = Hace otra cosa.
visualise-beside = Al lado …
visualise-beside-about = Una segunda receta con el mismo objetivo, lado a lado.
visualise-beside-recipe = Al lado { $name }
visualise-beside-nothing = Nada al lado
visualise-no-model = Abra una red, y sus unidades dibujarán lo que les encantaría ver.
visualise-no-picture = Abra una imagen: esto parte de ella.
visualise-no-channels = Elija una capa con canales en la lista de la izquierda.
visualise-no-class = Abra una imagen o elija una clase: aún no hay ninguna.
visualise-beginning = empezando …
visualise-grown-picture = La imagen que crece
visualise-step-of = paso { $step } de { $steps }
visualise-after-steps = después { $step ->
    [one] del primer paso
   *[other] de { $step } pasos
}
visualise-activation = Activación
visualise-as-seen = tal como la vio la red
visualise-strongest-of = la más fuerte { $count ->
    [one] de una imagen
   *[other] de { $count } imágenes
}, { $value }
visualise-growing-beside = Crecen al lado
visualise-next-channels = los canales siguientes
visualise-left-by-layer = Capa por capa
visualise-left-by-layer-about = qué queda de la imagen
visualise-parameters = Parámetros
visualise-changed = cambiados
visualise-as-published = como se publicaron
visualise-convention = Como
visualise-as-published-chip = Como se publicó
visualise-carry-on = Encadenar
visualise-carry-on-about = El canal siguiente parte de esta imagen en vez de ruido.
visualise-second-channel = Segundo canal
visualise-weight = Peso
visualise-weight-about = Cuánto cuenta el segundo canal; por debajo de 0 se evita.
visualise-table = Las recetas
visualise-grown-of = { $done } de { $all } crecidas
visualise-times = { $ratio } × la más fuerte
visualise-fine-short = { $share } más fino que 4 píxeles
visualise-trust = Hasta dónde fiarse
visualise-activation-unit = activación
visualise-this-picture = esta imagen
visualise-strongest-photo = la más fuerte
visualise-median-photo = mediana
visualise-times-of = { $ratio } veces la más fuerte { $count ->
    [one] de una imagen
   *[other] de { $count } imágenes
}
visualise-fine-detail = Detalle fino
visualise-fine-detail-unit = potencia por ondas por píxel
visualise-finer-than = { $own } de su potencia es más fina que 4 píxeles; las imágenes, { $theirs }
visualise-calls-it = Cómo la llama { $model }
visualise-as-a-whole = como imagen entera
visualise-save = Guardar imagen
visualise-save-about = La imagen con su pie y la curva, en PNG o SVG.
visualise-as-input = Como entrada
visualise-as-input-about = Muestra a la red la imagen crecida, como si fuera cualquier otra.
visualise-copy-call = Copiar la orden
visualise-copy-call-about = La orden de terminal que hace crecer la misma imagen.
visualise-call-copied = La orden de terminal está en el portapapeles.
visualise-pause-entry = Detener o seguir el crecimiento
visualise-pause-entry-about = Detiene la imagen que crece, o la deja seguir.
visualise-step-entry = Un paso de crecimiento
visualise-step-entry-about = Da un paso y descansa.
visualise-anew-entry = Crecer otra vez
visualise-anew-entry-about = Vuelve a empezar desde el principio.
visualise-as-input-entry = Imagen crecida como entrada
visualise-as-input-entry-about = Muestra a la red la imagen crecida.
visualise-copy-call-entry = Copiar la orden que hace crecer esto
visualise-copy-call-entry-about = Pone lo mismo en el portapapeles como orden de terminal.
visualise-a-grown-picture = una imagen crecida
visualise-grown-for = crecida para { $name }
visualise-direction-at = { $layer }, tal como la excita la imagen
visualise-growing-for = Crece { $name }
visualise-growing-many = Crecen { $count } imágenes
visualise-not-begun = Aún no ha crecido nada.
visualise-measuring-photographs = Se mide lo finas que son las imágenes
visualise-recipe-of = { $name } { $year }
visualise-activation-of = activación { $score }
visualise-steps = pasos
visualise-steps-a-second = tal como la vio la red, { $speed } pasos por segundo
