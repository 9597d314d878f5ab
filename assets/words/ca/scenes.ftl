## Lectures: scenes, the line that shows them, the lecturer's own window.

scenes-from-pixels-to-flower = Lliçó: dels píxels a «flor»
    .about = Vistes per tots els capítols, amb les notes del docent
scenes-of = { $scene } de { $count }
scenes-previous = Escena anterior
    .about = L’escena d’abans (Re Pàg)
scenes-next = Escena següent
    .about = L’escena següent de la lliçó (Av Pàg)
scenes-black = Pantalla negra
    .about = Enfosqueix la pantalla perquè tothom miri el docent (B)
scenes-presenter = Notes
    .about = Una finestra per al docent: notes, escena següent i rellotge
scenes-end = Acaba la lliçó
    .about = Surt de la lliçó; el que es veu es queda
scenes-dot = Escena { $number }: { $title }
scenes-is-black = La pantalla és negra; amb B torna
scenes-next-is = A continuació: { $title }
scenes-last = Aquesta és l’última escena
scenes-since = { $minutes } min des del començament
scenes-none-open = no hi ha cap lliçó oberta; obre’n una amb «scenes from-pixels-to-flower»
scenes-no-such = cap lliçó es diu «{ $name }», ni hi ha cap fitxer així
scenes-no-scene = aquesta lliçó té { $count } escenes
scenes-other = { $file } no és cap fitxer d’escenes
scenes-later = { $file } és per a un Convscope posterior (format { $version }); obre’l amb aquell
scenes-empty = { $file } no té cap escena; una línia «scene» en comença una
scenes-no-line = aquesta línia no és de cap escena
scenes-line = { $file }, línia { $line }: { $problem }
