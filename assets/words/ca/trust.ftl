## Fins a quin punt ens podem refiar d’un resultat, i fins on ha arribat la feina.

trust-exact-derivative = derivada exacta
trust-relus-guided = { $done } de { $count } ReLU guiades
trust-rectifiers-guided = { $done } de { $count } rectificadors guiats
trust-relus-backwards = { $done } de { $count } ReLU rectifiquen enrere
trust-rectifiers-backwards = { $done } de { $count } rectificadors rectifiquen enrere
trust-no-relu = cap ReLU pel camí: el gradient tal qual
trust-smooth = { $count ->
    [one] 1 activació suau té la seva pròpia derivada
   *[other] { $count } activacions suaus tenen la seva pròpia derivada
}
trust-channels = { $count } canals
trust-channels-so-far = { $done } de { $count } canals
trust-negative-score = la puntuació { $score } és negativa: això mostra el que la fa baixar
trust-masks = { $count } màscares
trust-masks-so-far = { $done } de { $count } màscares
trust-bilinear = { $height } × { $width }, bilineal
trust-resized-and-scaled = { $height } × { $width }, redimensionat i escalat a 0–1
trust-mean-and-score = mitjana { $mean }, puntuació { $score }
trust-mean-bias-and-score = mitjana { $mean } i biaix { $bias }, puntuació { $score }
trust-sum-and-score = suma { $sum }, puntuació { $score }
trust-windows = { $done } de { $count } finestres, exacte
trust-noise = soroll: no sap res ni de la xarxa ni de la imatge
trust-of-the-variance = { $shares } de la variància
trust-divergence = divergència de Kullback-Leibler { $divergence }
trust-step = pas { $step } de { $count }
trust-neighbours = veïns
trust-principal-components = components principals
trust-windows-so-far = { $done } de { $count } finestres
trust-pictures = { $done } de { $count } imatges
trust-held-out = { $done } de { $count } imatges reservades
trust-pictures-read = { $done } de { $count } imatges llegides
trust-completeness = suma { $sum } de { $expected }, diferència { $gap }
trust-steps = { $count } passos
trust-steps-so-far = { $done } de { $count } passos
trust-samples = { $count } mostres
trust-samples-so-far = { $done } de { $count } mostres
trust-references = { $count ->
    [one] comparat amb 1 imatge
   *[other] comparat amb { $count } imatges
}
trust-bias-layers = biaixos de { $count } capes
trust-layers-fused = { $count } capes combinades, a partir de { $first }
trust-edges = vores de la imatge: no s’ha preguntat a cap xarxa
trust-inside-mask = { $share } de la imatge és l’objecte
trust-relevance = { $sum } als píxels i { $taken } que prenen els biaixos, de { $score }
trust-through-channel = a través del canal { $channel }: { $share } de la rellevància de la seva capa
trust-regions = { $count } regions
trust-regions-so-far = { $done } de { $count } regions
trust-all-sets = els { $count } conjunts, exacte
trust-area-kept = { $share } de la imatge a dins
trust-head-windows = { $count } finestres en { $scales ->
    [one] una mida
   *[other] { $scales } mides
}
trust-all-alike = tots els píxels iguals: el que la mida sola mereix

## Per què un mètode no s’hi pot aplicar

trust-classes-alone = CAM només explica puntuacions de classes; tria una classe, o Grad-CAM per a aquest objectiu
trust-no-pooled-head = CAM necessita una mitjana global i una sola capa lineal darrere dels últims mapes, i aquesta xarxa no en té; Grad-CAM funciona amb qualsevol xarxa
trust-no-maps-on-the-way = cap capa amb mapes porta fins a l’objectiu; tria un altre objectiu
trust-layer-is-target = la capa és l’objectiu mateix; tria una capa anterior
trust-unknown-levels = no se sap què són el negre i el blanc en aquesta entrada; trieu la mitjana com a línia de base
trust-no-references = no hi ha altres imatges per comparar; doneu-ne amb --references o trieu una altra línia de base
trust-no-truth = ningú no sap on és l’objecte en aquesta imatge; obriu una escena del món o doneu una màscara amb --truth
trust-no-classifier = el camí contrastiu gira els pesos d’una última capa lineal, i aquesta xarxa no hi acaba; deixeu contrastiu desactivat
