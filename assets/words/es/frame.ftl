## Lo que rodea los capítulos: barras, columnas, diálogos, la hoja de dibujo, lo que se abre y lo que se guarda.

frame-not-yet = todavía no
frame-no-number = ningún número
frame-class-number = clase { $number }
frame-two-things = { $first } y { $second }
frame-close = Cerrar
frame-cancel = Cancelar
frame-stopping = Deteniéndose
frame-stop = Detener: { $title }
frame-pause = Pausa
frame-hold = Poner en pausa: { $title }
frame-resume = Reanudar
frame-go-on = Continuar con: { $title }
frame-dismiss = Entendido
frame-failed = No se ha podido hacer: { $problem }
frame-stopped-unexpectedly = { $title }: se ha detenido inesperadamente: { $problem }
frame-no-thread = no se ha podido iniciar ningún hilo para este trabajo: { $problem }
frame-jobs = { $count ->
    [one] 1 tarea
   *[other] { $count } tareas
}
frame-jobs-and-memory = El trabajo en curso y la memoria que ocupa el programa

## La barra superior

frame-recent-models = Modelos recientes
frame-recent-pictures = Imágenes recientes
frame-device = Dónde se ejecuta la red y cuánto ha tardado la última pasada
frame-threads = { $threads ->
    [one] 1 hilo
   *[other] { $threads } hilos
}
frame-forward = pasada { $time }
frame-go-to = Ir a
frame-go-to-hint = Ir a una capa, unidad, clase, imagen, método u orden
frame-nothing-called-that = No hay nada que se llame así
frame-with-key = { $about } ({ $key })
frame-drop-here = Suelta aquí una imagen, una carpeta de imágenes o un modelo

## Adónde lleva la paleta

frame-kind-unit = unidad
frame-kind-layer = capa
frame-kind-command = orden
frame-kind-recent-model = modelo reciente
frame-kind-recent-picture = imagen reciente
frame-kind-class = clase

## La columna izquierda

frame-picture = Imagen
frame-picture-named = Imagen { $name }
frame-fold-about = Pliega esta sección en una línea, o la abre
frame-more = Más
    .about = Pegar, imagen siguiente, imágenes recientes
frame-no-picture = Suelta una imagen aquí, o abre una.
frame-picture-size = { $width } × { $height } píxeles; la red ve { $columns } × { $rows }
frame-open = Abrir
    .about = Elegir una imagen, o soltarla en cualquier sitio (Ctrl+O)
frame-draw = Dibujar
    .about = Dibujar una imagen con el ratón (Ctrl+D)
frame-paste = Pegar
    .about = Mostrar la imagen del portapapeles (Ctrl+V)
frame-folder = Carpeta
    .about = Abrir una carpeta de imágenes
frame-world = Mundo
    .about = Escenas dibujadas por Convscope, con la verdad sobre cada píxel
frame-samples = Muestras
    .about = La imagen siguiente (Av Pág)
frame-next = Siguiente
frame-recent = Recientes
frame-pictures-shown = Imágenes mostradas hace poco
frame-ask-photos = ¿Una foto? Pregunta a { $model }
    .about = Este modelo no sabe nada de fotografías; { $model } conoce { $knows }
frame-answer = Respuesta
frame-explained = se explica: { $class }
frame-class-about = clase { $number }, puntuación { $score } antes del softmax
frame-click-to-explain = Haz clic para explicar esta clase
frame-class-bar = Clase { $class }, { $probability }
frame-model = Modelo
frame-no-model = Suelta un archivo ONNX o safetensors aquí, o abre uno.
frame-open-model = Abrir un modelo…
frame-weights = { $count } pesos
frame-weights-short = { $count }
frame-model-named = Modelo { $model }
frame-another-model-about = Abrir otro modelo (Ctrl+Mayús+O)
frame-shipped-about = Modelos que Convscope ha entrenado y lleva incorporados
frame-shipped-model = { $name }: { $knows }
frame-preprocessing-short = { $order } { $size }
frame-preprocessing-named = Preprocesamiento: { $short }
frame-preprocessing = Preprocesamiento
frame-preprocessing-changed = Preprocesamiento: cambiado
frame-preprocessing-assumed = Preprocesamiento: supuesto
frame-layer-row = Capa { $layer }, { $kind }, { $shape }
frame-layer-about = { $kind }, { $shape }, { $weights } pesos
frame-fold-named = Plegar { $name }
frame-open-named = Abrir { $name }

