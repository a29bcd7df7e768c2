# The metric against training time, with the Pareto front.
#
#   gnuplot -e "csv='cost.csv'; png='cost.png'; metric='accuracy'; scale='100'" ablation_cost.gp
#
# Variables: csv (cost.csv), png, metric, scale (100 for per cent), note.

if (!exists("csv")) csv = "cost.csv"
if (!exists("png")) png = "cost.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
needed_columns = "arm baseline mean low high seconds pareto"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_cost.gp")]
load folder."style.gp"
by = real(scale)

rows = 0; lowest = 1e300; highest = -1e300; shortest = 1e300; longest = 0
known(value, instead) = value == value ? value : instead
see(unused) = (rows = rows + 1, lowest = smaller(lowest, by * known(column("low"), column("mean"))), \
  highest = larger(highest, by * known(column("high"), column("mean"))), \
  shortest = smaller(shortest, column("seconds")), longest = larger(longest, column("seconds")), 0)
stats csv using (column("seconds") == column("seconds") ? see(0) : 0, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row with seconds", csv) }
if (highest <= lowest) { highest = lowest + 1 }
span = highest - lowest
wide = longest > shortest ? longest - shortest : larger(longest, 1e-9)

page_width = 1300; page_height = 860
heading = "The price of ".metric
load folder."page.gp"
unset key
set lmargin at screen px_x(140)
set rmargin at screen 1 - px_x(60)
set tmargin at screen top - px_y(10)
set bmargin at screen px_y(150)
set xrange [larger(0, shortest - 0.1 * wide) : longest + 0.28 * wide]
set yrange [lowest - 0.08 * span : highest + 0.08 * span]
set xlabel "training time (s), mean over the seeds"
set ylabel by == 100 ? metric." (%), mean and 95 % interval" : metric.", mean and 95 % interval"
# Neighbours in the table stand above and below their points in turn, so that their names do not meet.
named(unused) = on_front(0) || int(column("baseline")) == 1
on_front(unused) = int(column("pareto")) == 1
legend_x = 140; legend_dash = 1
legend_line = 2.5; legend_shape = 7; legend_colour = blue; legend_text = "Pareto front"; legend_width = 240
load folder."legend.gp"
legend_line = 0; legend_colour = "#8A8A8A"; legend_text = "another arm is as good and as fast"; legend_width = 470
load folder."legend.gp"
legend_shape = 5; legend_colour = ink; legend_text = "baseline"
load folder."legend.gp"
# Arms behind the front are left out of its line, not gaps in it.
set datafile missing NaN
plot csv using (column("seconds")):(on_front(0) ? by * column("mean") : NaN) smooth unique with lines lw 2.5 lc rgb blue, \
  csv using (column("seconds")):(by * column("mean")):(by * known(column("low"), column("mean"))): \
    (by * known(column("high"), column("mean"))):(on_front(0) ? 0x0072B2 : 0x8A8A8A) \
    with yerrorbars pt 7 ps 1.4 lw 1.8 lc rgb variable, \
  csv using (int(column("baseline")) == 1 ? column("seconds") : NaN):(by * column("mean")) with points pt 5 ps 1.9 lc rgb ink, \
  csv using (column("seconds")):(by * column("mean")):(named(0) && int($0) % 2 == 0 ? strcol("arm") : "") \
    with labels left offset 1, -0.8 font "Sans,14" tc rgb ink, \
  csv using (column("seconds")):(by * column("mean")):(named(0) && int($0) % 2 == 1 ? strcol("arm") : "") \
    with labels left offset 1, 0.8 font "Sans,14" tc rgb ink
