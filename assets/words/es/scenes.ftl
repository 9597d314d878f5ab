## Lectures: scenes, the line that shows them, the lecturer's own window.

scenes-from-pixels-to-flower = Lección: de los píxeles a «flor»
    .about = Vistas por todos los capítulos, con las notas del docente
scenes-of = { $scene } de { $count }
scenes-previous = Escena anterior
    .about = La escena de antes (Re Pág)
scenes-next = Escena siguiente
    .about = La escena siguiente de la lección (Av Pág)
scenes-black = Pantalla negra
    .about = Oscurece la pantalla para que todos miren al docente (B)
scenes-presenter = Notas
    .about = Una ventana para el docente: notas, escena siguiente y reloj
scenes-end = Terminar la lección
    .about = Sale de la lección; lo que se ve se queda
scenes-dot = Escena { $number }: { $title }
scenes-is-black = La pantalla está negra; con B vuelve
scenes-next-is = A continuación: { $title }
scenes-last = Esta es la última escena
scenes-since = { $minutes } min desde el comienzo
scenes-none-open = no hay ninguna lección abierta; abre una con «scenes from-pixels-to-flower»
scenes-no-such = ninguna lección se llama «{ $name }», ni hay tal archivo
scenes-no-scene = esta lección tiene { $count } escenas
scenes-other = { $file } no es un archivo de escenas
scenes-later = { $file } es para un Convscope posterior (formato { $version }); ábrelo con ese
scenes-empty = { $file } no contiene ninguna escena; una línea «scene» empieza una
scenes-no-line = esta línea no es de ninguna escena
scenes-line = { $file }, línea { $line }: { $problem }