## La columna derecha

frame-unit = Unidad
frame-unit-over = Pone la unidad elegida sobre el capítulo (Ctrl+R)
frame-column-edge = Arrastra para cambiar la anchura, doble clic para la habitual, muy adentro para plegar
frame-column-folded = Haz clic o arrastra para abrir la columna
frame-no-unit = Haz clic en un mapa para verlo aquí, grande.
frame-a-strongest-channel = canal más fuerte
frame-a-channel = canal
frame-a-unit = unidad
frame-map-of-channel = Mapa del canal { $channel }
frame-position = y { $y }, x { $x }
frame-value = valor
frame-at = en y { $y }, x { $x }
frame-strongest-at = máximo en y { $y }, x { $x }
frame-value-at = { $value } en y { $y }, x { $x }
frame-what-it-sees = Qué ve
frame-field-size = { $rows } × { $columns } píxeles
frame-what-position-sees = Lo que la posición ve de la imagen
frame-sees-everything = Puede ver toda la imagen.
frame-field-larger = Su campo receptivo es mayor que la imagen; el recuadro de la izquierda es la parte que cae dentro.
frame-nothing-outside = Nada de fuera de esta parte de la imagen cambia el valor.
frame-strongest-in = Máximos en «{ $folder }»
frame-seen = { $seen } de { $count } vistas
frame-strongest-picture = Imagen máxima { $place }: { $name }
frame-click-to-open = Haz clic para abrirla
frame-values = Valores
frame-mean-and-zeros = media { $mean } · { $zeros } son 0
frame-histogram = Histograma de los valores del mapa distintos de 0
    .about = Cuántos valores del mapa hay en cada lugar, del menor al mayor (alturas según la raíz cuadrada, sin los ceros)
frame-copy-name = Copiar el nombre
    .about = Poner el nombre de la unidad en el portapapeles
frame-copy-map = Copiar el mapa
    .about = Poner el mapa en el portapapeles, un píxel por posición (Ctrl+Mayús+C)
frame-save-map = Guardar el mapa…
    .about = Guardar el mapa con su escala en un archivo PNG o SVG
frame-scale = Escala de { $low } a { $high }

## Diálogos

frame-about-title = Convscope { $version }, un microscopio para redes convolucionales
frame-about-offline = Todo se calcula en este ordenador; no se envía nada a ninguna parte.
frame-preprocessing-source = Preprocesamiento: { $source }
frame-escape = Cerrar un diálogo; si no hay ninguno, cancelar todas las tareas
frame-path = Ruta
frame-save = Guardar
frame-as-the-model-says = Como dice el modelo
frame-imagenet = ImageNet, RGB
    .about = torchvision: de 0 a 1, media y desviación de ImageNet
frame-caffe = Caffe, BGR
    .about = de 0 a 255, menos 104, 117, 123
frame-which-fits = ¿Cuál encaja?
frame-which-fits-soon = Se están probando los habituales.
frame-compare = Comparar
    .about = Probar los habituales con varias imágenes para ver a favor de cuál hablan las respuestas de la red
frame-comparing-preprocessings = comparando preprocesamientos para { $model }
frame-fits-about = La barra: hasta qué punto las respuestas a varias imágenes son decididas y se mantienen cuando la imagen se refleja o se recorta. Haz clic para elegirlo.
frame-fits-row = { $name }: encaja un { $fit }; { $answer }
frame-fits-row-best = { $name }: es el que mejor encaja, un { $fit }; { $answer }
frame-fits-with = { $name }, { $fit }
frame-fits-better = «{ $name }» encaja claramente mejor que «{ $used }»: con un preprocesamiento equivocado las respuestas no significan nada.
frame-fits-rival = «{ $rival }» encaja casi igual de bien; una imagen de algo que la red conoce ayuda a distinguirlos.
frame-fits-best = «{ $name }», que es el que está en uso, es claramente el que mejor encaja.
frame-fits-confirmed = De los habituales, este es claramente el que mejor encaja.
frame-fits-unclear = Ninguno encaja claramente mejor que el que está en uso. Una imagen de algo que la red conoce dice más.
frame-fits-by-hand = El que está en uso no es ninguno de estos.
frame-preprocessing-better = { $short }: ¿{ $better }?
frame-remember = Recordar para este modelo
    .about = Guardar lo que está en uso en { $file }, junto al modelo: desde ahora se leerá con el modelo. Lo que ya dice se queda.
