import CLibYAML

/// Bounds on what is read, so that no file, however made, costs more than a moment.
package struct YAMLLimits: Sendable {
  /// Bytes in a file.
  package var bytes = 1 << 20
  /// Lists and mappings inside each other.
  package var depth = 32
  /// Nodes with every alias expanded: a few lines of aliases of aliases could otherwise stand for
  /// billions.
  package var nodes = 200_000
}

/// Reads one YAML document into a tree, over libyaml's event parser.
struct YAMLReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let limits: YAMLLimits
  private var anchors: [String: YAMLNode] = [:]
  private var openAnchors: Set<String> = []
  private var nodes = 0

  /// The document's tree, or nil when there is none (nothing but comments and white space).
  static func read(_ text: String, limits: YAMLLimits = .init()) throws(YAMLProblem) -> YAMLNode? {
    guard text.utf8.count <= limits.bytes else {
      throw YAMLProblem(
        place: .start,
        message: "the file has \(text.utf8.count) bytes; at most \(limits.bytes) are read")
    }
    // A byte order mark is no part of the first line: places are counted behind it.
    let scalars = text.unicodeScalars
    let text = scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text
    if let problem = forbiddenCharacter(in: text) { throw problem }
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLProblem(place: .start, message: "there is not enough memory to read the file")
    }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    var reader = YAMLReader(parser: parser, limits: limits)
    // libyaml keeps the pointer, so the bytes must stay where they are until the last event.
    let result: Result<YAMLNode?, YAMLProblem> = ContiguousArray(text.utf8)
      .withUnsafeBufferPointer { bytes in
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        do throws(YAMLProblem) {
          return .success(try reader.document())
        } catch {
          return .failure(error)
        }
      }
    return try result.get()
  }

  private init(parser: UnsafeMutablePointer<yaml_parser_t>, limits: YAMLLimits) {
    self.parser = parser
    self.limits = limits
  }

  private mutating func document() throws(YAMLProblem) -> YAMLNode? {
    _ = try next()  // the stream's start
    let first = try next()
    if first.kind == YAML_STREAM_END_EVENT { return nil }
    let root = try node(try next(), depth: 1)
    _ = try next()  // the document's end
    let last = try next()
    guard last.kind == YAML_STREAM_END_EVENT else {
      throw YAMLProblem(
        place: last.place, message: "a second document begins here; a file holds one")
    }
    return root
  }

  private mutating func node(_ event: Event, depth: Int) throws(YAMLProblem) -> YAMLNode {
    guard depth <= limits.depth else {
      throw YAMLProblem(
        place: event.place, message: "lists and mappings are nested deeper than \(limits.depth)")
    }
    if event.kind == YAML_ALIAS_EVENT { return try alias(event) }
    if let tag = event.tag {
      throw YAMLProblem(place: event.place, message: "the tag '\(tag)' has no use here; remove it")
    }
    if let anchor = event.anchor {
      guard anchors[anchor] == nil, openAnchors.insert(anchor).inserted else {
        throw YAMLProblem(
          place: event.place, message: "the anchor '&\(anchor)' is a second time here")
      }
    }
    try charge(1, at: event.place)
    var content = YAMLNode.Content.scalar(event.text, quoted: event.quoted)
    var count = 1
    if event.kind == YAML_SEQUENCE_START_EVENT {
      var items: [YAMLNode] = []
      while true {
        let item = try next()
        if item.kind == YAML_SEQUENCE_END_EVENT { break }
        items.append(try node(item, depth: depth + 1))
      }
      content = .sequence(items)
      count += items.reduce(0) { $0 + $1.count }
    } else if event.kind == YAML_MAPPING_START_EVENT {
      var entries: [(key: YAMLNode, value: YAMLNode)] = []
      while true {
        let key = try next()
        if key.kind == YAML_MAPPING_END_EVENT { break }
        entries.append((try node(key, depth: depth + 1), try node(try next(), depth: depth + 1)))
      }
      content = .mapping(entries)
      count += entries.reduce(0) { $0 + $1.key.count + $1.value.count }
    }
    let result = YAMLNode(place: event.place, content: content, count: count)
    if let anchor = event.anchor {
      openAnchors.remove(anchor)
      anchors[anchor] = result
    }
    return result
  }

  private mutating func alias(_ event: Event) throws(YAMLProblem) -> YAMLNode {
    let name = event.anchor ?? ""
    guard !openAnchors.contains(name) else {
      throw YAMLProblem(
        place: event.place, message: "the alias '*\(name)' stands inside what it names: a cycle")
    }
    guard var copy = anchors[name] else {
      throw YAMLProblem(
        place: event.place, message: "the alias '*\(name)' names no anchor above it")
    }
    try charge(copy.count, at: event.place)
    copy.place = event.place
    return copy
  }

  private mutating func charge(_ count: Int, at place: YAMLPlace) throws(YAMLProblem) {
    nodes += count
    guard nodes <= limits.nodes else {
      throw YAMLProblem(
        place: place,
        message: "more than \(limits.nodes) values, aliases expanded; use fewer aliases")
    }
  }
}

extension YAMLReader {
  /// The part of a libyaml event that the reader needs, copied so that the event can be freed at
  /// once.
  private struct Event {
    var kind: yaml_event_type_t
    var place: YAMLPlace
    var text = ""
    var quoted = false
    var anchor: String?
    var tag: String?
  }

  private func next() throws(YAMLProblem) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    var copy = Event(kind: event.type, place: YAMLPlace(event.start_mark))
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      copy.text = String(decoding: bytes, as: UTF8.self)
      copy.quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
      (copy.anchor, copy.tag) = (Self.text(scalar.anchor), Self.text(scalar.tag))
    case YAML_ALIAS_EVENT: copy.anchor = Self.text(event.data.alias.anchor)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      (copy.anchor, copy.tag) = (Self.text(start.anchor), Self.text(start.tag))
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      (copy.anchor, copy.tag) = (Self.text(start.anchor), Self.text(start.tag))
    default: break
    }
    return copy
  }

  private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private func failure() -> YAMLProblem {
    let state = parser.pointee
    var message = state.problem.map { String(cString: $0) } ?? "the text is not YAML"
    if message == "found character that cannot start any token" {
      // The commonest slip deserves plainer words.
      message =
        "a tab cannot indent here, and a text cannot begin with @, ` or %; indent with spaces, "
        + "or put the text in quotes"
    } else if let context = state.context {
      let line = state.context_mark.line + 1
      message += " (\(String(cString: context)) that began in line \(line))"
    }
    return YAMLProblem(place: YAMLPlace(state.problem_mark), message: message)
  }

  /// libyaml reports these without a place, so they are looked for first.
  private static func forbiddenCharacter(in text: String) -> YAMLProblem? {
    var place = YAMLPlace.start
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xA:
        place = YAMLPlace(line: place.line + 1, column: 0)
      case 0x9, 0xD, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...: break
      default:
        let code = String(scalar.value, radix: 16, uppercase: true)
        return YAMLProblem(
          place: place,
          message:
            "the control character U+\(code) is not allowed; in a quoted text write it as an escape"
        )
      }
      place.column += 1
    }
    return nil
  }
}

extension YAMLPlace {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}
