## Figures desades: el que hi diu a sota i al costat de les marques.

figures-values-shown = es mostra el { $share } % dels valors
figures-weights-shown = es mostra el { $share } % dels pesos
figures-own-scale-signed = cada mapa amb la seva escala, de menys a més la seva magnitud més gran
figures-own-scale = cada mapa amb la seva escala, de 0 al seu màxim
figures-grey-is-zero = el gris és 0, el color ple és { $end }
figures-grey-is-zero-each = el gris és 0, el color ple és el pes més gran de cada filtre
figures-filters-own-scale = cada filtre amb la seva escala, de menys a més el seu pes més gran
figures-first-filters = els primers { $rows } de { $filters } filtres i { $columns } de { $channels } canals
figures-more = i { $count } més
figures-of-method = { $method } ({ $paper })
figures-maps-of = { $count } mapes de { $height } × { $width }
figures-values-sorted = { $count } valors, del més gran al més petit
figures-pictures-by-layer = { $method } · { $data } · { $count } imatges · { $layer }
