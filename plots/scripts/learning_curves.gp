# Train and validation loss and accuracy by epoch: a column of panels for each method.
#
#   gnuplot -e "csv='epochs.csv'; png='learning_curves.png'; family='padocanet'" learning_curves.gp
#
# Variables: csv (epochs.csv), png, family (the file's first when not given), note.

if (!exists("csv")) csv = "epochs.csv"
if (!exists("png")) png = "learning_curves.png"
needed_columns = "family method phase trial replicate selected epoch ".\
  "train_loss train_accuracy validation_loss validation_accuracy"
folder = ARG0[1:strlen(ARG0) - strlen("learning_curves.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }

# --- What is there: methods, the selected trials, replicates, epochs and the values' ranges
methods = ""; trials = ""; replicates = 0; epochs = 0
low_loss = 1e30; high_loss = 0; low_accuracy = 2; high_accuracy = 0; best_validation = 0
is_number(value) = value == value
see_loss(value) = is_number(value) && value > 0 ? \
  (low_loss = smaller(low_loss, value), high_loss = larger(high_loss, value)) : 0
see_accuracy(value) = is_number(value) ? \
  (low_accuracy = smaller(low_accuracy, value), high_accuracy = larger(high_accuracy, value)) : 0
see_validation(value) = is_number(value) ? (best_validation = larger(best_validation, value), see_accuracy(value)) : 0
see(row_method, trial, replicate, epoch) = ( \
  trials = strstrt(" ".methods, " ".row_method." ") ? trials : trials.trial." ", \
  methods = with_word(methods, row_method), replicates = larger(replicates, int("0".replicate)), \
  epochs = larger(epochs, epoch), see_loss(column("train_loss")), see_loss(column("validation_loss")), \
  see_accuracy(column("train_accuracy")), see_validation(column("validation_accuracy")))
stats csv using (strcol("family") eq family && column("selected") == 1 ? \
  see(strcol("method"), strcol("trial"), strcol("replicate"), column("epoch")) : 0, 0) nooutput
if (words(methods) == 0) { exit error sprintf("'%s' has no selected trial of the family '%s'", csv, family) }
if (high_loss == 0) { exit error sprintf("'%s' has no loss above 0 for the family '%s'", csv, family) }

# The first epochs would flatten what matters: accuracies far below the best are cut off.
anchor = best_validation > 0 ? best_validation : high_accuracy
low_accuracy = larger(low_accuracy, 1 - 6 * (1 - anchor))
padding = larger(0.06 * (high_accuracy - low_accuracy), 0.0005)
low_accuracy = low_accuracy - padding
high_accuracy = high_accuracy + padding

columns = words(methods)
page_width = larger(1200, 120 + 500 * columns); page_height = 1000
heading = "Learning curves: ".family_name(family)
load folder."page.gp"
legend_x = 130; legend_width = 330; legend_dash = 2
legend_colour = vermillion; legend_shape = 6; legend_text = "train, selected trial"
load folder."legend.gp"
legend_colour = blue; legend_shape = 7; legend_dash = 1; legend_text = "validation, selected trial"
legend_width = 380
load folder."legend.gp"
if (replicates > 0) {
  legend_colour = orange; legend_line = 1.5; legend_shape = 0; legend_text = "train, confirmation seeds"
  load folder."legend.gp"
}
set multiplot

left(index) = px_x(130) + (index - 1) * (1 - px_x(155)) / columns
right(index) = px_x(130) + index * (1 - px_x(155)) / columns - px_x(columns > 1 ? 25 : 0)
middle = (top + px_y(135)) / 2.0

search(m) = strcol("family") eq family && strcol("method") eq m && strcol("phase") eq "search" && \
  column("selected") == 1 ? column("epoch") : NaN
confirm(m, r) = strcol("family") eq family && strcol("method") eq m && strcol("phase") eq "confirm" && \
  int("0".strcol("replicate")) == r ? column("epoch") : NaN
shape_size = epochs > 40 ? 0 : 0.9
seed_size = epochs == 1 ? 0.9 : 0

edge = larger(0.5, 0.03 * epochs)
set xrange [1 - edge : epochs + edge]
set xtics autofreq
if (epochs <= 12) { set xtics 1 }
unset key
do for [row=1:2] {
  do for [index=1:columns] {
    m = word(methods, index)
    set lmargin at screen left(index)
    set rmargin at screen right(index)
    unset xlabel
    unset ylabel
    unset title
    if (row == 1) {
      set tmargin at screen top - px_y(34)
      set bmargin at screen middle + px_y(12)
      set logscale y
      log_low = low_loss * 0.8; log_high = high_loss * 1.25; log_labels = index == 1
      load folder."log_ticks.gp"
      set yrange [log_low : log_high]
      set format x ""
      if (index == 1) { set ylabel "cross-entropy loss" offset 0.5 }
      set title method_name(m).", trial ".word(trials, index) font "Sans Bold,18" offset 0, -0.4
      train = "train_loss"; validation = "validation_loss"
    } else {
      set tmargin at screen middle - px_y(12)
      set bmargin at screen px_y(135)
      unset logscale y
      set ytics autofreq
      set yrange [low_accuracy : high_accuracy]
      set format x "%g"
      set xlabel "epoch"
      if (index == 1) { set format y "%.3g"; set ylabel "accuracy" offset 0.5 } else { set format y "" }
      train = "train_accuracy"; validation = "validation_accuracy"
    }
    # Heading and legend belong to the page: they are drawn with the first panel only.
    plot for [r=1:replicates] csv using (confirm(m, r)):(column(train)) \
        with linespoints pt 3 ps seed_size lc rgb "#70".orange[2:7] lw 1.5 notitle, \
      for [r=1:replicates] csv using (confirm(m, r)):(column(validation)) \
        with linespoints pt 3 ps seed_size lc rgb "#70".sky[2:7] lw 1.5 notitle, \
      csv using (search(m)):(column(train)) with linespoints pt 6 ps shape_size lc rgb vermillion lw 2.5 dt 2 \
        notitle, \
      csv using (search(m)):(column(validation)) with linespoints pt 7 ps shape_size lc rgb blue lw 2.5 notitle
    unset label
    unset arrow
  }
}
unset multiplot
