## The chapter “Embedding”.
embedding-name = Embedding
embedding-question = Pictures as points
embedding-no-folder = Open a folder of pictures to see them as points.
embedding-open-folder = Open folder…
    .about = Show other pictures
embedding-world = World
    .about = Show scenes drawn by Convscope
embedding-how-to-move = drag to move, Ctrl and wheel to zoom, double click to see all
embedding-as-layer-sees = { $folder } as { $layer } sees it
embedding-pictures-count = { $count ->
    [one] 1 picture
   *[other] { $count } pictures
}
embedding-method = Method
embedding-parameters = Parameters…
embedding-as-published = As published
embedding-layer = Layer
embedding-last = last
embedding-selected = selected
embedding-pictures = Pictures
embedding-all = all
embedding-points = points
embedding-thumbnails = thumbnails
embedding-scatter-of = Scatter of { $count } pictures
embedding-reading = Reading { $folder }
embedding-through = { $folder } through { $layer }
embedding-method-of = { $method } of { $count } pictures
embedding-figure = { $method } · { $folder } · { $count } pictures · { $layer } of { $model }
