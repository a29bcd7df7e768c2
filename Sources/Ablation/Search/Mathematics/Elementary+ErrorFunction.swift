/// The complementary error function.
///
/// Near 0 from the Taylor series of the error function; else exp(-x^2) times a polynomial for erfcx(x) on six intervals.
/// The coefficients are printed by `Tests/Reference/search_functions.py --erfcx`.
extension Elementary {
  /// 1 - erf(x).
  static func erfc(_ x: Double) -> Double {
    if x != x { return x }
    let size = abs(x)
    if size < 0.5 {
      let square = x * x
      return 1 - x * polynomial(erfSeries, square)
    }
    if size > 27.3 { return x > 0 ? 0 : 2 }
    let scaled: Double
    if size < 4 {
      let piece = size < 1 ? 0 : size < 1.5 ? 1 : size < 2 ? 2 : size < 2.75 ? 3 : 4
      scaled = polynomial(pieces[piece].coefficients, size - pieces[piece].middle)
    } else {
      scaled = polynomial(tail.coefficients, 1 / (size * size) - tail.middle) / size
    }
    // The square of the upper half of the bits is exact.
    let high = Double(bitPattern: size.bitPattern & 0xFFFF_FFFF_F800_0000)
    let value = exp(-high * high, plus: -(size - high) * (size + high)) * scaled
    return x > 0 ? value : 2 - value
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var result = 0.0
    for index in stride(from: coefficients.count - 1, through: 0, by: -1) {
      result = result * x + coefficients[index]
    }
    return result
  }

  private struct Piece {
    let middle: Double
    let coefficients: [Double]
  }

  private static let erfSeries: [Double] = [
    1.1283791670955126, -0.37612638903183754, 0.11283791670955126, -0.026866170645131252, 0.005223977625442188,
    -0.0008548327023450853, 0.00012055332981789664, -1.492565035840625e-05, 1.6462114365889248e-06,
    -1.6365844691234924e-07, 1.4807192815879218e-08, -1.2290555301717928e-09, 9.422759064650411e-11,
    -6.7113668551641105e-12,
  ]

  private static let pieces: [Piece] = [
    Piece(
      middle: 0.75,
      coefficients: [
        0.5069376502931449, -0.3679726916557954, 0.2309581315512983, -0.12983606199487813, 0.06679054252756783,
        -0.03189726204019368, 0.014289198666091785, -0.006051532258236163, 0.002437637348879293,
        -0.0009385135840131843, 0.00034675112699586235, -0.00012332254905491935, 4.236277872839012e-05,
        -1.4426531927022256e-05, 4.6468063021709155e-06,
      ]),
    Piece(
      middle: 1.25,
      coefficients: [
        0.3678229164523611, -0.20882187596460985, 0.10679557149659845, -0.05021827439590747, 0.022011364250946238,
        -0.009081627632959959, 0.003553109894683297, -0.0013257829272368543, 0.0004739707006153454,
        -0.00016296012111131222, 5.404491508514403e-05, -1.7341459254977562e-05, 5.501701839828387e-06,
        -1.6610767030625112e-06,
      ]),
    Piece(
      middle: 1.75,
      coefficients: [
        0.2849722347374364, -0.13097634551448517, 0.055763630087087256, -0.022259995241407905, 0.008404319207334107,
        -0.0030209746489200107, 0.001039204521771997, -0.0003435334907935854, 0.00010950532535839581,
        -3.375169827943583e-05, 1.0085700886432653e-05, -2.974613371329766e-06, 8.39673108255344e-07,
      ]),
    Piece(
      middle: 2.375,
      coefficients: [
        0.22050569220490668, -0.08097712912220592, 0.028185010539667613, -0.009358486060329844, 0.002979303073191575,
        -0.0009130565046291915, 0.00027026462492897547, -7.74794334154884e-05, 2.1562741825104055e-05,
        -5.837333142112131e-06, 1.5398272795716446e-06, -3.9624737452233866e-07, 9.968944266241095e-08,
        -2.529732617457948e-08, 6.092021907797493e-09,
      ]),
    Piece(
      middle: 3.375,
      coefficients: [
        0.1606310681265444, -0.044119457241337846, 0.011727899937029227, -0.0030251966359095945,
        0.0007589306454143947, -0.00018552228305012154, 4.4264313430377405e-05, -1.032292155801962e-05,
        2.356112719522604e-06, -5.268974887594399e-07, 1.1556987366157374e-07, -2.4884191192334578e-08,
        5.254797513358509e-09, -1.0931349260957122e-09, 2.385985523243169e-10, -4.7988402915689315e-11,
      ]),
  ]

  /// x erfcx(x) by 1 / x^2 for x from 4 to 28.
  private static let tail = Piece(
    middle: 0.03188775510204082,
    coefficients: [
      0.555593535796611, -0.2579269188461501, 0.3402376675676149, -0.7112499895630883, 1.9858051091015811,
      -6.820127760081672, 27.459471963600837, -125.60407219030645, 638.546288145752, -3551.9459506765393,
      21336.02658370252, -134559.7354768547, 914060.6027302531, -8364986.195703532, 64379238.51819023,
    ])
}
