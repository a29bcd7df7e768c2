# Shapley values of the components with 95 % intervals, the best on top.
#
#   gnuplot -e "csv='shapley.csv'; png='shapley.png'; metric='accuracy'; scale='100'" ablation_shapley.gp
#
# Variables: csv (shapley.csv), png, metric, scale (100 for points), goal, note. Bars stand in the file's order.

if (!exists("csv")) csv = "shapley.csv"
if (!exists("png")) png = "shapley.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
if (!exists("goal")) goal = "maximize"
needed_columns = "component value low high"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_shapley.gp")]
load folder."style.gp"
by = real(scale)

bars = 0; lowest = 0; highest = 0; widest = 0; total = 0; names = ""
known(value, instead) = value == value ? value : instead
see(unused) = (bars = bars + 1, total = total + by * column("value"), names = names."\t".strcol("component"), \
  lowest = smaller(lowest, by * known(column("low"), column("value"))), \
  highest = larger(highest, by * known(column("high"), column("value"))), \
  widest = larger(widest, text_width(strcol("component"), 17)), 0)
stats csv using (see(0), 0) nooutput
if (bars == 0) { exit error sprintf("'%s' has no row", csv) }
span = highest > lowest ? highest - lowest : 1
digits = by == 100 ? "%+.2f" : span < 0.05 ? "%+.4f" : span < 5 ? "%+.3f" : "%+.1f"

page_width = 1300; page_height = larger(420, 260 + 58 * bars)
heading = "What each component contributes (Shapley values)"
subnote = (goal eq "minimize" ? "fall of all together " : "together ").minus(sprintf(digits, total)).(by == 100 ? " points" : "").", from bare to full"
load folder."page.gp"
unset key
set border 1
set lmargin at screen px_x(larger(140, 36 + widest))
set rmargin at screen 1 - px_x(40)
set tmargin at screen top - px_y(10)
set bmargin at screen px_y(90)
set xrange [lowest - 0.03 * span : highest + 0.16 * span]
set yrange [bars + 0.6 : 0.4]
set grid noytics xtics
set ytics () scale 0
name_at(index) = (tail = names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), \
  strstrt(tail, "\t") ? tail[1:strstrt(tail, "\t") - 1] : tail)
do for [i=1:bars] { set ytics add (name_at(i) i) }
# Gains are above zero where a component makes the metric better: of a loss, where it falls.
set xlabel sprintf("mean %s of %s%s over all orders of adding components", goal eq "minimize" ? "fall" : "gain", metric, \
  by == 100 ? " in points" : "")
set arrow from first 0, graph 0 to first 0, graph 1 nohead lc rgb ink lw 1.5 front
hue(value) = value < 0 ? 0xD55E00 : 0x0072B2
plot csv using (by * column("value") / 2):($0 + 1):(by * abs(column("value")) / 2):(0.3):(hue(column("value"))) \
    with boxxyerror fs solid 0.55 noborder lc rgb variable, \
  csv using (by * column("value")):($0 + 1):(by * known(column("low"), column("value"))): \
    (by * known(column("high"), column("value"))) with xerrorbars pt 7 ps 0.8 lw 2.5 lc rgb ink, \
  csv using (larger(0, by * known(column("high"), column("value")))):($0 + 1):(minus(sprintf(digits, by * column("value")))) \
    with labels left offset 1, 0 tc rgb ink
