import CLanes

// The register tiles that exist: one function a kernel side and number of input channels, a case a number of columns.

extension InputGradient {
  @inline(__always)
  static func tile(_ kernel: Int, inputChannels: Int, _ width: Int, _ step: lanes_scatter_step) {
    switch (kernel, inputChannels) {
    case (3, 1): kernel3(width, step)
    case (3, _): kernel3Pair(width, step)
    case (5, 1): kernel5(width, step)
    case (5, _): kernel5Pair(width, step)
    case (_, 1): kernel7(width, step)
    default: kernel7Pair(width, step)
    }
  }

  @inline(never)
  private static func kernel3(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 9: lanes_scatter(step, 1, 9, 3)
    case 8: lanes_scatter(step, 1, 8, 3)
    case 7: lanes_scatter(step, 1, 7, 3)
    case 6: lanes_scatter(step, 1, 6, 3)
    case 5: lanes_scatter(step, 1, 5, 3)
    case 4: lanes_scatter(step, 1, 4, 3)
    case 3: lanes_scatter(step, 1, 3, 3)
    case 2: lanes_scatter(step, 1, 2, 3)
    default: lanes_scatter(step, 1, 1, 3)
    }
  }

  @inline(never)
  private static func kernel3Pair(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 9: lanes_scatter(step, 2, 9, 3)
    case 8: lanes_scatter(step, 2, 8, 3)
    case 7: lanes_scatter(step, 2, 7, 3)
    case 6: lanes_scatter(step, 2, 6, 3)
    case 5: lanes_scatter(step, 2, 5, 3)
    case 4: lanes_scatter(step, 2, 4, 3)
    case 3: lanes_scatter(step, 2, 3, 3)
    case 2: lanes_scatter(step, 2, 2, 3)
    default: lanes_scatter(step, 2, 1, 3)
    }
  }

  @inline(never)
  private static func kernel5(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 10: lanes_scatter(step, 1, 10, 5)
    case 9: lanes_scatter(step, 1, 9, 5)
    case 8: lanes_scatter(step, 1, 8, 5)
    case 7: lanes_scatter(step, 1, 7, 5)
    case 6: lanes_scatter(step, 1, 6, 5)
    case 5: lanes_scatter(step, 1, 5, 5)
    case 4: lanes_scatter(step, 1, 4, 5)
    case 3: lanes_scatter(step, 1, 3, 5)
    case 2: lanes_scatter(step, 1, 2, 5)
    default: lanes_scatter(step, 1, 1, 5)
    }
  }

  @inline(never)
  private static func kernel5Pair(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 9: lanes_scatter(step, 2, 9, 5)
    case 8: lanes_scatter(step, 2, 8, 5)
    case 7: lanes_scatter(step, 2, 7, 5)
    case 6: lanes_scatter(step, 2, 6, 5)
    case 5: lanes_scatter(step, 2, 5, 5)
    case 4: lanes_scatter(step, 2, 4, 5)
    case 3: lanes_scatter(step, 2, 3, 5)
    case 2: lanes_scatter(step, 2, 2, 5)
    default: lanes_scatter(step, 2, 1, 5)
    }
  }

  @inline(never)
  private static func kernel7(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 7: lanes_scatter(step, 1, 7, 7)
    case 6: lanes_scatter(step, 1, 6, 7)
    case 5: lanes_scatter(step, 1, 5, 7)
    case 4: lanes_scatter(step, 1, 4, 7)
    case 3: lanes_scatter(step, 1, 3, 7)
    case 2: lanes_scatter(step, 1, 2, 7)
    default: lanes_scatter(step, 1, 1, 7)
    }
  }

  @inline(never)
  private static func kernel7Pair(_ width: Int, _ step: lanes_scatter_step) {
    switch width {
    case 7: lanes_scatter(step, 2, 7, 7)
    case 6: lanes_scatter(step, 2, 6, 7)
    case 5: lanes_scatter(step, 2, 5, 7)
    case 4: lanes_scatter(step, 2, 4, 7)
    case 3: lanes_scatter(step, 2, 3, 7)
    case 2: lanes_scatter(step, 2, 2, 7)
    default: lanes_scatter(step, 2, 1, 7)
    }
  }
}
