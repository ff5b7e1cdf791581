import Foundation

/// A Kimina stand-in on loopback; ends with the value.
public final class KiminaStandIn {
  private let process = Process()
  private let input = Pipe()
  public let port: Int
  public var url: String { "http://127.0.0.1:\(port)" }

  struct NoPort: Error {}

  public init(repl: [String], key: String = "", countLines: String = "snippet", port: Int = 0)
    throws
  {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "python3", Project.fixture("kimina_standin.py"), "--key", key, "--count-lines", countLines,
        "--port", "\(port)", "--",
      ] + repl
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 {
      if byte.isEmpty { throw NoPort() }
      line += byte
    }
    guard let number = Int(String(decoding: line, as: UTF8.self)) else { throw NoPort() }
    self.port = number
  }

  deinit { stop() }

  public func stop() {
    if process.isRunning {
      try? input.fileHandleForWriting.close()
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// The next `times` checks fail in this way.
  public func fault(_ kind: String, times: Int = 1) throws {
    let request = Process()
    request.executableURL = URL(filePath: "/usr/bin/env")
    request.arguments = [
      "python3", "-c",
      """
      import sys, urllib.request
      urllib.request.urlopen(urllib.request.Request(sys.argv[1], sys.argv[2].encode()), timeout=5).read()
      """, "\(url)/fault", "{\"kind\": \"\(kind)\", \"times\": \(times)}",
    ]
    try request.run()
    request.waitUntilExit()
    if request.terminationStatus != 0 { throw NoFault() }
  }

  struct NoFault: Error {}
}
