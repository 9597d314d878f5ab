## Menes de capes, en breu.

layers-input = Entrada
layers-block = Bloc
layers-convolution = Conv { $kernel }
layers-depthwise = Conv per canal { $kernel }
layers-stride = { $layer }, pas { $stride }
layers-dilation = { $layer }, dilatació { $dilation }
layers-groups = { $layer }, { $groups } grups
layers-max-pool = Màxim { $kernel }
layers-average-pool = Mitjana { $kernel }
layers-global-max-pool = Màxim global
layers-global-average-pool = Mitjana global
layers-linear = Lineal
layers-batch-norm = Norma per lot
layers-layer-norm = Norma per capa
layers-group-norm = Norma per grup
layers-local-response-norm = Norma local de resposta
