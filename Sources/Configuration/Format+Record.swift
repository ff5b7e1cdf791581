/// A key of a record: its name, where its value is kept, how it is written, and what it means.
struct Field<Root: Sendable>: Sendable {
  let name: String
  let note: String
  let isRequired: Bool
  /// What stands for the key where it is left out, so that an environment variable can fill it or a
  /// key below it.
  let absent: YAMLNode.Content?
  let read: @Sendable (YAMLNode, String, inout Decoding, inout Root) -> Void
  let write: @Sendable (Root) -> YAMLTree
  /// What a file says that shows every key.
  let show: @Sendable (Root) -> YAMLTree
  let schema: @Sendable (Root) -> JSONValueText

  init<Value>(
    _ name: String, _ keyPath: WritableKeyPath<Root, Value> & Sendable, _ format: Format<Value>,
    _ note: String, required: Bool = false, absent: String? = nil
  ) {
    self.name = name
    self.note = note
    self.isRequired = required
    self.absent =
      absent.map { .scalar($0, quoted: true) } ?? (format.hasAbsentKeys ? .mapping([]) : nil)
    read = { node, path, decoding, root in
      if let value = format.decode(node, path, &decoding) { root[keyPath: keyPath] = value }
    }
    write = { format.encode($0[keyPath: keyPath]) }
    show = { root in
      if let absent { return .scalar("\"\(absent)\"") }
      let value = root[keyPath: keyPath]
      return format.shown?(value) ?? format.encode(value)
    }
    schema = { _ in .object([("description", .string(note))] + format.schema) }
  }
}

extension Format {
  /// A mapping with known keys over a Swift value; keys that are left out keep what `initial`
  /// holds.
  /// - Parameters:
  ///   - sparse: print only keys that differ from `initial` (entries of long lists).
  ///   - check: what is wrong between keys; called only when every key by itself is right.
  static func record(
    _ initial: Value, sparse: Bool = false, fields: [Field<Value>],
    check: @escaping @Sendable (Value) -> [Finding] = { _ in [] }
  ) -> Format {
    Format(
      decode: { node, path, decoding in
        let issuesBefore = decoding.issues.count
        guard let entries = entries(of: node, path, &decoding) else { return nil }
        let value = read(entries, into: initial, fields, at: node.place, path, &decoding)
        guard decoding.issues.count == issuesBefore else { return nil }
        for finding in check(value) { decoding.note(finding, in: path) }
        return decoding.issues.count == issuesBefore ? value : nil
      },
      encode: { value in
        .mapping(
          fields.compactMap { field in
            let tree = field.write(value)
            if sparse, !field.isRequired, tree == field.write(initial) { return nil }
            return YAMLTree.Entry(key: field.name, value: tree, note: field.note)
          })
      },
      schema: [
        ("type", .string("object")),
        ("properties", .object(fields.map { ($0.name, $0.schema(initial)) })),
        ("required", .array(fields.filter(\.isRequired).map { .string($0.name) })),
        ("additionalProperties", .bool(false)),
      ],
      shown: { value in
        .mapping(fields.map { .init(key: $0.name, value: $0.show(value), note: $0.note) })
      },
      hasAbsentKeys: fields.contains { $0.absent != nil })
  }

  private static func read(
    _ entries: [(key: String, place: YAMLPlace, value: YAMLNode)], into initial: Value,
    _ fields: [Field<Value>], at place: YAMLPlace, _ path: String, _ decoding: inout Decoding
  ) -> Value {
    var value = initial
    for entry in entries where !fields.contains(where: { $0.name == entry.key }) {
      let hint = Suggestion.text(for: entry.key, among: fields.map(\.name))
      decoding.note(
        "unknown key '\(entry.key)' \(path.isEmpty ? "at the top level" : "in \(path)")\(hint)",
        at: entry.place)
    }
    for field in fields {
      let inner = Decoding.join(path, field.name)
      if let entry = entries.first(where: { $0.key == field.name }) {
        decoding.places[inner] = entry.value.place
        field.read(entry.value, inner, &decoding, &value)
      } else if let absent = field.absent {
        let node = YAMLNode(place: place, content: absent, count: 1)
        field.read(node, inner, &decoding, &value)
      } else if field.isRequired {
        decoding.note(
          "\(path.isEmpty ? "the file" : path) lacks the key '\(field.name)'", at: place)
      }
    }
    return value
  }

  /// The entries of a mapping with texts for keys, each key once; nil after noting why not.
  static func entries(
    of node: YAMLNode, _ path: String, _ decoding: inout Decoding
  ) -> [(key: String, place: YAMLPlace, value: YAMLNode)]? {
    let name = path.isEmpty ? "the file" : path
    guard case .mapping(let pairs) = node.content else {
      decoding.reject(node, name, mustBe: "a mapping of keys to values")
      return nil
    }
    var first: [String: YAMLPlace] = [:]
    var entries: [(key: String, place: YAMLPlace, value: YAMLNode)] = []
    for pair in pairs {
      guard case .scalar(let key, _) = pair.key.content else {
        decoding.note(
          "a key in \(name) is \(pair.key.shown); it must be a text", at: pair.key.place)
        continue
      }
      if let earlier = first[key] {
        decoding.note(
          "the key '\(key)' in \(name) is a second time here; the first is in line \(earlier.line)",
          at: pair.key.place)
        continue
      }
      first[key] = pair.key.place
      entries.append((key, pair.key.place, pair.value))
    }
    return entries
  }
}
