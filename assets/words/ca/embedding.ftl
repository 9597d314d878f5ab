## El capítol «Incrustació».
embedding-name = Incrustació
embedding-question = Les imatges com a punts
embedding-no-folder = Obre una carpeta d’imatges per veure-les com a punts.
embedding-open-folder = Obre una carpeta…
    .about = Mostra altres imatges
embedding-world = Món
    .about = Mostra escenes dibuixades per Convscope
embedding-how-to-move = arrossega per moure, Ctrl i roda per ampliar, doble clic per veure-ho tot
embedding-as-layer-sees = { $folder } tal com ho veu { $layer }
embedding-pictures-count = { $count ->
    [one] 1 imatge
   *[other] { $count } imatges
}
embedding-method = Mètode
embedding-parameters = Paràmetres…
embedding-as-published = Com es va publicar
embedding-layer = Capa
embedding-last = última
embedding-selected = seleccionada
embedding-pictures = Imatges
embedding-all = totes
embedding-points = punts
embedding-thumbnails = miniatures
embedding-scatter-of = Núvol de { $count } imatges
embedding-reading = Es llegeix { $folder }
embedding-through = { $folder } a través de { $layer }
embedding-method-of = { $method } de { $count } imatges
embedding-figure = { $method } · { $folder } · { $count } imatges · { $layer } de { $model }
