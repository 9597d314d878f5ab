## El capítol «Mapes de característiques».
feature-maps-name = Mapes
feature-maps-question = Què respon cada canal: els mapes de característiques
feature-maps-no-maps = sense mapes
feature-maps-no-channels = El valor d’aquesta capa no té canals que es puguin mostrar un per un; tria una altra capa.
feature-maps-values = { $count ->
    [one] 1 valor
   *[other] { $count } valors
}
feature-maps-maps = { $count } mapes de { $height } × { $width }
feature-maps-after = { $maps } després de { $activation }
feature-maps-no-model = No hi ha cap model obert. Deixa anar un fitxer ONNX o safetensors on vulguis, o obre’n un.
feature-maps-no-picture = No hi ha cap imatge oberta. Deixa’n anar una on vulguis, o obre’n una.
feature-maps-sort = Ordre
feature-maps-by-channel = canal
feature-maps-by-value = valor
feature-maps-by-mean = mitjana
feature-maps-by-maximum = màxim
feature-maps-scale = Escala
feature-maps-each-map = cada mapa
feature-maps-whole-layer = tota la capa
feature-maps-colours = Colors
    .about = Mapa de colors, contrast i gamma
feature-maps-colours-named = Colors: { $name }
feature-maps-contrast = Contrast
feature-maps-gamma = Gamma
feature-maps-reset = Restableix
feature-maps-smaller = Mapes més petits (-)
feature-maps-larger = Mapes més grans (+)
feature-maps-channel-said = Canal { $channel }, mitjana { $mean }, màxim { $maximum }
feature-maps-under-pointer = canal { $channel } · y { $y }, x { $x }
feature-maps-strongest-here = màxim aquí
feature-maps-sees = veu { $rows } × { $columns } píxels
feature-maps-bar-said = Canal { $channel } { $class }, { $value }
feature-maps-painting = Es pinten els mapes
feature-maps-figure = { $model } · { $layer } · { $what } per a { $picture }
