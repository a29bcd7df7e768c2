/// Where the gnuplot scripts lie that this folder carries.
public enum PlotScripts {}
