## El capítol «Xarxa».
network-name = Xarxa
network-question = Les capes, què costen i què veuen
network-no-model = No hi ha cap model obert. Deixa’n anar un on vulguis, o obre’n un.
network-layer = Capa
network-kind = Mena
network-output = Sortida
network-weights = Pesos
network-multiply-adds = Multiplicacions-sumes
network-sees = Veu
network-summary = { $weights } pesos · { $operations } multiplicacions-sumes per imatge
network-figure = { $model } · { $summary }
network-row = Fila { $about }
network-rows-of = les files de { $layer }
network-layer-about = { $layer }, { $kind }, { $shape }
network-weights-of-all = { $count } pesos, el { $share } del total
network-operations-of-all = { $count } multiplicacions-sumes, el { $share } del total
network-one-position-sees = Una posició veu { $field } píxels de l’entrada
network-counting = Es compten les capes de { $model }
network-layers = capes
network-arithmetic = aritmètica
network-channels = Canals
network-that-matter = que compten
network-all = tots
network-no-picture = No hi ha cap imatge. Arrossega’n una aquí, o obre’n una.
network-how = D’on surt { $unit } = { $value }
network-products-of-channels = { $channels ->
    [one] 1 canal
   *[other] { $channels } canals
}, { $count ->
    [one] 1 producte
   *[other] { $count } productes
}
network-numbers-read = es llegeixen { $count } nombres
network-input = Entrada
network-kernel = Nucli
network-products = Productes
network-sum = Suma
network-running-total = Total acumulat
network-channel = Canal
network-bias = biaix
network-other-channels = { $count ->
    [one] 1 altre canal
   *[other] { $count } altres canals
}
network-channel-adds = { $name }: { $sum }, total acumulat { $total }
network-read-from = llegit de { $place }
network-read-padding = farciment a y { $y }, x { $x }: fora del mapa es llegeix 0
network-value-by-weight = { $value } × { $weight } = { $product }
network-open-its-arithmetic = Fes clic a la fila per veure d’on surt el més fort
network-move-to = El mapa del canal { $channel }: un clic porta a una altra posició
network-arithmetic-of = D’on surt { $place }
network-gap = la capa té { $value }, una diferència de { $gap }
network-strongest-path = El camí més fort
network-strongest-path-about = cada vegada cap al que dona més
network-gives = dona { $number } a l’anterior; un clic obre la seva aritmètica
network-explaining = S’explica un nombre de { $layer }
network-painting-inputs = Es pinten els mapes que llegeix
network-show-arithmetic = Mostra l’aritmètica
network-show-arithmetic-about = D’on surt el nombre seleccionat: cada producte, la normalització, l’activació i el camí fins a la imatge
network-sliding = finestra
network-sliding-how = Com llisca una finestra
network-sliding-as = com a { $layer }
network-sliding-size = entrada
network-sliding-kernel = nucli
network-sliding-stride = pas
network-sliding-padding = farciment
network-sliding-dilation = dilatació
network-sliding-left-over = El pas de { $stride } no divideix el recorregut: el resultat s’arrodoneix cap avall, com fa PyTorch.
network-sliding-unread = { $count ->
    [one] Una de { $size } files, i una columna, no queda sota cap finestra: no es llegeix mai.
   *[other] { $count } de { $size } files, i les mateixes columnes, no queden sota cap finestra: no es llegeixen mai.
}
network-sliding-fits = La finestra té { $output } llocs a cada costat, i totes les cel·les queden al seu abast.
network-sliding-too-wide = La finestra abasta { $spans } cel·les, però l’entrada amb el farciment només en té { $there }: fes-los més grans, o el nucli i la dilatació més petits.
network-sliding-nothing = L’entrada, el nucli, el pas i la dilatació són almenys 1.
network-sliding-back = El lloc anterior de la finestra
network-sliding-on = El lloc següent de la finestra
network-sliding-play = Reprodueix
network-sliding-hold = Atura
network-sliding-place = lloc { $place } de { $count }
network-sliding-input = L’entrada; la finestra fa la fila { $y }, columna { $x } de la sortida
network-sliding-output = La sortida, { $side } per { $side }
network-play-back = Un acte enrere
network-play-on = Un acte endavant
network-play-speed = La velocitat
network-play-act = Acte { $act } de { $count }: { $name }
network-play-window = 1 finestra
network-play-kernel = 2 × nucli
network-play-sums = 3 sumes
network-play-total = 4 total
network-play-norm = 5 normalització
network-play-on-it-goes = i més
network-box-sum = suma
network-box-mean = mitjana
network-box-deviation = desviació
network-box-scale = escala
network-box-shift = desplaçament
network-box-normalised = normalitzat
network-box-before = abans
network-link-sees = veu { $rows } × { $columns } píxels de l’entrada
network-frames = Què veu de la imatge cada lloc del camí, marc dins de marc
