# The most confident mistakes of one study, each with its true and its predicted class.
#
#   gnuplot -e "csv='mistakes.csv'; pixels='mistakes_pixels.csv'; png='mistakes.png'; family='padocanet'; \
#     method='bayes'" mistakes.gp
#
# Variables: csv (mistakes.csv), pixels (mistakes_pixels.csv), png, family and method (the file's first when not
# given), note. The first 24 ranks are drawn.

if (!exists("csv")) csv = "mistakes.csv"
if (!exists("pixels")) pixels = "mistakes_pixels.csv"
if (!exists("png")) png = "mistakes.png"
folder = ARG0[1:strlen(ARG0) - strlen("mistakes.gp")]
captions_csv = csv
csv = pixels
needed_columns = "family method rank row column value"
load folder."style.gp"
csv = captions_csv
needed_columns = "family method rank image true_class predicted_class confidence true_class_confidence"
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("method")) {
  method = ""
  stats csv using (method = method eq "" && strcol("family") eq family ? strcol("method") : method, 0) nooutput
}
most = 24
chosen(unused) = strcol("family") eq family && strcol("method") eq method && column("rank") <= most

count = 0; rows = 0; columns = 0
stats csv using (chosen(0) ? (count = larger(count, column("rank"))) : 0, 0) nooutput
stats pixels using (chosen(0) ? (rows = larger(rows, column("row") + 1), \
  columns = larger(columns, column("column") + 1)) : 0, 0) nooutput
if (count == 0) { exit error sprintf("'%s' has no row of the family '%s' and method '%s'", csv, family, method) }
if (rows == 0) { exit error sprintf("'%s' has no row of the family '%s' and method '%s'", pixels, family, method) }
count = int(count); rows = int(rows); columns = int(columns)

across = smaller(8, count)
down = int((count + across - 1) / across)
zoom = larger(1, int(140.0 / columns + 0.5))
# Tiles stand apart as far as the longest caption needs.
longest = 0
stats csv using (chosen(0) ? (longest = larger(longest, strlen(strcol("true_class").strcol("predicted_class")) + 3)) \
  : 0, 0) nooutput
caption_size = longest > 8 ? 14 : 19
gap_x = int(larger(columns * 0.36, (0.72 * caption_size * longest + 14) / zoom - columns) + 0.5)
gap_y = int(rows * 0.62 + 0.5)
sheet_width = across * (columns + gap_x) - gap_x
sheet_height = down * (rows + gap_y) - gap_y
array sheet[sheet_width * sheet_height]
do for [index=1:sheet_width * sheet_height] { sheet[index] = 255 }
left_of(rank) = (rank - 1) % across * (columns + gap_x)
top_of(rank) = int((rank - 1) / across) * (rows + gap_y)
place(rank, row, column) = 1 + (top_of(rank) + row) * sheet_width + left_of(rank) + column
stats pixels using (chosen(0) ? \
  (sheet[place(int(column("rank")), int(column("row")), int(column("column")))] = 255 - column("value")) : 0, \
  0) nooutput

array classes_of[count]
array confidence_of[count]
stats csv using (chosen(0) ? (classes_of[int(column("rank"))] = strcol("true_class")." → ".strcol("predicted_class"), \
  confidence_of[int(column("rank"))] = sprintf("%.1f %%, true %.1f %%", 100 * column("confidence"), \
  100 * column("true_class_confidence"))) : 0, 0) nooutput

page_width = larger(900, 110 + zoom * (sheet_width + gap_x))
page_height = 150 + zoom * (sheet_height + gap_y)
heading = sprintf("Most confident mistakes: %s, %s", family_name(family), method_name(method))
note = (note eq "" ? "" : note." · ")."true → predicted class; confidence in the predicted and in the true class"
load folder."page.gp"
unset border
unset tics
unset key
unset colorbox
unset grid
left = 40 + zoom * gap_x / 2
set lmargin at screen px_x(left)
set rmargin at screen px_x(left + zoom * sheet_width)
set tmargin at screen top - px_y(14)
set bmargin at screen top - px_y(14 + zoom * sheet_height)
set xrange [-0.5 : sheet_width - 0.5]
set yrange [sheet_height - 0.5 : -0.5]
set cbrange [0 : 255]
set palette gray
do for [rank=1:count] {
  set object rank rectangle from first left_of(rank) - 0.5, first top_of(rank) - 0.5 \
    to first left_of(rank) + columns - 0.5, first top_of(rank) + rows - 0.5 fs empty border rgb faint lw 1 front
  set label 2 * rank classes_of[rank] at first left_of(rank) + columns / 2.0 - 0.5, first top_of(rank) + rows - 0.5 \
    offset 0, -0.9 center font sprintf("Sans Bold,%d", caption_size) tc rgb ink front
  set label 2 * rank + 1 confidence_of[rank] at first left_of(rank) + columns / 2.0 - 0.5, \
    first top_of(rank) + rows - 0.5 offset 0, -2.1 center font "Sans,13" tc rgb "#555555" front
}
set datafile nocolumnheaders
plot sheet using (int($1 - 1) % sheet_width):(int(($1 - 1) / sheet_width)):(sheet[$1]) with image
