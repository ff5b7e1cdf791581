import TestSupport
import Testing

@testable import Daemon

@Suite struct DurationTests {
  @Test(arguments: [("90s", 90), ("20m", 1200), ("2h", 7200), ("1d", 86400), ("007m", 420)])
  func durationsAreRead(_ text: String, _ seconds: Int) throws {
    #expect(try RunCommand.seconds(text) == seconds)
  }

  @Test(arguments: [
    "", "s", "5", "5x", "-5m", "0s", "5 m", "1.5h", "100000d", "99999999999999999999s", "h5", "5mm",
    "５m",
  ]) func whatIsNoDurationIsAUsageError(_ text: String) {
    #expect {
      try RunCommand.seconds(text)
    } throws: { error in
      Failure(error).code == 64 && "\(error)".contains("'\(text)'") && "\(error)".contains("90s")
    }
  }
}

@Suite struct MedianTests {
  @Test func theMedianIsTheMiddle() {
    #expect(SearchBench.median([0.9, 0.7, 0.8]) == 0.8)
    #expect(SearchBench.median([0.5, 1, 0.75, 0.25]) == 0.625)
    #expect(SearchBench.median([2]) == 2)
  }
}

@Suite struct ConfigurationCommandTests {
  @Test func theCommandsPrintAndExit() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "config.yaml",
      ("evaluation: {suites: []}\ncheckers: {kimina: {key: \"${KEY}\"}}\n" + smallDomain).utf8)
    try folder.write("corpus/Theory/Nat.lean", "".utf8)
    let environment = ["KEY": "sesame"]
    let check = ConfigurationCommand.check(path: file, environment: environment)
    #expect(check == .init(text: "\(file): no errors; domains: nat\n", exitCode: 0))
    let printed = ConfigurationCommand.print(path: file, environment: environment)
    #expect(printed.exitCode == 0)
    #expect(printed.text.contains("    key: \"***\"  # Their key; never printed.\n"))
    #expect(!printed.text.contains("sesame"))
    let unset = ConfigurationCommand.check(path: file, environment: [:])
    #expect(
      unset
        == .init(
          text: "config.yaml:2:26: checkers.kimina.key needs the environment variable KEY, which "
            + "is not set; set it, or write '${KEY:-default}'\n", exitCode: 78))
  }
}
