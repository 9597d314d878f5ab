## El que envolta els capítols: barres, columnes, diàlegs, el full de dibuix, el que s’obre i el que es desa.

frame-not-yet = encara no
frame-no-number = cap nombre
frame-class-number = classe { $number }
frame-two-things = { $first } i { $second }
frame-close = Tanca
frame-cancel = Cancel·la
frame-stopping = S’està aturant
frame-stop = Atura: { $title }
frame-pause = Pausa
frame-hold = Posa en pausa: { $title }
frame-resume = Reprèn
frame-go-on = Continua amb: { $title }
frame-dismiss = Entesos
frame-failed = No s’ha pogut fer: { $problem }
frame-stopped-unexpectedly = { $title }: s’ha aturat inesperadament: { $problem }
frame-no-thread = no s’ha pogut iniciar cap fil per a aquesta feina: { $problem }
frame-jobs = { $count ->
    [one] 1 tasca
   *[other] { $count } tasques
}
frame-jobs-and-memory = La feina que s’està fent i la memòria que ocupa el programa

## La barra superior

frame-recent-models = Models recents
frame-recent-pictures = Imatges recents
frame-device = On s’executa la xarxa i quant ha trigat l’última passada
frame-threads = { $threads ->
    [one] 1 fil
   *[other] { $threads } fils
}
frame-forward = passada { $time }
frame-go-to = Vés a
frame-go-to-hint = Vés a una capa, unitat, classe, imatge, mètode o ordre
frame-nothing-called-that = No hi ha res que es digui així
frame-with-key = { $about } ({ $key })
frame-drop-here = Deixa anar aquí una imatge, una carpeta d’imatges o un model

## On porta la paleta

frame-kind-unit = unitat
frame-kind-layer = capa
frame-kind-command = ordre
frame-kind-recent-model = model recent
frame-kind-recent-picture = imatge recent
frame-kind-class = classe

## La columna esquerra

frame-picture = Imatge
frame-picture-named = Imatge { $name }
frame-fold-about = Plega aquesta secció en una línia, o obre-la
frame-more = Més
    .about = Enganxa, imatge següent, imatges recents
frame-no-picture = Deixa anar una imatge aquí, o obre’n una.
frame-picture-size = { $width } × { $height } píxels; la xarxa en veu { $columns } × { $rows }
frame-open = Obre
    .about = Tria una imatge, o deixa-la anar on vulguis (Ctrl+O)
frame-draw = Dibuixa
    .about = Dibuixa una imatge amb el ratolí (Ctrl+D)
frame-paste = Enganxa
    .about = Mostra la imatge del porta-retalls (Ctrl+V)
frame-folder = Carpeta
    .about = Obre una carpeta d’imatges
frame-world = Món
    .about = Escenes dibuixades per Convscope, amb la veritat sobre cada píxel
frame-samples = Mostres
    .about = La imatge següent (Av Pàg)
frame-next = Següent
frame-recent = Recents
frame-pictures-shown = Imatges mostrades fa poc
frame-ask-photos = Una foto? Pregunta a { $model }
    .about = Aquest model no sap res de fotografies; { $model } coneix { $knows }
frame-answer = Resposta
frame-explained = s’explica: { $class }
frame-class-about = classe { $number }, puntuació { $score } abans del softmax
frame-click-to-explain = Fes clic per explicar aquesta classe
frame-class-bar = Classe { $class }, { $probability }
frame-model = Model
frame-no-model = Deixa anar un fitxer ONNX o safetensors aquí, o obre’n un.
frame-open-model = Obre un model…
frame-weights = { $count } pesos
frame-weights-short = { $count }
frame-model-named = Model { $model }
frame-another-model-about = Obre un altre model (Ctrl+Maj+O)
frame-shipped-about = Models que Convscope ha entrenat i porta incorporats
frame-shipped-model = { $name }: { $knows }
frame-preprocessing-short = { $order } { $size }
frame-preprocessing-named = Preprocessament: { $short }
frame-preprocessing = Preprocessament
frame-preprocessing-changed = Preprocessament: canviat
frame-preprocessing-assumed = Preprocessament: suposat
frame-layer-row = Capa { $layer }, { $kind }, { $shape }
frame-layer-about = { $kind }, { $shape }, { $weights } pesos
frame-fold-named = Plega { $name }
frame-open-named = Obre { $name }

