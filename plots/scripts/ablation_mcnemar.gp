# Pairs of trained models: at how many seeds McNemar's test tells them apart, and by how much.
#
#   gnuplot -e "csv='mcnemar_matrix.csv'; png='mcnemar.png'" ablation_mcnemar.gp
#
# Variables: csv (mcnemar_matrix.csv), png, note. Models stand in the file's order, row against column.

if (!exists("csv")) csv = "mcnemar_matrix.csv"
if (!exists("png")) png = "mcnemar.png"
needed_columns = "first second seeds significant first_better second_better difference"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_mcnemar.gp")]
load folder."style.gp"

names = "\t"; count = 0; widest = 0; largest = 0
add_name(name) = strstrt(names, "\t".name."\t") ? 0 : (names = names.name."\t", count = count + 1, \
  widest = larger(widest, text_width(name, 17)))
see(unused) = (add_name(strcol("first")), largest = larger(largest, 100 * abs(column("difference"))), 0)
see_second(unused) = (add_name(strcol("second")), 0)
stats csv using (see(0), 0) nooutput
stats csv using (see_second(0), 0) nooutput
if (count == 0) { exit error sprintf("'%s' has no row", csv) }
if (largest == 0) { largest = 1 }
name_at(index) = (tail = names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), tail[1:strstrt(tail, "\t") - 1])
index_of(name) = (found = 0, sum [i=1:count] (name_at(i) eq name ? (found = i, 0) : 0), found)

cell = larger(112, smaller(150, 900.0 / count))
left = larger(150, 44 + widest)
page_width = left + cell * count + 240; page_height = 176 + cell * count + larger(90, 50 + 0.44 * widest)
heading = "McNemar's test between the trained models"
subnote = "bold: seeds with p < 0.05 after Holm / all seeds; below: row better (+), row worse (−)"
load folder."page.gp"
unset key
set border 0
set lmargin at screen px_x(left)
set rmargin at screen px_x(left + cell * count)
set tmargin at screen top - px_y(20)
set bmargin at screen top - px_y(20 + cell * count)
set xrange [0.5 : count + 0.5]
set yrange [count + 0.5 : 0.5]
unset grid
set xtics () scale 0 rotate by 25 right
set ytics () scale 0
do for [i=1:count] { set xtics add (name_at(i) i); set ytics add (name_at(i) i) }
set palette defined (-1 "#D55E00", 0 "#FFFFFF", 1 "#0072B2")
set cbrange [-largest : largest]
set colorbox user origin screen px_x(left + cell * count + 40), screen top - px_y(20 + 0.9 * cell * count) size screen px_x(26), screen px_y(cell * count * 0.8)
set cblabel "accuracy, row less column (points)" offset 1.2, 0
text(unused) = sprintf("%d / %d", column("significant"), column("seeds"))
hue(unused) = 100 * abs(column("difference")) > 0.6 * largest ? 0xFFFFFF : 0x222222
do for [i=1:count] { set object 100 + i rectangle from first i - 0.5, first i - 0.5 to first i + 0.5, first i + 0.5 fc rgb "#EDEDED" fs solid noborder behind }
plot csv using (index_of(strcol("second"))):(index_of(strcol("first"))):(0.49):(0.49):(100 * column("difference")) \
    with boxxyerror lc palette fs solid 1 noborder, \
  csv using (index_of(strcol("second"))):(index_of(strcol("first")) - 0.12):(text(0)):(hue(0)) \
    with labels font "Sans Bold,16" tc rgb variable, \
  csv using (index_of(strcol("second"))):(index_of(strcol("first")) + 0.16): \
    (sprintf("+%d −%d", column("first_better"), column("second_better"))):(hue(0)) with labels font "Sans,13" tc rgb variable
