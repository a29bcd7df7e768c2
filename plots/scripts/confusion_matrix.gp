# Counts of true (rows) against predicted (columns) classes; replicates are summed.
#
#   gnuplot -e "csv='confusion/padocanet_bayes.csv'; png='confusion.png'; family='padocanet'; method='bayes'" \
#     confusion_matrix.gp
#
# Variables: csv (a file of confusion/), png, family and method (for the heading only), replicate (all when not
# given), note. Classes stand in the order in which the column true_class first names them.
# Mistakes are coloured by the logarithm of their number; the diagonal, orders of magnitude larger, stays grey.
# More than 60 classes have colours only; the picture stays within 2400 x 2400 pixels.

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
# Rows come in the classes' order: the class after the last one is tried before all others.
seen_last = 0
search(name) = int(sum [index=1:classes] (class_name[index] eq name ? index : 0))
index_of(name) = class_name[seen_last % classes + 1] eq name ? (seen_last = seen_last % classes + 1) : \
  (seen_last = search(name))
row_of_class = 1
row_index(name) = class_name[row_of_class] eq name ? row_of_class : (row_of_class = larger(1, search(name)))

# --- Sums over replicates
array cell[classes * classes]
array row_sum[classes]
do for [row=1:classes] {
  row_sum[row] = 0
  unused = sum [column=1:classes] (cell[(row - 1) * classes + column] = 0)
}
unknown = ""
add(row, column, value) = column == 0 ? (unknown = strcol("predicted_class")) : \
  (cell[(row - 1) * classes + column] = cell[(row - 1) * classes + column] + value, row_sum[row] = row_sum[row] + value)
stats csv using (chosen(0) ? \
  add(row_index(strcol("true_class")), index_of(strcol("predicted_class")), column("count")) : 0, 0) nooutput
if (unknown ne "") { exit error sprintf("'%s': the predicted class '%s' is no true class", csv, unknown) }
total = 1.0 * (sum [index=1:classes] row_sum[index])
right = 1.0 * (sum [index=1:classes] cell[(index - 1) * classes + index])
worst = 1
raise(value) = value > worst ? (worst = value) : worst
do for [row=1:classes] {
  unused = sum [column=1:classes] (row == column ? 0 : raise(cell[(row - 1) * classes + column]))
}
if (total == 0) { exit error sprintf("'%s' counts no image", csv) }

# --- Page: cells shrink so that neither side exceeds 2400 pixels; without counts where those would not fit
longest_label = 32
label_of(name) = strlen(name) > longest_label ? name[1:longest_label - 1]."…" : name
longest = smaller(longest, longest_label)
left_margin = 90 + larger(50, 12 * longest); right_margin = 210
name_height = longest > 3 ? 10 * longest : 0
room = 2400 - larger(left_margin + right_margin, 190 + 85 + name_height)
side = classes <= 4 ? 150 : classes <= 12 ? 84 : larger(1, smaller(50, floor(room / classes)))
has_counts = classes <= 60
page_width = larger(1100, left_margin + right_margin + side * classes)
page_height = 190 + 85 + name_height + side * classes
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
# Names that would touch are thinned: every second, fifth, tenth ... stays.
name_step(room) = side >= room ? 1 : int(nice_step(room / (side * 1.0)))
column_step = name_step(longest > 3 ? 36 : larger(26, 12 * longest + 8))
do for [index=1:classes:column_step] { set xtics add (label_of(class_name[index]) index) }
row_step = name_step(26)
do for [index=1:classes:row_step] { set ytics add (label_of(class_name[index]) index) }
if (longest > 3) { set xtics rotate by -40 left }
set xlabel "predicted class"
set ylabel "true class"
set palette defined (0 "#FFF7EC", 0.25 "#FDD49E", 0.5 "#FC8D59", 0.75 "#D7301F", 1 "#7F0000")
set cbrange [1 : larger(10, worst)]
set logscale cb
set cblabel (side * classes < 350 ? "mistakes" : "mistakes (count, logarithmic)") offset 1
set colorbox user origin screen px_x(left_margin + side * classes + 30), screen top - px_y(38 + side * classes) \
  size screen px_x(24), screen px_y(smaller(side * classes, 700))

text_size = side >= 80 ? 16 : side >= 40 ? 11 : 9
text_font = sprintf("Sans,%d", text_size)
row_of(n) = int((n - 1) / classes) + 1
column_of(n) = int(n - 1) % classes + 1
is_right(n) = row_of(n) == column_of(n)
dark(value) = log(larger(1, value)) > 0.55 * log(larger(10, worst))
set datafile nocolumnheaders
written(value) = value > 0 ? sprintf("%.0f", value) : ""
coloured = "cell using (is_right($1) || cell[$1] == 0 ? NaN : column_of($1)):(row_of($1)):(0.5):(0.5):(cell[$1]) ".\
  "with boxxyerror fs solid 1 noborder lc palette, ".\
  "cell using (is_right($1) ? column_of($1) : NaN):(row_of($1)):(0.5):(0.5) ".\
  "with boxxyerror fs solid 1 noborder lc rgb '#D9DEE4'"
if (has_counts) {
  plot @coloured, \
    cell using (column_of($1)):(row_of($1)):(0.5):(0.5) with boxxyerror fs empty lc rgb hair, \
    cell using (column_of($1)):(row_of($1)):(!is_right($1) && !dark(cell[$1]) ? written(cell[$1]) : "") \
      with labels font text_font tc rgb ink, \
    cell using (column_of($1)):(row_of($1)):(!is_right($1) && dark(cell[$1]) ? written(cell[$1]) : "") \
      with labels font text_font tc rgb "#FFFFFF", \
    cell using (column_of($1)):(row_of($1)):(!is_right($1) ? "" : side >= 80 && row_sum[row_of($1)] > 0 ? \
      sprintf("%.0f\n%.1f %%", cell[$1], 100.0 * cell[$1] / row_sum[row_of($1)]) : sprintf("%.0f", cell[$1])) \
      with labels offset 0, (side >= 80 ? 0.45 : 0) font text_font tc rgb ink
} else {
  set border 15 lc rgb faint
  plot @coloured
}
