import Configuration
import Foundation
import Workbench

/// An end of the program with a text for people and an exit code for scripts.
struct Failure: Error {
  let text: String
  let code: Int32

  static let rejected: Int32 = 1
  static let declined: Int32 = 2
  static let usage: Int32 = 64
  static let fault: Int32 = 70
  static let configuration: Int32 = 78

  init(_ text: String, code: Int32) {
    self.text = text
    self.code = code
  }

  /// The one mapper from errors to texts and codes.
  init(_ error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as ConfigurationError:
      self.init("\(error)", code: Self.configuration)
    case let error as WorkbenchError:
      self.init(error.description, code: error.isUsage ? Self.usage : Self.fault)
    case is CancellationError: self.init("stopped", code: Self.declined)
    case let error as any CustomStringConvertible:
      self.init(error.description, code: Self.fault)
    default: self.init(error.localizedDescription, code: Self.fault)
    }
  }
}

/// Where text for people goes.
enum Output {
  static func line(_ text: String) { write(text + "\n", to: FileHandle.standardOutput) }
  /// Without a line's end.
  static func text(_ text: String) { write(text, to: FileHandle.standardOutput) }
  static func error(_ text: String) { write(text + "\n", to: FileHandle.standardError) }

  static func errorText(_ text: String) { write(text, to: FileHandle.standardError) }

  private static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