## La columna dreta

frame-unit = Unitat
frame-unit-over = Posa la unitat triada damunt del capítol (Ctrl+R)
frame-column-edge = Arrossega per canviar l’amplada, doble clic per a l’habitual, ben endins per plegar
frame-column-folded = Fes clic o arrossega per obrir la columna
frame-no-unit = Fes clic en un mapa per veure’l aquí, gran.
frame-a-strongest-channel = canal més fort
frame-a-channel = canal
frame-a-unit = unitat
frame-map-of-channel = Mapa del canal { $channel }
frame-position = y { $y }, x { $x }
frame-value = valor
frame-at = a y { $y }, x { $x }
frame-strongest-at = màxim a y { $y }, x { $x }
frame-value-at = { $value } a y { $y }, x { $x }
frame-what-it-sees = Què veu
frame-field-size = { $rows } × { $columns } píxels
frame-what-position-sees = El que la posició veu de la imatge
frame-sees-everything = Pot veure tota la imatge.
frame-field-larger = El seu camp receptiu és més gran que la imatge; el requadre de l’esquerra n’és la part que hi cau a dins.
frame-nothing-outside = Res de fora d’aquesta part de la imatge no en canvia el valor.
frame-strongest-in = Màxims a «{ $folder }»
frame-seen = { $seen } de { $count } vistes
frame-strongest-picture = Imatge màxima { $place }: { $name }
frame-click-to-open = Fes clic per obrir-la
frame-values = Valors
frame-mean-and-zeros = mitjana { $mean } · { $zeros } són 0
frame-histogram = Histograma dels valors del mapa diferents de 0
    .about = Quants valors del mapa hi ha a cada lloc, del més petit al més gran (alçades segons l’arrel quadrada, sense els zeros)
frame-copy-name = Copia el nom
    .about = Posa el nom de la unitat al porta-retalls
frame-copy-map = Copia el mapa
    .about = Posa el mapa al porta-retalls, un píxel per posició (Ctrl+Maj+C)
frame-save-map = Desa el mapa…
    .about = Desa el mapa amb la seva escala en un fitxer PNG o SVG
frame-scale = Escala de { $low } a { $high }

## Diàlegs

frame-about-title = Convscope { $version }, un microscopi per a xarxes convolucionals
frame-about-offline = Tot es calcula en aquest ordinador; no s’envia res enlloc.
frame-preprocessing-source = Preprocessament: { $source }
frame-escape = Tanca un diàleg; si no n’hi ha cap, cancel·la totes les tasques
frame-path = Camí
frame-save = Desa
frame-as-the-model-says = Com diu el model
frame-imagenet = ImageNet, RGB
    .about = torchvision: de 0 a 1, mitjana i desviació d’ImageNet
frame-caffe = Caffe, BGR
    .about = de 0 a 255, menys 104, 117, 123
frame-which-fits = Quin encaixa?
frame-which-fits-soon = S’estan provant els habituals.
frame-compare = Compara’ls
    .about = Prova els habituals amb unes quantes imatges per veure a favor de quin parlen les respostes de la xarxa
frame-comparing-preprocessings = es comparen preprocessaments per a { $model }
frame-fits-about = La barra: fins a quin punt les respostes a unes quantes imatges són decidides i es mantenen quan la imatge s’emmiralla o es retalla. Fes clic per triar-lo.
frame-fits-row = { $name }: encaixa un { $fit }; { $answer }
frame-fits-row-best = { $name }: és el que encaixa millor, un { $fit }; { $answer }
frame-fits-with = { $name }, { $fit }
frame-fits-better = «{ $name }» encaixa clarament millor que «{ $used }»: amb un preprocessament equivocat les respostes no volen dir res.
frame-fits-rival = «{ $rival }» encaixa gairebé igual de bé; una imatge d’alguna cosa que la xarxa coneix ajuda a distingir-los.
frame-fits-best = «{ $name }», que és el que hi ha en ús, és clarament el que encaixa millor.
frame-fits-confirmed = Dels habituals, aquest és clarament el que encaixa millor.
frame-fits-unclear = Cap no encaixa clarament millor que el que hi ha en ús. Una imatge d’alguna cosa que la xarxa coneix en diu més.
frame-fits-by-hand = El que hi ha en ús no és cap d’aquests.
frame-preprocessing-better = { $short }: { $better }?
frame-remember = Recorda’l per a aquest model
    .about = Desa el que hi ha en ús a { $file }, al costat del model: d’ara endavant es llegirà amb el model. El que ja hi diu s’hi queda.
