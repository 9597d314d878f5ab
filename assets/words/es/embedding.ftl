## El capítulo «Incrustación».
embedding-name = Incrustación
embedding-question = Las imágenes como puntos
embedding-no-folder = Abre una carpeta de imágenes para verlas como puntos.
embedding-open-folder = Abrir una carpeta…
    .about = Mostrar otras imágenes
embedding-world = Mundo
    .about = Mostrar escenas dibujadas por Convscope
embedding-how-to-move = arrastra para mover, Ctrl y rueda para ampliar, doble clic para verlo todo
embedding-as-layer-sees = { $folder } tal como lo ve { $layer }
embedding-pictures-count = { $count ->
    [one] 1 imagen
   *[other] { $count } imágenes
}
embedding-method = Método
embedding-parameters = Parámetros…
embedding-as-published = Como se publicó
embedding-layer = Capa
embedding-last = última
embedding-selected = seleccionada
embedding-pictures = Imágenes
embedding-all = todas
embedding-points = puntos
embedding-thumbnails = miniaturas
embedding-scatter-of = Nube de { $count } imágenes
embedding-reading = Se lee { $folder }
embedding-through = { $folder } a través de { $layer }
embedding-method-of = { $method } de { $count } imágenes
embedding-figure = { $method } · { $folder } · { $count } imágenes · { $layer } de { $model }
