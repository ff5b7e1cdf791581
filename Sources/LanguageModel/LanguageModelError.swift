/// Everything that can go wrong in this module. Messages name the field, its value and the remedy.
public enum LanguageModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A field of a model configuration is out of its range or not supported.
  case configuration(field: String, value: String, remedy: String)
  /// A vocabulary cannot be built or read.
  case vocabulary(reason: String, remedy: String)
  /// A call got a token tree, a sequence or a target that the model cannot work on.
  case input(field: String, value: String, remedy: String)
  /// A file of a checkpoint is missing, truncated or not what it says it is.
  case checkpoint(file: String, reason: String, remedy: String)
  /// The operating system refused to read or write.
  case file(path: String, operation: String, reason: String)
  /// A loss or a gradient is not a finite number; the weights were left as they were.
  case diverged(quantity: String, value: String, remedy: String)

  public var description: String {
    switch self {
    case .configuration(let field, let value, let remedy):
      "model configuration: \(field) is \(value): \(remedy)"
    case .vocabulary(let reason, let remedy):
      "vocabulary: \(reason): \(remedy)"
    case .input(let field, let value, let remedy):
      "model input: \(field) is \(value): \(remedy)"
    case .checkpoint(let file, let reason, let remedy):
      "checkpoint file \(file): \(reason): \(remedy)"
    case .file(let path, let operation, let reason):
      "cannot \(operation) \(path): \(reason)"
    case .diverged(let quantity, let value, let remedy):
      "\(quantity) is \(value): \(remedy)"
    }
  }
}
