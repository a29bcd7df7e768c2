# Counts of true (rows) against predicted (columns) classes; replicates are summed.
#
#   gnuplot -e "csv='confusion/padocanet_bayes.csv'; png='confusion.png'; family='padocanet'; method='bayes'" \
#     confusion_matrix.gp
#
# Variables: csv (a file of confusion/), png, family and method (for the heading only), replicate (all when not
# given), note. Classes stand in the order in which the column true_class first names them.
# Mistakes are coloured by the logarithm of their number; the diagonal, orders of magnitude larger, stays grey.

if (!exists("csv")) csv = "confusion.csv"
if (!exists("png")) png = "confusion_matrix.png"
needed_columns = "replicate true_class predicted_class count"
folder = ARG0[1:strlen(ARG0) - strlen("confusion_matrix.gp")]
load folder."style.gp"
if (!exists("replicate")) replicate = ""
chosen(unused) = replicate eq "" || strcol("replicate") eq replicate

# --- Classes, in a tab-separated list because their names may hold spaces
class_list = "\t"; classes = 0; replicates = ""; longest = 1
see(name) = strstrt(class_list, "\t".name."\t") ? 0 : \
  (class_list = class_list.name."\t", classes = classes + 1, longest = larger(longest, strlen(name)))
stats csv using (chosen(0) ? (see(strcol("true_class")), \
  replicates = with_word(replicates, strcol("replicate"))) : 0, 0) nooutput
if (classes == 0) { exit error sprintf("'%s' has no row of the replicate '%s'", csv, replicate) }
array class_name[classes]
tail = class_list[2:]
do for [index=1:classes] {
  class_name[index] = tail[1:strstrt(tail, "\t") - 1]
  tail = tail[strstrt(tail, "\t") + 1:]
}
index_of(name) = int(sum [index=1:classes] (class_name[index] eq name ? index : 0))

# --- Sums over replicates
array cell[classes * classes]
array row_sum[classes]
do for [index=1:classes * classes] { cell[index] = 0 }
do for [index=1:classes] { row_sum[index] = 0 }
unknown = ""
add(row, column, value) = column == 0 ? (unknown = strcol("predicted_class")) : \
  (cell[(row - 1) * classes + column] = cell[(row - 1) * classes + column] + value, row_sum[row] = row_sum[row] + value)
stats csv using (chosen(0) ? \
  add(index_of(strcol("true_class")), index_of(strcol("predicted_class")), column("count")) : 0, 0) nooutput
if (unknown ne "") { exit error sprintf("'%s': the predicted class '%s' is no true class", csv, unknown) }
total = 0.0; right = 0.0; worst = 1
do for [row=1:classes] {
  total = total + row_sum[row]
  right = right + cell[(row - 1) * classes + row]
  do for [column=1:classes] {
    if (row != column) { worst = larger(worst, cell[(row - 1) * classes + column]) }
  }
}
if (total == 0) { exit error sprintf("'%s' counts no image", csv) }

side = classes <= 4 ? 150 : classes <= 12 ? 84 : 50
left_margin = 90 + larger(50, 12 * longest); right_margin = 210
page_width = larger(1100, left_margin + right_margin + side * classes)
page_height = 190 + 85 + (longest > 3 ? 10 * longest : 0) + side * classes
study = (exists("family") ? family_name(family) : "").(exists("method") ? ", ".method_name(method) : "")
heading = "Confusion matrix".(study eq "" ? "" : ": ".study)
seeds = words(replicates)
note = (note eq "" ? "" : note." · ").sprintf("%s%.0f images%s, %.2f %% right", seeds > 1 ? "sum of " : "", total, \
  seeds > 1 ? sprintf(" over %d seeds", seeds) : "", 100 * right / total)
load folder."page.gp"

set lmargin at screen px_x(left_margin)
set rmargin at screen px_x(left_margin + side * classes)
set tmargin at screen top - px_y(38)
set bmargin at screen top - px_y(38 + side * classes)
unset key
unset grid
unset border
set xrange [0.5 : classes + 0.5]
set yrange [classes + 0.5 : 0.5]
set xtics scale 0 ()
set ytics scale 0 ()
do for [index=1:classes] { set xtics add (class_name[index] index); set ytics add (class_name[index] index) }
if (longest > 3) { set xtics rotate by -40 left }
set xlabel "predicted class"
set ylabel "true class"
set palette defined (0 "#FFF7EC", 0.25 "#FDD49E", 0.5 "#FC8D59", 0.75 "#D7301F", 1 "#7F0000")
set cbrange [1 : larger(10, worst)]
set logscale cb
set cblabel (side * classes < 350 ? "mistakes" : "mistakes (count, logarithmic)") offset 1
set colorbox user origin screen px_x(left_margin + side * classes + 30), screen top - px_y(38 + side * classes) \
  size screen px_x(24), screen px_y(smaller(side * classes, 700))

text_size = side >= 80 ? 16 : 11
text_font = sprintf("Sans,%d", text_size)
row_of(n) = int((n - 1) / classes) + 1
column_of(n) = int(n - 1) % classes + 1
is_right(n) = row_of(n) == column_of(n)
dark(value) = log(larger(1, value)) > 0.55 * log(larger(10, worst))
set datafile nocolumnheaders
written(value) = value > 0 ? sprintf("%.0f", value) : ""
plot cell using (is_right($1) || cell[$1] == 0 ? NaN : column_of($1)):(row_of($1)):(0.5):(0.5):(cell[$1]) \
    with boxxyerror fs solid 1 noborder lc palette, \
  cell using (is_right($1) ? column_of($1) : NaN):(row_of($1)):(0.5):(0.5) \
    with boxxyerror fs solid 1 noborder lc rgb "#D9DEE4", \
  cell using (column_of($1)):(row_of($1)):(0.5):(0.5) with boxxyerror fs empty lc rgb hair, \
  cell using (column_of($1)):(row_of($1)):(!is_right($1) && !dark(cell[$1]) ? written(cell[$1]) : "") \
    with labels font text_font tc rgb ink, \
  cell using (column_of($1)):(row_of($1)):(!is_right($1) && dark(cell[$1]) ? written(cell[$1]) : "") \
    with labels font text_font tc rgb "#FFFFFF", \
  cell using (column_of($1)):(row_of($1)):(!is_right($1) ? "" : side >= 80 && row_sum[row_of($1)] > 0 ? \
    sprintf("%.0f\n%.1f %%", cell[$1], 100.0 * cell[$1] / row_sum[row_of($1)]) : sprintf("%.0f", cell[$1])) \
    with labels offset 0, (side >= 80 ? 0.45 : 0) font text_font tc rgb ink
