## Clases de capas, en breve.

layers-input = Entrada
layers-block = Bloque
layers-convolution = Conv { $kernel }
layers-depthwise = Conv por canal { $kernel }
layers-stride = { $layer }, paso { $stride }
layers-dilation = { $layer }, dilatación { $dilation }
layers-groups = { $layer }, { $groups } grupos
layers-max-pool = Máximo { $kernel }
layers-average-pool = Promedio { $kernel }
layers-global-max-pool = Máximo global
layers-global-average-pool = Promedio global
layers-linear = Lineal
layers-batch-norm = Norma por lote
layers-layer-norm = Norma por capa
layers-group-norm = Norma por grupo
layers-local-response-norm = Norma local de respuesta
