## Kinds of layers, in short.

layers-input = Input
layers-block = Block
layers-convolution = Conv { $kernel }
layers-depthwise = Depthwise { $kernel }
layers-stride = { $layer }, stride { $stride }
layers-dilation = { $layer }, dilation { $dilation }
layers-groups = { $layer }, { $groups } groups
layers-max-pool = Max pool { $kernel }
layers-average-pool = Average pool { $kernel }
layers-global-max-pool = Global max pool
layers-global-average-pool = Global average pool
layers-linear = Linear
layers-batch-norm = Batch norm
layers-layer-norm = Layer norm
layers-group-norm = Group norm
layers-local-response-norm = Local response norm
