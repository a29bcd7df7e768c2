# Main effects of components (diagonal) and interactions of pairs as a heat map.
#
#   gnuplot -e "csv='interactions.csv'; png='interactions.png'; metric='accuracy'; scale='100'" ablation_interactions.gp
#
# Variables: csv (interactions.csv), png, metric, scale (100 for points), goal, note.

if (!exists("csv")) csv = "interactions.csv"
if (!exists("png")) png = "interactions.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
if (!exists("goal")) goal = "maximize"
needed_columns = "first second kind difference low high p_bh"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_interactions.gp")]
load folder."style.gp"
by = real(scale)

names = "\t"; count = 0; widest = 0; largest = 0; marked = 0
add_name(name) = strstrt(names, "\t".name."\t") ? 0 : (names = names.name."\t", count = count + 1, \
  widest = larger(widest, text_width(name, 17)))
see(unused) = (add_name(strcol("first")), largest = larger(largest, abs(by * column("difference"))), \
  marked = marked + (column("p_bh") < 0.05), 0)
see_second(unused) = (add_name(strcol("second")), 0)
stats csv using (see(0), 0) nooutput
stats csv using (see_second(0), 0) nooutput
if (count == 0) { exit error sprintf("'%s' has no row", csv) }
if (largest == 0) { largest = 1 }
name_at(index) = (tail = names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), tail[1:strstrt(tail, "\t") - 1])
index_of(name) = (found = 0, sum [i=1:count] (name_at(i) eq name ? (found = i, 0) : 0), found)

cell = larger(104, smaller(150, 900.0 / count))
left = larger(150, 44 + widest)
page_width = left + cell * count + 220; page_height = 176 + cell * count + larger(90, 50 + 0.44 * widest)
heading = "Main effects and interactions of ".metric
subnote = marked > 0 ? "● p < 0.05 after Benjamini and Hochberg" : "no p < 0.05 after Benjamini and Hochberg"
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
# Blue is good, vermillion is bad, whichever direction the goal has.
if (goal eq "minimize") {
  set palette defined (-1 "#0072B2", 0 "#FFFFFF", 1 "#D55E00")
} else {
  set palette defined (-1 "#D55E00", 0 "#FFFFFF", 1 "#0072B2")
}
set cbrange [-largest : largest]
set colorbox user origin screen px_x(left + cell * count + 40), screen top - px_y(20 + 0.9 * cell * count) size screen px_x(26), screen px_y(cell * count * 0.8)
set cblabel (by == 100 ? "points" : metric) offset 1.2, 0
digits = by == 100 ? "%+.2f" : largest < 0.1 ? "%+.4f" : "%+.3f"
row_of(unused) = index_of(strcol("first"))
column_of(unused) = index_of(strcol("second"))
text(unused) = minus(sprintf(digits, by * column("difference"))).(column("p_bh") < 0.05 ? " ●" : "")
hue(unused) = abs(by * column("difference")) > 0.6 * largest ? 0xFFFFFF : 0x222222
set style fill solid 1 border lc rgb "#FFFFFF"
plot csv using (column_of(0)):(row_of(0)):(0.5):(0.5):(by * column("difference")) with boxxyerror lc palette lw 2 fs solid 1 noborder, \
  csv using (row_of(0)):(column_of(0)):(0.5):(0.5):(by * column("difference")) with boxxyerror lc palette lw 2 fs solid 1 noborder, \
  csv using (column_of(0)):(row_of(0)):(text(0)):(hue(0)) with labels font "Sans,15" tc rgb variable, \
  csv using (row_of(0)):(column_of(0)):(strcol("kind") eq "main" ? "" : text(0)):(hue(0)) with labels font "Sans,15" tc rgb variable
