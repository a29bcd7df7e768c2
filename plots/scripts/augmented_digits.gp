# A sheet of digits: each row begins with the original, its augmented variants follow.
#
#   gnuplot -e "csv='augmented_digits.csv'; png='augmented_digits.png'" augmented_digits.gp
#
# Variables: csv (augmented_digits.csv), png, family (for the heading only), note.
# Variant 0 is the original; tile / (number of variants) is the sheet's row.

if (!exists("csv")) csv = "augmented_digits.csv"
if (!exists("png")) png = "augmented_digits.png"
needed_columns = "tile label variant row column value"
folder = ARG0[1:strlen(ARG0) - strlen("augmented_digits.gp")]
load folder."style.gp"

tiles = 0; variants = 0; rows = 0; columns = 0
stats csv using (tiles = larger(tiles, column("tile") + 1), variants = larger(variants, column("variant") + 1), \
  rows = larger(rows, column("row") + 1), columns = larger(columns, column("column") + 1), 0) nooutput
if (tiles == 0) { exit error sprintf("'%s' has no pixel", csv) }
tiles = int(tiles); variants = int(variants); rows = int(rows); columns = int(columns)
sheet_rows = int((tiles + variants - 1) / variants)

# The sheet is one picture: tiles with a gap of 2 pixels between, as white as the page.
gap = 2
sheet_width = variants * (columns + gap) - gap
sheet_height = sheet_rows * (rows + gap) - gap
array sheet[sheet_width * sheet_height]
do for [index=1:sheet_width * sheet_height] { sheet[index] = 255 }
array label_of[sheet_rows]
place(tile, row, column) = 1 + (int(tile / variants) * (rows + gap) + row) * sheet_width + \
  (tile % variants) * (columns + gap) + column
stats csv using (sheet[place(int(column("tile")), int(column("row")), int(column("column")))] = 255 - column("value"), \
  label_of[int(column("tile")) / variants + 1] = strcol("label"), 0) nooutput

zoom = larger(1, int(112.0 / columns + 0.5))
page_width = larger(900, 150 + zoom * sheet_width); page_height = int(190 + zoom * sheet_height)
heading = "Augmented training images".(exists("family") && family ne "" ? ": ".family_name(family) : "")
load folder."page.gp"
unset border
unset tics
unset key
unset colorbox
unset grid
left = 90
set lmargin at screen px_x(left)
set rmargin at screen px_x(left + zoom * sheet_width)
set tmargin at screen top - px_y(34)
set bmargin at screen top - px_y(34 + zoom * sheet_height)
set xrange [-0.5 : sheet_width - 0.5]
set yrange [sheet_height - 0.5 : -0.5]
set cbrange [0 : 255]
set palette gray
set label "original" at first columns / 2.0, graph 1 offset 0, 0.7 center tc rgb ink
if (variants > 1) {
  set label "augmented, one draw each" at first (columns + gap) - 0.5, graph 1 offset 0.3, 0.7 left tc rgb ink
}
do for [index=1:sheet_rows] {
  set label label_of[index] at graph 0, first (index - 1) * (rows + gap) + rows / 2.0 offset -1.2, 0 right \
    font "Sans Bold,20" tc rgb ink
  set object index rectangle from first -0.5, first (index - 1) * (rows + gap) - 0.5 \
    to first columns - 0.5, first (index - 1) * (rows + gap) + rows - 0.5 fs empty border rgb blue lw 3 front
}
do for [tile=0:tiles - 1] {
  if (tile % variants > 0) {
    set object 1000 + tile rectangle \
      from first tile % variants * (columns + gap) - 0.5, first tile / variants * (rows + gap) - 0.5 \
      to first tile % variants * (columns + gap) + columns - 0.5, first tile / variants * (rows + gap) + rows - 0.5 \
      fs empty border rgb hair lw 1 front
  }
}
set datafile nocolumnheaders
plot sheet using (int($1 - 1) % sheet_width):(int(($1 - 1) / sheet_width)):(sheet[$1]) with image
