## Figuras guardadas: lo que dice debajo y junto a las marcas.

figures-values-shown = se muestra el { $share } % de los valores
figures-weights-shown = se muestra el { $share } % de los pesos
figures-own-scale-signed = cada mapa con su escala, de menos a más su mayor magnitud
figures-own-scale = cada mapa con su escala, de 0 a su máximo
figures-grey-is-zero = el gris es 0, el color pleno es { $end }
figures-grey-is-zero-each = el gris es 0, el color pleno es el mayor peso de cada filtro
figures-filters-own-scale = cada filtro con su escala, de menos a más su mayor peso
figures-first-filters = los primeros { $rows } de { $filters } filtros y { $columns } de { $channels } canales
figures-more = y { $count } más
figures-of-method = { $method } ({ $paper })
figures-maps-of = { $count } mapas de { $height } × { $width }
figures-values-sorted = { $count } valores, de mayor a menor
figures-pictures-by-layer = { $method } · { $data } · { $count } imágenes · { $layer }