frame-remember-no-file = El modelo no es un archivo de este ordenador: no hay nada junto a lo que guardarlo.
frame-remembering = guardando el preprocesamiento
frame-size = Tamaño
frame-rows = Filas
frame-columns = Columnas
frame-other-aspect-ratios = Otras proporciones
frame-crop = recortar
frame-stretch = deformar
frame-out-of-a-shorter-side = de un lado corto de
frame-shorter-side = Lado corto
frame-order = Orden
frame-white-is = El blanco es
frame-mean = Media
frame-deviation = Desviación estándar
frame-red = rojo
frame-green = verde
frame-blue = azul
frame-grey = gris
frame-of-channel = { $name }, { $channel }
frame-off = no
frame-on = sí

## La hoja de dibujo

frame-pad = Hoja de dibujo
frame-sheet = Hoja para dibujar
frame-draw-a-digit-here = Dibuja una cifra aquí
frame-draw-here = Dibuja aquí
frame-brush = pincel
frame-eraser = goma
frame-undo = Deshacer
    .about = Deshacer el último trazo (Ctrl+Z)
frame-redo = Rehacer
    .about = Volver a dibujarlo (Ctrl+Mayús+Z)
frame-clear = Borrar
    .about = Una hoja en blanco; Deshacer recupera el dibujo
frame-width = Grosor
frame-brush-width = Grosor del pincel
    .about = El grosor del pincel respecto al ancho de la hoja
frame-black = negro
frame-orange = naranja
frame-purple = púrpura
frame-sky-blue = azul cielo
frame-vermilion = bermellón
frame-yellow = amarillo
frame-seen-of-drawing = Lo que la red ve del dibujo
frame-seen-as-digit = { $rows } × { $columns }, escalado y centrado como las cifras de MNIST
frame-seen-in-colour = { $rows } × { $columns } píxeles, todos los colores

## Lo que se dice

frame-cancelled = Cancelado
frame-saved = Se ha guardado { $files }
frame-no-file-chosen = No se ha elegido ningún archivo; con Ctrl+L se puede escribir una ruta
frame-pictures-in = { $count ->
    [one] 1 imagen en { $folder }
   *[other] { $count } imágenes en { $folder }
}
frame-no-picture-to-save = Este capítulo todavía no tiene ninguna imagen que se pueda guardar
frame-no-map-to-save = Todavía no hay ninguna unidad seleccionada cuyo mapa se pueda guardar
frame-no-numbers-to-save = Este capítulo todavía no tiene números que se puedan guardar
frame-copied = Se ha copiado { $text }
frame-copied-map = Se ha copiado el mapa de la unidad, un píxel por posición

## Lo que se está haciendo

frame-opening = Se abre { $name }
frame-opening-shipped = Se abre un modelo incluido en Convscope
frame-opening-sample = Se abre una muestra
frame-opening-picture = Se abre una imagen
frame-opening-pasted = Se abre la imagen pegada
frame-drawing-a-picture = Se dibuja
frame-opening-gallery = Se abre la galería
frame-opening-world = Se abre el mundo dibujado
frame-saving-picture = Se guarda la imagen
frame-saving-map = Se guarda el mapa
frame-saving-numbers = Se guardan los números
frame-running = Se ejecuta { $model } sobre { $picture }
frame-reading = Se lee { $what }
frame-painting-unit = Se pinta la unidad
frame-painting-layers = Se pintan las capas
frame-cutting-out = Se recortan las imágenes máximas
frame-looking-for-strongest = Imágenes máximas de «{ $folder }» para { $layer }

## Nombres

