## El capítulo «Mapas de características».
feature-maps-name = Mapas
feature-maps-question = Qué responde cada canal: los mapas de características
feature-maps-no-maps = sin mapas
feature-maps-no-channels = El valor de esta capa no tiene canales que se puedan mostrar uno por uno; elige otra capa.
feature-maps-values = { $count ->
    [one] 1 valor
   *[other] { $count } valores
}
feature-maps-maps = { $count } mapas de { $height } × { $width }
feature-maps-after = { $maps } después de { $activation }
feature-maps-no-model = No hay ningún modelo abierto. Suelta un archivo ONNX o safetensors en cualquier sitio, o abre uno.
feature-maps-no-picture = No hay ninguna imagen abierta. Suelta una en cualquier sitio, o abre una.
feature-maps-sort = Orden
feature-maps-by-channel = canal
feature-maps-by-value = valor
feature-maps-by-mean = media
feature-maps-by-maximum = máximo
feature-maps-scale = Escala
feature-maps-each-map = cada mapa
feature-maps-whole-layer = toda la capa
feature-maps-colours = Colores
    .about = Mapa de colores, contraste y gamma
feature-maps-colours-named = Colores: { $name }
feature-maps-contrast = Contraste
feature-maps-gamma = Gamma
feature-maps-reset = Restablecer
feature-maps-smaller = Mapas más pequeños (-)
feature-maps-larger = Mapas más grandes (+)
feature-maps-channel-said = Canal { $channel }, media { $mean }, máximo { $maximum }
feature-maps-under-pointer = canal { $channel } · y { $y }, x { $x }
feature-maps-strongest-here = máximo aquí
feature-maps-sees = ve { $rows } × { $columns } píxeles
feature-maps-bar-said = Canal { $channel } { $class }, { $value }
feature-maps-painting = Se pintan los mapas
feature-maps-figure = { $model } · { $layer } · { $what } para { $picture }