frame-remember-no-file = El model no és un fitxer d’aquest ordinador: no hi ha res al costat de què desar-ho.
frame-remembering = es desa el preprocessament
frame-size = Mida
frame-rows = Files
frame-columns = Columnes
frame-other-aspect-ratios = Altres proporcions
frame-crop = retalla
frame-stretch = deforma
frame-out-of-a-shorter-side = d’un costat curt de
frame-shorter-side = Costat curt
frame-order = Ordre
frame-white-is = El blanc és
frame-mean = Mitjana
frame-deviation = Desviació estàndard
frame-red = vermell
frame-green = verd
frame-blue = blau
frame-grey = gris
frame-of-channel = { $name }, { $channel }
frame-off = no
frame-on = sí

## El full de dibuix

frame-pad = Full de dibuix
frame-sheet = Full per dibuixar-hi
frame-draw-a-digit-here = Dibuixa una xifra aquí
frame-draw-here = Dibuixa aquí
frame-brush = pinzell
frame-eraser = goma
frame-undo = Desfés
    .about = Desfà l’últim traç (Ctrl+Z)
frame-redo = Refés
    .about = Torna a dibuixar-lo (Ctrl+Maj+Z)
frame-clear = Esborra
    .about = Un full en blanc; Desfés recupera el dibuix
frame-width = Gruix
frame-brush-width = Gruix del pinzell
    .about = El gruix del pinzell respecte de l’amplada del full
frame-black = negre
frame-orange = taronja
frame-purple = porpra
frame-sky-blue = blau cel
frame-vermilion = vermelló
frame-yellow = groc
frame-seen-of-drawing = El que la xarxa veu del dibuix
frame-seen-as-digit = { $rows } × { $columns }, escalat i centrat com les xifres de MNIST
frame-seen-in-colour = { $rows } × { $columns } píxels, tots els colors

## El que es diu

frame-cancelled = Cancel·lat
frame-saved = S’ha desat { $files }
frame-no-file-chosen = No s’ha triat cap fitxer; amb Ctrl+L es pot escriure un camí
frame-pictures-in = { $count ->
    [one] 1 imatge a { $folder }
   *[other] { $count } imatges a { $folder }
}
frame-no-picture-to-save = Aquest capítol encara no té cap imatge que es pugui desar
frame-no-map-to-save = Encara no hi ha cap unitat seleccionada el mapa de la qual es pugui desar
frame-no-numbers-to-save = Aquest capítol encara no té nombres que es puguin desar
frame-copied = S’ha copiat { $text }
frame-copied-map = S’ha copiat el mapa de la unitat, un píxel per posició

## El que s’està fent

frame-opening = S’obre { $name }
frame-opening-shipped = S’obre un model inclòs a Convscope
frame-opening-sample = S’obre una mostra
frame-opening-picture = S’obre una imatge
frame-opening-pasted = S’obre la imatge enganxada
frame-drawing-a-picture = Es dibuixa
frame-opening-gallery = S’obre la galeria
frame-opening-world = S’obre el món dibuixat
frame-saving-picture = Es desa la imatge
frame-saving-map = Es desa el mapa
frame-saving-numbers = Es desen els nombres
frame-running = S’executa { $model } sobre { $picture }
frame-reading = Es llegeix { $what }
frame-painting-unit = Es pinta la unitat
frame-painting-layers = Es pinten les capes
frame-cutting-out = Es retallen les imatges màximes
frame-looking-for-strongest = Imatges màximes de «{ $folder }» per a { $layer }

## Noms

