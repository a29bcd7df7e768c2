# What rules of early termination would have saved and lost in finished studies: the share of epochs that each would not
# have trained, and the place of the best trial that it would have left.
#
#   gnuplot -e "csv='replay/replay.csv'; png='replay.png'" replay.gp
#
# Variables: csv (replay/replay.csv), png, note.

if (!exists("csv")) csv = "replay.csv"
if (!exists("png")) png = "replay.png"
needed_columns = "family method rule own trials stopped epochs epochs_trained saved_share winner winner_stopped ".\
  "best_left rank regret metric"
folder = ARG0[1:strlen(ARG0) - strlen("replay.gp")]
load folder."style.gp"

rows = 0; longest = 0
see(text) = (rows = rows + 1, longest = larger(longest, strlen(text)))
rule(unused) = strcol("rule").(column("own") == 1 ? " (the run's own)" : "")
name(unused) = sprintf("%s %s\n%s", family_name(strcol("family")), strcol("method"), rule(0))
stats csv using (see(rule(0)), 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no replay", csv) }

page_width = larger(1700, 1250 + 13 * longest); page_height = 300 + 84 * rows
heading = "Rules of early termination, replayed on stored curves"
load folder."page.gp"
set lmargin at screen px_x(60 + 13 * larger(longest, 24))
set rmargin at screen 1 - px_x(30)
set tmargin at screen top - px_y(20)
set bmargin at screen px_y(150)
set xrange [0 : 190]
set xtics 0, 20, 100
set yrange [rows + 0.5 : 0.5]
set xlabel "epochs not trained, %" offset screen -0.15, 0
set ytics ()
set grid noytics
unset key
verdict(unused) = strcol("rank") eq "" ? "no trial left" : \
  int(column("rank")) == 1 ? sprintf("best trial kept; %d of %d stopped", int(column("stopped")), \
    int(column("trials"))) : \
  sprintf("number %d left, %s worse by %.2g", int(column("rank")), strcol("metric"), column("regret"))
lost(unused) = strcol("rank") eq "" || int(column("rank")) > 1
legend_x = px_x(0) + 60; legend_width = 330; legend_shape = 0; legend_dash = 1; legend_line = 12
legend_colour = green; legend_text = "best trial kept"
load folder."legend.gp"
legend_colour = vermillion; legend_text = "best trial lost"
load folder."legend.gp"
position = 0
set boxwidth 0.5
plot csv using (0):(column(0) + 1):(0):(100 * column("saved_share")):(column(0) + 0.75):(column(0) + 1.25): \
    (lost(0) ? 0xD55E00 : 0x009E73):ytic(name(0)) with boxxyerror fillstyle solid 1 noborder lc rgb variable, \
  csv using (104):(column(0) + 1):(verdict(0)) with labels left tc rgb ink, \
  csv using (100 * column("saved_share") + 1.5):(column(0) + 1):(sprintf("%.0f %%", 100 * column("saved_share"))) \
    with labels left font "Sans Bold,17" tc rgb ink
