# Importance of each hyperparameter of one study and its correlation with the metric.
#
#   gnuplot -e "csv='importance.csv'; png='importance.png'; family='padocanet'; method='random'" importance.gp
#
# Variables: csv (importance.csv), png, family and method (the file's first when not given), note.
# Bars stand in the file's order, which is that of falling importance.

if (!exists("csv")) csv = "importance.csv"
if (!exists("png")) png = "importance.png"
needed_columns = "family method parameter level importance correlation observations"
folder = ARG0[1:strlen(ARG0) - strlen("importance.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("method")) {
  method = ""
  stats csv using (method = method eq "" && strcol("family") eq family ? strcol("method") : method, 0) nooutput
}
chosen(unused) = strcol("family") eq family && strcol("method") eq method

bars = 0; observations = 0; most = 0; longest = 0
bar_label(unused) = strcol("level") eq "" ? strcol("parameter") : strcol("parameter")." = ".strcol("level")
see(unused) = (bars = bars + 1, observations = larger(observations, column("observations")), \
  most = column("importance") == column("importance") ? larger(most, column("importance")) : most, \
  longest = larger(longest, strlen(bar_label(0))))
stats csv using (chosen(0) ? see(0) : 0, 0) nooutput
if (bars == 0) { exit error sprintf("'%s' has no row of the family '%s' and method '%s'", csv, family, method) }
estimated = most > 0
if (!estimated) { most = 1 }

page_width = 1600; page_height = larger(520, 240 + 46 * bars)
heading = sprintf("Hyperparameter importance: %s, %s", family_name(family), method_name(method))
note = (note eq "" ? "" : note." · ").sprintf("%d observation%s", observations, observations == 1 ? "" : "s")
load folder."page.gp"
set multiplot
unset key
label_end = smaller(480, larger(170, 60 + 12 * longest))
split = label_end + (page_width - label_end) * 0.5
set tmargin at screen top - px_y(46)
set bmargin at screen px_y(92)
set boxwidth 0.62
set style fill solid 1 noborder
set border 1
set grid noytics xtics

row = 0
next(unused) = (row = row + 1)
set ytics ()
name_bar(unused) = (row = row + 1, bar_names = bar_names."\t".bar_label(0))
bar_names = ""
stats csv using (chosen(0) ? name_bar(0) : 0, 0) nooutput
bar_name(index) = (tail = bar_names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), \
  strstrt(tail, "\t") ? tail[1:strstrt(tail, "\t") - 1] : tail)
do for [index=1:bars] { set ytics add (bar_name(index) index) }
set ytics scale 0
set yrange [bars + 0.5 : 0.5]

set lmargin at screen px_x(label_end)
set rmargin at screen px_x(split - 30)
set xrange [0 : most * 1.18]
set xlabel "importance (fraction; all bars add up to 1)"
set title "Importance" font "Sans Bold,18" offset 0, -0.3
reason = observations < 8 ? "not estimated from fewer than 8 trials" : "no parameter predicts the metric"
if (!estimated) { set label reason at graph 0.5, 0.5 center tc rgb "#555555" }
row = 0
known(value) = value == value ? value : 0
shown(value) = value == value ? sprintf("%.3f", value) : ""
plot csv using (chosen(0) ? column("importance") / 2.0 : NaN):(chosen(0) ? next(0) : NaN): \
    (column("importance") / 2.0):(0.31) with boxxyerror lc rgb blue, \
  row = 0, csv using (known(column("importance"))):(chosen(0) ? next(0) : 0): \
    (chosen(0) ? shown(column("importance")) : "") \
    with labels left offset 0.6, 0 tc rgb ink
unset label

set lmargin at screen px_x(split + 30)
set rmargin at screen 1 - px_x(40)
set xrange [-1.32 : 1.32]
set xtics -1, 0.5, 1
unset ytics
set xlabel "linear correlation with the metric (−1 to 1)"
set title "Correlation: + green, − red" font "Sans Bold,18" offset 0, -0.3
set arrow from first 0, graph 0 to first 0, graph 1 nohead lc rgb ink lw 1.5 front
signed(value) = value != value ? "not defined" : value < 0 ? sprintf("−%.2f", -value) : sprintf("+%.2f", value)
hue(value) = value < 0 ? 0xD55E00 : 0x009E73
row = 0
plot csv using (chosen(0) ? known(column("correlation")) / 2.0 : NaN):(chosen(0) ? next(0) : NaN): \
    (abs(known(column("correlation"))) / 2.0):(0.31):(hue(column("correlation"))) \
    with boxxyerror lc rgb variable, \
  row = 0, csv using (known(column("correlation"))):(chosen(0) ? next(0) : 0): \
    (chosen(0) && !(column("correlation") < 0) ? signed(column("correlation")) : "") \
    with labels left offset 0.6, 0 tc rgb ink, \
  row = 0, csv using (known(column("correlation"))):(chosen(0) ? next(0) : 0): \
    (chosen(0) && column("correlation") < 0 ? signed(column("correlation")) : "") \
    with labels right offset -0.6, 0 tc rgb ink
unset multiplot
