## El capítol que fa créixer imatges: què li encantaria veure a una unitat?
visualise-growing = { $recipe }: pas { $step } de { $steps }
visualise-reached = { $recipe }: { $score } després de { $steps } passos
visualise-times-strongest = { $ratio } vegades la imatge més forta
visualise-fine-share = { $share } de la potència més fina que quatre píxels
visualise-redirected = { $steps ->
    [one] rectificadors morts redirigits en un pas
   *[other] rectificadors morts redirigits en { $steps } passos
}
visualise-figure = { $model } · { $target }
visualise-figure-dream = { $model } · somnis a { $layer }
visualise-figure-left = { $model } · què en queda a { $layer }
visualise-name = Visualitza
visualise-question = Què li encantaria veure?
visualise-question-for = Què li encantaria veure a { $name }?
visualise-a-unit = una unitat
visualise-pause = Pausa
visualise-pause-about = Atura la imatge tal com és; continuarà des d’aquí.
visualise-go-on = Continua
visualise-go-on-about = Deixa que creixi des d’on és.
visualise-anew = Un altre cop
visualise-anew-about = Torna a començar des del principi.
visualise-step = Pas
visualise-step-about = Fa un pas i descansa.
visualise-more-steps = + { $count } passos
visualise-more-about = Deixa que creixi més del que diu la recepta.
visualise-another-seed = Una altra llavor
visualise-another-seed-about = Un altre començament, una altra imatge: el que tenen en comú és el que vol dir la xarxa.
visualise-aim = Objectiu
visualise-aim-unit = unitat
visualise-aim-unit-about = Una posició al mig: la imatge és tan gran com el que veu.
visualise-aim-channel = canal
visualise-aim-channel-about = El mateix filtre a tot arreu: la mitjana de totes les posicions.
visualise-aim-layer = capa
visualise-aim-layer-about = Tot el que respon la capa, des de soroll.
visualise-aim-class = classe
visualise-aim-class-about = La puntuació de la classe explicada, abans del softmax.
visualise-aim-direction = direcció
visualise-aim-direction-about = Tots els canals de la capa tal com responen a la imatge oberta, on el seleccionat és més fort.
visualise-aim-pair = parella
visualise-aim-pair-about = El canal seleccionat i un segon alhora; un pes negatiu diu què s’ha d’evitar.
visualise-aim-dream = somni
visualise-aim-dream-about = La imatge oberta, amb més de tot el que la capa hi troba (DeepDream).
visualise-aim-left = què en queda
visualise-aim-left-about = Una imatge que la capa no distingeix de l’oberta: el que en queda allà.
visualise-seed = Llavor
visualise-seed-about = Amb què comença l’atzar; la mateixa llavor dona la mateixa imatge.
visualise-all-four = totes quatre
visualise-all-four-about = Quatre llavors alhora.
visualise-recipe = Recepta
visualise-all-recipes = Totes les receptes
visualise-all-recipes-about = Cada recepta amb el mateix objectiu, l’una després de l’altra.
visualise-needs-picture = Comença des de la imatge oberta: trieu somni o què en queda.
visualise-needs-class = Necessita una classe: trieu classe.
visualise-needs-other = Fa una altra cosa.
visualise-beside = Al costat …
visualise-beside-about = Una segona recepta amb el mateix objectiu, de costat.
visualise-beside-recipe = Al costat { $name }
visualise-beside-nothing = Res al costat
visualise-no-model = Obriu una xarxa, i les seves unitats dibuixaran què els encantaria veure.
visualise-no-picture = Obriu una imatge: això comença des d’ella.
visualise-no-channels = Trieu una capa amb canals a la llista de l’esquerra.
visualise-no-class = Obriu una imatge o trieu una classe: encara no n’hi ha cap.
visualise-beginning = començant …
visualise-grown-picture = La imatge que creix
visualise-step-of = pas { $step } de { $steps }
visualise-after-steps = després { $step ->
    [one] del primer pas
   *[other] de { $step } passos
}
visualise-activation = Activació
visualise-as-seen = tal com l’ha vista la xarxa
visualise-strongest-of = la més forta { $count ->
    [one] d’una imatge
   *[other] de { $count } imatges
}, { $value }
visualise-growing-beside = Creixen al costat
visualise-next-channels = els canals següents
visualise-left-by-layer = Capa per capa
visualise-left-by-layer-about = què queda de la imatge
visualise-parameters = Paràmetres
visualise-changed = canviats
visualise-as-published = com es van publicar
visualise-convention = Com
visualise-as-published-chip = Com es va publicar
visualise-carry-on = Encadena
visualise-carry-on-about = El canal següent comença des d’aquesta imatge en lloc de soroll.
visualise-second-channel = Segon canal
visualise-weight = Pes
visualise-weight-about = Quant compta el segon canal; per sota de 0 s’evita.
visualise-table = Les receptes
visualise-grown-of = { $done } de { $all } crescudes
visualise-times = { $ratio } × la més forta
visualise-fine-short = { $share } més fi que 4 píxels
visualise-trust = Fins on fiar-se’n
visualise-activation-unit = activació
visualise-this-picture = aquesta imatge
visualise-strongest-photo = la més forta
visualise-median-photo = mediana
visualise-times-of = { $ratio } vegades la més forta { $count ->
    [one] d’una imatge
   *[other] de { $count } imatges
}
visualise-fine-detail = Detall fi
visualise-fine-detail-unit = potència per ones per píxel
visualise-finer-than = { $own } de la potència és més fina que 4 píxels; les imatges, { $theirs }
visualise-calls-it = Què en diu { $model }
visualise-as-a-whole = com a imatge sencera
visualise-save = Desa la imatge
visualise-save-about = La imatge amb el seu peu i la corba, en PNG o SVG.
visualise-as-input = Com a entrada
visualise-as-input-about = Ensenya a la xarxa la imatge crescuda, com si fos qualsevol altra.
visualise-copy-call = Copia l’ordre
visualise-copy-call-about = L’ordre de terminal que fa créixer la mateixa imatge.
visualise-call-copied = L’ordre de terminal és al porta-retalls.
visualise-pause-entry = Atura o continua el creixement
visualise-pause-entry-about = Atura la imatge que creix, o la deixa continuar.
visualise-step-entry = Un pas de creixement
visualise-step-entry-about = Fa un pas i descansa.
visualise-anew-entry = Torna a créixer
visualise-anew-entry-about = Torna a començar des del principi.
visualise-as-input-entry = Imatge crescuda com a entrada
visualise-as-input-entry-about = Ensenya a la xarxa la imatge crescuda.
visualise-copy-call-entry = Copia l’ordre que fa créixer això
visualise-copy-call-entry-about = Posa el mateix al porta-retalls com a ordre de terminal.
visualise-a-grown-picture = una imatge crescuda
visualise-grown-for = crescuda per a { $name }
visualise-direction-at = { $layer }, tal com l’excita la imatge
visualise-growing-for = Creix { $name }
visualise-growing-many = Creixen { $count } imatges
visualise-not-begun = Encara no ha crescut res.
visualise-measuring-photographs = Es mesura com de fines són les imatges
visualise-recipe-of = { $name } { $year }
visualise-activation-of = activació { $score }
visualise-steps = passos
visualise-steps-a-second = tal com l’ha vista la xarxa, { $speed } passos per segon
