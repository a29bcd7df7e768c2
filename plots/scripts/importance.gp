# Importance of each hyperparameter of one study with its noise floor, and its correlation or the size of its effect.
#
#   gnuplot -e "csv='importance.csv'; png='importance.png'; family='padocanet'; method='random'" importance.gp
#
# Variables: csv (importance.csv), png, family and method (the file's first when not given), note.
# Rows stand in the file's order, which is that of falling importance; rows of single levels are not drawn.

if (!exists("csv")) csv = "importance.csv"
if (!exists("png")) png = "importance.png"
needed_columns = "family method parameter level importance correlation observations kind importance_low ".\
  "importance_high noise_floor above_noise correlation_low correlation_high rank_correlation rank_correlation_low ".\
  "rank_correlation_high explained_variance eta_squared eta_squared_low eta_squared_high kruskal_wallis_p"
folder = ARG0[1:strlen(ARG0) - strlen("importance.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("method")) {
  method = ""
  stats csv using (method = method eq "" && strcol("family") eq family ? strcol("method") : method, 0) nooutput
}
chosen(unused) = strcol("family") eq family && strcol("method") eq method && strcol("kind") ne "level"

bars = 0; observations = 0; estimated = 0; longest = 0; least_fit = 2; most_fit = -2
see(unused) = (bars = bars + 1, observations = larger(observations, column("observations")), \
  estimated = estimated + (column("importance") == column("importance")), \
  least_fit = column("explained_variance") < least_fit ? column("explained_variance") : least_fit, \
  most_fit = column("explained_variance") > most_fit ? column("explained_variance") : most_fit, \
  longest = larger(longest, strlen(strcol("parameter"))))
stats csv using (chosen(0) ? see(0) : 0, 0) nooutput
if (bars == 0) { exit error sprintf("'%s' has no row of the family '%s' and method '%s'", csv, family, method) }

page_width = 1800; page_height = larger(540, 300 + 54 * bars)
heading = sprintf("Hyperparameter importance: %s, %s", family_name(family), method_name(method))
note = (note eq "" ? "" : note." · ").sprintf("%d observation%s", observations, observations == 1 ? "" : "s")
if (least_fit < 2) {
  # Where parameters are conditional, trials with the same ones have a forest of their own.
  share(value) = value > 0 ? sprintf("%.0f %%", 100 * value) : "none"
  note = note." · the forest explains ".share(least_fit).(share(most_fit) eq share(least_fit) ? "" : \
    " to ".share(most_fit))." of the variance of held-out trials"
}
load folder."page.gp"

legend_dash = 1; legend_y = 74; legend_x = 30; legend_shape = 5; legend_line = 0
legend_width = 250; legend_colour = blue; legend_text = "above the noise"
load folder."legend.gp"
legend_width = 420; legend_colour = faint; legend_text = "not distinguishable from noise"
load folder."legend.gp"
legend_width = 520; legend_colour = orange; legend_text = "what 95 % of shuffled dummies reach"
load folder."legend.gp"
legend_width = 400; legend_line = 2.5; legend_shape = 0; legend_colour = ink; legend_text = "95 % interval"
load folder."legend.gp"
legend_y = 34; legend_x = 30; legend_shape = 7; legend_line = 2.5; legend_width = 390; legend_colour = green
legend_text = "Pearson's correlation"
load folder."legend.gp"
legend_shape = 12; legend_width = 420; legend_colour = purple; legend_text = "Spearman's rank correlation"
load folder."legend.gp"
legend_shape = 5; legend_width = 560; legend_colour = vermillion
legend_text = "categories: η², the share of variance between them"
load folder."legend.gp"

set multiplot
unset key
label_end = smaller(480, larger(170, 60 + 12 * longest))
split = label_end + (page_width - label_end) * 0.47
set tmargin at screen top - px_y(46)
set bmargin at screen px_y(176)
set style fill solid 1 noborder
set border 1
set grid noytics xtics
set yrange [bars + 0.6 : 0.4]
unset ytics
row = 0
next(unused) = (row = row + 1)
# Rows that are not drawn keep a defined place and an empty text (see style.gp).
place(unused) = chosen(0) ? next(0) : 1

set lmargin at screen px_x(label_end)
set rmargin at screen px_x(split - 20)
edge = 1.06
set xrange [0 : 1.6]
set xtics 0, 0.25, 1
set label 1 "share of the importance (fraction)" at first 0.5, graph 0 offset 0, -2.3 center tc rgb ink
set label 2 "Importance [95 %]" at first 0, graph 1 offset 0, 0.7 left font "Sans Bold,18" tc rgb ink
reason = observations < 8 ? "not estimated from fewer than 8 trials" : "no parameter predicts the metric"
if (estimated == 0) { set label 3 reason at graph 0.3, 0.5 center tc rgb "#555555" }
known(value) = value == value
cut(value) = value > edge ? edge : value
# Shares of a forest that predicts held-out trials no better than their mean divide nothing up.
fits(unused) = !known(column("explained_variance")) || column("explained_variance") > 0
caption(unused) = known(column("importance")) ? sprintf("%.3f", column("importance")).\
  (known(column("importance_low")) ? \
    sprintf(" [%.2f, %.2f]", column("importance_low"), column("importance_high")) : "").\
  (fits(0) ? "" : ", no fit") : "not estimated"
of(above, value) = known(column("importance")) && (column("above_noise") == 1 && fits(0) ? 1 : 0) == above ? value : NaN
plot row = 0, csv using (0):(place(0)):(chosen(0) ? strcol("parameter") : "") \
    with labels right offset -1, 0 tc rgb ink, \
  row = 0, csv using (chosen(0) ? of(1, column("importance")) / 2.0 : NaN):(place(0)): \
    (column("importance") / 2.0):(0.26) with boxxyerror lc rgb blue, \
  row = 0, csv using (chosen(0) ? of(0, column("importance")) / 2.0 : NaN):(place(0)): \
    (column("importance") / 2.0):(0.26) with boxxyerror lc rgb "#BDBDBD", \
  row = 0, csv using (chosen(0) && known(column("noise_floor")) ? cut(column("noise_floor")) : NaN):(place(0) - 0.36): \
    (0):(0.72) with vectors nohead lw 4 lc rgb orange, \
  row = 0, csv using (chosen(0) && known(column("importance")) ? column("importance") : NaN):(place(0)): \
    (column("importance_low")):(column("importance_high")) with xerrorbars pt 0 lw 2 lc rgb ink, \
  row = 0, csv using (1.12):(place(0)):(chosen(0) ? caption(0) : "") with labels left font "Sans,15" tc rgb ink
unset label 1
unset label 2
unset label 3

set lmargin at screen px_x(split + 20)
set rmargin at screen 1 - px_x(20)
set xrange [-1.06 : 2.05]
set xtics -1, 0.5, 1
set label 4 "correlation (−1 to 1), η² (0 to 1)" at first 0, graph 0 offset 0, -2.3 center tc rgb ink
set label 5 "With the metric" at first -1.06, graph 1 offset 0, 0.7 left font "Sans Bold,18" tc rgb ink
set arrow from first 0, graph 0 to first 0, graph 1 nohead lc rgb ink lw 1.5 back
signed(value) = value < 0 ? sprintf("−%.2f", -value) : sprintf("+%.2f", value)
many(unused) = sprintf("n %d", column("observations"))
says(unused) = known(column("correlation")) ? sprintf("r %s, ρ %s, %s", signed(column("correlation")), \
    known(column("rank_correlation")) ? signed(column("rank_correlation")) : "?", many(0)) : \
  known(column("eta_squared")) ? sprintf("η² %.2f, p %.2g, %s", column("eta_squared"), \
    column("kruskal_wallis_p"), many(0)) : \
  (column("observations") < 4 ? "too few trials, " : "not defined, ").many(0)
# An interval that is not known has the length of its point.
low(name, value) = known(column(name)) ? column(name) : value
plot row = 0, csv using (chosen(0) ? column("correlation") : NaN):(place(0) - 0.15): \
    (low("correlation_low", column("correlation"))):(low("correlation_high", column("correlation"))) \
    with xerrorbars pt 7 ps 1.4 lw 2.5 lc rgb green, \
  row = 0, csv using (chosen(0) ? column("rank_correlation") : NaN):(place(0) + 0.15): \
    (low("rank_correlation_low", column("rank_correlation"))): \
    (low("rank_correlation_high", column("rank_correlation"))) with xerrorbars pt 12 ps 1.6 lw 2.5 lc rgb purple, \
  row = 0, csv using (chosen(0) ? column("eta_squared") : NaN):(place(0)): \
    (low("eta_squared_low", column("eta_squared"))):(low("eta_squared_high", column("eta_squared"))) \
    with xerrorbars pt 5 ps 1.4 lw 2.5 lc rgb vermillion, \
  row = 0, csv using (1.12):(place(0)):(chosen(0) ? says(0) : "") with labels left font "Sans,15" tc rgb ink
unset multiplot
