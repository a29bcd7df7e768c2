# Half-normal plot of the contrasts of one seed: what stands above the line of noise, by Lenth's margins.
#
#   gnuplot -e "csv='lenth.csv'; png='half_normal.png'; metric='accuracy'; scale='100'" ablation_half_normal.gp
#
# Variables: csv (lenth.csv), png, metric, scale (100 for points), goal, note. Rows stand in the file's order, the
# largest contrast first; those beyond the margin of error have names.

if (!exists("csv")) csv = "lenth.csv"
if (!exists("png")) png = "half_normal.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
if (!exists("goal")) goal = "maximize"
needed_columns = "effect contrast quantile pseudo_standard_error margin_of_error simultaneous_margin_of_error"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_half_normal.gp")]
load folder."style.gp"
by = real(scale)
most_names = 24

rows = 0; beyond = 0
stats csv using (rows = rows + 1, \
  beyond = beyond + (abs(column("contrast")) > column("margin_of_error")), 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row", csv) }
names = smaller(beyond, most_names)
array name[rows]; array size[rows]; array quantile[rows]
n = 0; error = 0; margin = 0; simultaneous = 0; largest = 0; widest = 0; furthest = 0; out = 0
see(unused) = (n = n + 1, name[n] = strcol("effect"), size[n] = by * abs(column("contrast")), quantile[n] = column("quantile"), \
  error = by * column("pseudo_standard_error"), margin = by * column("margin_of_error"), \
  simultaneous = by * column("simultaneous_margin_of_error"), largest = larger(largest, size[n]), \
  furthest = larger(furthest, quantile[n]), widest = n <= names ? larger(widest, text_width(name[n], 15)) : widest, \
  out = out + (size[n] > simultaneous), 0)
stats csv using (see(0), 0) nooutput
# The lines belong into the picture, unless they would flatten the points.
highest = larger(largest, simultaneous < 3 * largest ? simultaneous : margin < 3 * largest ? margin : largest)
if (highest <= 0) { highest = 1 }
# The legend has a third row where it says that a line lies above the picture.
below = simultaneous > 1.06 * highest ? 208 : 176
unit = by == 100 ? " in points" : ""
digits = by == 100 ? "%.2f" : highest < 0.05 ? "%.4f" : highest < 5 ? "%.3f" : "%.1f"

list_left = 960
page_width = list_left + larger(widest + 40, 90); page_height = larger(850, 330 + 24 * names)
heading = "Half-normal plot of the contrasts: ".metric
subnote = sprintf("one seed: %d of %d contrasts beyond Lenth's margin of error, %d beyond the simultaneous one", beyond, rows, out)
load folder."page.gp"
unset key
set lmargin at screen px_x(150)
set rmargin at screen px_x(list_left - 40)
set tmargin at screen top - px_y(14)
set bmargin at screen px_y(below)
set xrange [0 : 1.06 * furthest]
set yrange [0 : 1.06 * highest]
set xlabel "half-normal quantile"
set ylabel "size of the contrast".unit
panel_height = page_height * top - 14 - below
pixels(value) = below + value / (1.06 * highest) * panel_height
set arrow 1 from first 0, first 0 to first smaller(1.06 * furthest, error > 0 ? 1.06 * highest / error : 1e9), \
  first smaller(1.06 * highest, error * 1.06 * furthest) nohead lw 1.8 dt 3 lc rgb faint back
if (margin <= 1.06 * highest) {
  set arrow 2 from graph 0, first margin to graph 1, first margin nohead lw 2 dt 2 lc rgb orange back
}
if (simultaneous <= 1.06 * highest) {
  set arrow 3 from graph 0, first simultaneous to graph 1, first simultaneous nohead lw 2 dt 1 lc rgb orange back
}
# Names stand in a column of their own, as near to their points' heights as they fit.
above = 1e9
do for [i=1:names] {
  at_y = larger(smaller(pixels(size[i]), above - 24), below + 24 * (names - i))
  above = at_y
  set label 10 + i name[i] at screen px_x(list_left), px_y(at_y) left font "Sans,15" tc rgb ink
  set arrow 10 + i from first quantile[i], first size[i] to screen px_x(list_left - 8), px_y(at_y) nohead lw 1 lc rgb "#BBBBBB" back
}
legend_wrap = 60; legend_x = 60; legend_y = below - 114; legend_dash = 1; legend_line = 0; legend_shape = 7
legend_colour = blue; legend_text = goal eq "minimize" ? "lowers the metric: better" : "raises the metric: better"
load folder."legend.gp"
legend_colour = vermillion; legend_text = goal eq "minimize" ? "raises the metric: worse" : "lowers the metric: worse"
load folder."legend.gp"
legend_line = 2; legend_shape = 0; legend_dash = 2; legend_colour = orange
far(value) = value <= 1.06 * highest ? "" : ", above the picture"
legend_text = sprintf("margin of error (".digits."%s)", margin, far(margin))
load folder."legend.gp"
legend_dash = 1; legend_text = sprintf("simultaneous margin (".digits."%s)", simultaneous, far(simultaneous))
load folder."legend.gp"
legend_dash = 3; legend_colour = faint; legend_text = "noise alone"
load folder."legend.gp"
hue(value) = (goal eq "minimize" ? -value : value) < 0 ? 0xD55E00 : 0x0072B2
plot csv using (column("quantile")):(by * abs(column("contrast"))):(hue(column("contrast"))) with points pt 7 ps 1.6 lc rgb variable
