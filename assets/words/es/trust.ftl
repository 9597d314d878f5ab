## Hasta qué punto podemos fiarnos de un resultado, y hasta dónde ha llegado el trabajo.

trust-exact-derivative = derivada exacta
trust-relus-guided = { $done } de { $count } ReLU guiadas
trust-rectifiers-guided = { $done } de { $count } rectificadores guiados
trust-relus-backwards = { $done } de { $count } ReLU rectifican hacia atrás
trust-rectifiers-backwards = { $done } de { $count } rectificadores rectifican hacia atrás
trust-no-relu = ninguna ReLU en el camino: el gradiente tal cual
trust-smooth = { $count ->
    [one] 1 activación suave tiene su propia derivada
   *[other] { $count } activaciones suaves tienen su propia derivada
}
trust-channels = { $count } canales
trust-channels-so-far = { $done } de { $count } canales
trust-negative-score = la puntuación { $score } es negativa: esto muestra lo que la hace bajar
trust-masks = { $count } máscaras
trust-masks-so-far = { $done } de { $count } máscaras
trust-bilinear = { $height } × { $width }, bilineal
trust-resized-and-scaled = { $height } × { $width }, redimensionado y escalado a 0–1
trust-mean-and-score = media { $mean }, puntuación { $score }
trust-mean-bias-and-score = media { $mean } y sesgo { $bias }, puntuación { $score }
trust-sum-and-score = suma { $sum }, puntuación { $score }
trust-windows = { $done } de { $count } ventanas, exacto
trust-noise = ruido: no sabe nada ni de la red ni de la imagen
trust-of-the-variance = { $shares } de la varianza
trust-divergence = divergencia de Kullback-Leibler { $divergence }
trust-step = paso { $step } de { $count }
trust-neighbours = vecinos
trust-principal-components = componentes principales
trust-windows-so-far = { $done } de { $count } ventanas
trust-pictures = { $done } de { $count } imágenes
trust-held-out = { $done } de { $count } imágenes reservadas
trust-pictures-read = { $done } de { $count } imágenes leídas
trust-completeness = suma { $sum } de { $expected }, diferencia { $gap }
trust-steps = { $count } pasos
trust-steps-so-far = { $done } de { $count } pasos
trust-samples = { $count } muestras
trust-samples-so-far = { $done } de { $count } muestras
trust-references = { $count ->
    [one] comparado con 1 imagen
   *[other] comparado con { $count } imágenes
}
trust-bias-layers = sesgos de { $count } capas
trust-layers-fused = { $count } capas combinadas, a partir de { $first }
trust-edges = bordes de la imagen: no se ha preguntado a ninguna red
trust-inside-mask = { $share } de la imagen es el objeto
trust-relevance = { $sum } en los píxeles y { $taken } que toman los sesgos, de { $score }
trust-through-channel = a través del canal { $channel }: { $share } de la relevancia de su capa
trust-regions = { $count } regiones
trust-regions-so-far = { $done } de { $count } regiones
trust-all-sets = los { $count } conjuntos, exacto
trust-area-kept = { $share } de la imagen dentro
trust-head-windows = { $count } ventanas en { $scales ->
    [one] un tamaño
   *[other] { $scales } tamaños
}
trust-all-alike = todos los píxeles iguales: lo que el tamaño solo merece

## Por qué un método no se puede aplicar

trust-classes-alone = CAM solo explica puntuaciones de clases; elige una clase, o Grad-CAM para este objetivo
trust-no-pooled-head = CAM necesita un promedio global y una sola capa lineal detrás de los últimos mapas, y esta red no los tiene; Grad-CAM funciona con cualquier red
trust-no-maps-on-the-way = ninguna capa con mapas lleva hasta el objetivo; elige otro objetivo
trust-layer-is-target = la capa es el propio objetivo; elige una capa anterior
trust-unknown-levels = no se sabe qué son el negro y el blanco en esta entrada; elija la media como línea de base
trust-no-references = no hay otras imágenes con las que comparar; dé algunas con --references o elija otra línea de base
trust-no-truth = nadie sabe dónde está el objeto en esta imagen; abra una escena del mundo o dé una máscara con --truth
trust-no-classifier = el camino contrastivo invierte los pesos de una última capa lineal, y esta red no acaba así; deje contrastivo desactivado
