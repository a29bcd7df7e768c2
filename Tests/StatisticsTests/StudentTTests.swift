import TestSupport
import Testing

@testable import Statistics

struct StudentTTests {
  struct Reference: Decodable {
    var tails: [[Double]]
    var quantiles: [[Double]]
    var log_betas: [[Double]]
    var log_gammas: [[Double]]
  }

  @Test func agreesWithFortyDigits() throws {
    let reference = try Fixtures.decode(Reference.self, from: "statistics/student.json")
    for row in reference.tails {
      let (student, t, tail) = (StudentT(degreesOfFreedom: row[0]), row[1], row[2])
      expect(student.upperTail(t), near: tail, tolerance: 1e-12, "tail of \(row)")
      expect(student.cumulative(-t), near: tail, tolerance: 1e-12)
      expect(student.cumulative(t), near: 1 - tail, tolerance: 1e-12)
      expect(student.twoSidedTail(-t), near: 2 * tail, tolerance: 1e-12)
    }
    for row in reference.quantiles {
      let (student, tail, t) = (StudentT(degreesOfFreedom: row[0]), row[1], row[2])
      expect(student.quantile(upperTail: tail), near: t, tolerance: 1e-12, "quantile of \(row)")
      expect(student.quantile(tail), near: -t, tolerance: 1e-12)
      expect(student.quantile(upperTail: 1 - tail), near: -t, tolerance: tail < 1e-6 ? 1e-7 : 1e-11)
    }
    for row in reference.log_betas {
      #expect(abs(GammaFunction.logBeta(row[0], row[1]) - row[2]) <= 2e-14 * max(1, abs(row[2])), "\(row)")
    }
    for row in reference.log_gammas {
      #expect(abs(GammaFunction.logarithm(row[0]) - row[1]) <= 2e-14 * max(1, abs(row[1])), "\(row)")
    }
  }

  @Test func hasExactEnds() {
    let student = StudentT(degreesOfFreedom: 4)
    #expect(student.quantile(0.5) == 0)
    #expect(student.quantile(1) == .infinity)
    #expect(student.quantile(0) == -.infinity)
    #expect(student.upperTail(.infinity) == 0)
    #expect(student.cumulative(.infinity) == 1)
    #expect(student.cumulative(0) == 0.5)
    #expect(student.upperTail(.nan).isNaN)
    #expect(student.twoSidedTail(1e200) == 0)
    // Cauchy's tail is 1 / (pi t) far out.
    expect(StudentT(degreesOfFreedom: 1).upperTail(1e200), near: 1e-200 / .pi, tolerance: 1e-12)
  }
}
