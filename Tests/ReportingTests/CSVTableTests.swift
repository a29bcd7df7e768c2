import Foundation
import Testing

@testable import Reporting

@Suite struct CSVTableTests {
  @Test func quotesWhatNeedsIt() {
    var table = CSVTable(columns: ["a", "b,c"])
    table.append(["plain text", "say \"yes\""])
    table.append(["two\nlines", .empty])
    #expect(table.text == "a,\"b,c\"\nplain text,\"say \"\"yes\"\"\"\n\"two\nlines\",\n")
  }

  @Test func aLabelIsAColumnAtTheEnd() {
    var table = CSVTable(columns: ["a"])
    table.append(["1"])
    table.append(["2"])
    let labelled = table.labelled("kind", "x")
    #expect(labelled.text == "a,kind\n1,x\n2,x\n")
    #expect(labelled.labelled("kind", "y") == labelled)
  }

  @Test func numbersReadBackAndAreNeverInfinite() {
    #expect(CSVCell.number(0.1).text == "0.1")
    #expect(CSVCell.number(1.0 / 3).text == "0.3333333333333333")
    #expect(CSVCell.number(-0.0).text == "0.0")
    #expect(CSVCell.number(.nan).text == "")
    #expect(CSVCell.number(-.infinity).text == "")
    #expect(CSVCell.number(nil).text == "")
    #expect(CSVCell.flag(true).text == "1")
    #expect(CSVCell.count(nil).text == "")
  }

  @Test func replacesAnEarlierFileAndLeavesNothingElse() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "deep/table.csv")
      try CSVTable(columns: ["old"]).write(to: url)
      try CSVTable(columns: ["new"]).write(to: url)
      #expect(try String(contentsOf: url, encoding: .utf8) == "new\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "deep").path) == ["table.csv"])
    }
  }

  @Test func anUnwritablePlaceIsOneErrorAndLeavesNothing() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appending(path: "file"))
      let error = #expect(throws: ReportError.self) {
        try CSVTable(columns: ["a"]).write(to: folder.appending(path: "file/table.csv"))
      }
      #expect(error?.description.contains("file/table.csv") == true)
      // A folder stands where the file belongs: the rename fails, and the unfinished file is gone.
      try FileManager.default.createDirectory(
        at: folder.appending(path: "taken.csv/inside"), withIntermediateDirectories: true)
      #expect(throws: ReportError.self) {
        try CSVTable(columns: ["a"]).write(to: folder.appending(path: "taken.csv"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "taken.csv"])
    }
  }
}
