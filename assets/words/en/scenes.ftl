## Lectures: scenes, the line that shows them, the lecturer's own window.

scenes-from-pixels-to-flower = Lecture: from pixels to “flower”
    .about = Views over all chapters, with the lecturer’s notes
scenes-of = { $scene } of { $count }
scenes-previous = Previous scene
    .about = The scene before this one (Page Up)
scenes-next = Next scene
    .about = The next scene of the lecture (Page Down)
scenes-black = Black screen
    .about = Turn the screen black, so that everybody looks at the lecturer (B)
scenes-presenter = Notes
    .about = A window of the lecturer’s own: notes, the next scene, a clock
scenes-end = End the lecture
    .about = Leave the lecture; what is shown stays
scenes-dot = Scene { $number }: { $title }
scenes-is-black = The screen is black; B brings it back
scenes-next-is = Next: { $title }
scenes-last = This is the last scene
scenes-since = { $minutes } min since the beginning
scenes-none-open = no lecture is open; open one with “scenes from-pixels-to-flower”
scenes-no-such = no lecture is called “{ $name }”, and there is no such file
scenes-no-scene = this lecture has { $count } scenes
scenes-other = { $file } is no file of scenes
scenes-later = { $file } was written for a later Convscope (format { $version }); open it with that one
scenes-empty = { $file } holds no scene; a line “scene” begins one
scenes-no-line = this line belongs to no scene
scenes-line = { $file }, line { $line }: { $problem }
