# Opens a page of `page_width` (more where the text needs it) x `page_height` pixels with `heading` and, under it,
# `note` and then `subnote`, which a figure may set before. `top` is where panels may begin, as a fraction of the height;
# `px_x(n)` and `px_y(n)` turn pixels into fractions.
if (!exists("subnote")) { subnote = "" }
page_width = int(larger(page_width, 56 + larger(17 * strlen(heading), 11.2 * strlen(note))))
page_width = int(larger(page_width, \
  28 + larger(bold_width(heading, 25), larger(text_width(note, 17), text_width(subnote, 17)))))
page_height = int(page_height)
px_x(n) = n / (page_width * 1.0)
px_y(n) = n / (page_height * 1.0)
note_lines = (note ne "") + (subnote ne "")
top = 1 - px_y(80 + 32 * note_lines)
set terminal pngcairo noenhanced font "Sans,17" fontscale 1 size page_width, page_height background "#FFFFFF"
set output png
set label 1001 heading at screen px_x(28), 1 - px_y(38) left front font "Sans Bold,25" tc rgb ink
if (note ne "") {
  set label 1002 note at screen px_x(28), 1 - px_y(80) left front font "Sans,17" tc rgb "#555555"
}
if (subnote ne "") {
  set label 1003 subnote at screen px_x(28), 1 - px_y(48 + 32 * note_lines) left front font "Sans,17" tc rgb "#555555"
}