frame-pasted-picture = imagen pegada
frame-a-drawing = dibujo
frame-gallery = mundo dibujado
frame-gallery-of-shapes = galería
frame-gallery-of-animals = animales
frame-no-such-shipped = ningún modelo incluido se llama { $name }
frame-no-maps = la capa { $layer } tiene la forma { $shape }, que no es ningún conjunto de mapas
frame-no-such-channel = la capa no tiene ningún canal { $channel }

## Figuras guardadas

frame-unit-of = { $unit } de { $model } para { $picture }
frame-mean-of-map = media { $mean }

frame-confusion-of = Matriz de confusión de { $count } clases
frame-cell-recognised = { $things } de { $whole } { $class }: reconocido
frame-cell-taken-for = { $things } de { $whole } { $class } que la red ha tomado por { $answer }

## Las órdenes que se escriben

frame-no-such-command = no hay ninguna orden «{ $word }»; ¿querías decir «{ $nearest }»?
frame-command-takes-nothing = { $word } va sola, sin «{ $given }»
frame-command-takes = { $word } pide { $takes }
frame-command-takes-not = { $word } pide { $takes }, no «{ $given }»
frame-script-line = { $file }, línea { $line }: { $problem }
frame-no-such-chapter = no hay ningún capítulo «{ $name }»

## Links and sessions

frame-no-such-picture = ninguna imagen se llama «{ $name }», ni en la carpeta abierta ni entre las abiertas hace poco; ábrela por su ruta
frame-link-model = el enlace habla del modelo «{ $model }», que no está aquí; ábrelo una vez y vuelve a seguir el enlace
frame-link-unknown = esta versión no conoce «{ $part }»
frame-link-partly = El enlace lleva hasta aquí, pero no hasta el final: { $problems }

frame-saving-session = Se guarda la sesión
frame-keeping-view = Se conserva la vista por si el programa se detiene de golpe
frame-session-unsaved-model = la red entrenada aquí aún no está en ningún archivo; guárdala primero (Entrenamiento, Guardar la red entrenada) y luego la sesión
frame-session-other = { $file } no es una sesión de Convscope
frame-session-later = { $file } es de un Convscope posterior (formato { $version }); ábrelo con ese
frame-session-damaged = { $file } está dañado ({ $problem }); pide otra copia
frame-session-no-line = esta línea no es de ninguna sesión
frame-session-where = ¿Dónde está { $name }?
frame-session-missing = La sesión necesita { $kind } que estaba aquí cuando se guardó y ahora no está: { $path }
frame-session-changed = La sesión necesita { $kind } que estaba aquí cuando se guardó; desde entonces el archivo ha cambiado: { $path }
frame-a-model = un modelo
frame-a-picture = una imagen
frame-a-folder = una carpeta de imágenes
frame-session-find = Buscarlo…
    .about = Elige dónde está ahora
frame-session-as-it-is = Usarlo tal como está
    .about = La vista puede ser distinta de la que se guardó
frame-session-without = Seguir sin ello
    .about = Recupera lo que no depende de ello
frame-recover = ¿Seguir donde estabas?
frame-recover-about = Convscope se detuvo { $age } sin cerrar la ventana. Se puede recuperar lo que estaba abierto.
frame-recover-what = El modelo, la imagen, el dibujo, la selección y los parámetros de cada capítulo.
frame-minutes-ago = { $count ->
    [0] ahora mismo
    [one] hace un minuto
   *[other] hace { $count } minutos
}
frame-hours-ago = { $count ->
    [one] hace una hora
   *[other] hace { $count } horas
}
frame-days-ago = { $count ->
    [one] hace un día
   *[other] hace { $count } días
}
frame-take-up = Seguir
    .about = Recupera lo que estaba abierto
frame-start-anew = Empezar de nuevo
    .about = Olvida lo que estaba abierto

## The palette

frame-kind-written = escrito
frame-kind-method = método
frame-kind-picture = imagen
frame-kind-parameter = parámetro
frame-follow-link = Ir adonde lleva este enlace
frame-do-as-written = Hacer esto
frame-type-on = Sigue escribiendo: una orden y lo que necesita
frame-parameter-of = { $method }: { $parameter }
frame-parameter-value = { $method }: { $parameter } = { $value }
frame-would-love = Le encantaría ver
frame-would-love-about = Crecida en el capítulo Visualizar, y guardada.