frame-pasted-picture = imatge enganxada
frame-a-drawing = dibuix
frame-gallery = món dibuixat
frame-gallery-of-shapes = galeria
frame-gallery-of-animals = animals
frame-no-such-shipped = cap model inclòs es diu { $name }
frame-no-maps = la capa { $layer } té la forma { $shape }, que no és cap conjunt de mapes
frame-no-such-channel = la capa no té cap canal { $channel }

## Figures desades

frame-unit-of = { $unit } de { $model } per a { $picture }
frame-mean-of-map = mitjana { $mean }

frame-confusion-of = Matriu de confusió de { $count } classes
frame-cell-recognised = { $things } de { $whole } { $class }: reconegut
frame-cell-taken-for = { $things } de { $whole } { $class } que la xarxa ha pres per { $answer }

## Les ordres que s’escriuen

frame-no-such-command = no hi ha cap ordre «{ $word }»; volies dir «{ $nearest }»?
frame-command-takes-nothing = { $word } va sola, sense «{ $given }»
frame-command-takes = { $word } demana { $takes }
frame-command-takes-not = { $word } demana { $takes }, no «{ $given }»
frame-script-line = { $file }, línia { $line }: { $problem }
frame-no-such-chapter = no hi ha cap capítol «{ $name }»

## Links and sessions

frame-no-such-picture = cap imatge no es diu «{ $name }», ni a la carpeta oberta ni entre les que s’han obert fa poc; obre-la pel seu camí
frame-link-model = l’enllaç parla del model «{ $model }», que no és aquí; obre’l una vegada i torna a seguir l’enllaç
frame-link-unknown = aquesta versió no coneix «{ $part }»
frame-link-partly = L’enllaç porta fins aquí, però no fins al final: { $problems }

frame-saving-session = Es desa la sessió
frame-keeping-view = Es conserva la vista per si el programa s’atura de cop
frame-session-unsaved-model = la xarxa entrenada aquí encara no és en cap fitxer; desa-la primer (Entrenament, Desa la xarxa entrenada) i després la sessió
frame-session-other = { $file } no és cap sessió del Convscope
frame-session-later = { $file } és d’un Convscope posterior (format { $version }); obre’l amb aquell
frame-session-damaged = { $file } està malmès ({ $problem }); demana’n una altra còpia
frame-session-no-line = aquesta línia no és de cap sessió
frame-session-where = On és { $name }?
frame-session-missing = La sessió necessita { $kind } que era aquí quan es va desar i ara no hi és: { $path }
frame-session-changed = La sessió necessita { $kind } que era aquí quan es va desar; des d’aleshores el fitxer ha canviat: { $path }
frame-a-model = un model
frame-a-picture = una imatge
frame-a-folder = una carpeta d’imatges
frame-session-find = Busca-ho…
    .about = Tria on és ara
frame-session-as-it-is = Fes-ho servir tal com és
    .about = La vista pot ser diferent de la que es va desar
frame-session-without = Continua sense
    .about = Recupera el que no en depèn
frame-recover = Vols continuar on eres?
frame-recover-about = El Convscope es va aturar { $age } sense tancar la finestra. Es pot recuperar el que hi havia obert.
frame-recover-what = El model, la imatge, el dibuix, la selecció i els paràmetres de cada capítol.
frame-minutes-ago = { $count ->
    [0] ara mateix
    [one] fa un minut
   *[other] fa { $count } minuts
}
frame-hours-ago = { $count ->
    [one] fa una hora
   *[other] fa { $count } hores
}
frame-days-ago = { $count ->
    [one] fa un dia
   *[other] fa { $count } dies
}
frame-take-up = Continua
    .about = Recupera el que hi havia obert
frame-start-anew = Comença de nou
    .about = Oblida el que hi havia obert

## The palette

frame-kind-written = escrit
frame-kind-method = mètode
frame-kind-picture = imatge
frame-kind-parameter = paràmetre
frame-follow-link = Vés on porta aquest enllaç
frame-do-as-written = Fes això
frame-type-on = Continua escrivint: una ordre i el que necessita
frame-parameter-of = { $method }: { $parameter }
frame-parameter-value = { $method }: { $parameter } = { $value }
frame-would-love = Li encantaria veure
frame-would-love-about = Crescuda al capítol Visualitza, i desada.
