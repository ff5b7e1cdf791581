extension Format {
  /// A list of values of one kind.
  static func list<Element>(
    _ element: Format<Element>, count: ClosedRange<Int> = 0...4096
  ) -> Format where Value == [Element] {
    Format(
      decode: { node, path, decoding in
        guard case .sequence(let nodes) = node.content else {
          decoding.reject(node, path, mustBe: "a list, as in [a, b]")
          return nil
        }
        guard count.contains(nodes.count) else {
          decoding.note(
            "\(path) has \(nodes.count) entries; it must have from \(count.lowerBound) to "
              + "\(count.upperBound)", at: node.place)
          return nil
        }
        var values: [Element] = []
        for (index, item) in nodes.enumerated() {
          let inner = "\(path)[\(index)]"
          decoding.places[inner] = item.place
          if let value = element.decode(item, inner, &decoding) { values.append(value) }
        }
        return values.count == nodes.count ? values : nil
      },
      encode: { .list($0.map(element.encode)) },
      schema: [
        ("type", .string("array")), ("items", .object(element.schema)),
        ("minItems", .integer(count.lowerBound)), ("maxItems", .integer(count.upperBound)),
      ],
      shown: { .list($0.map(element.shown ?? element.encode)) })
  }

  /// A list in which nothing stands twice.
  static func set<Element: Hashable>(
    _ element: Format<Element>, count: ClosedRange<Int> = 0...4096
  ) -> Format where Value == [Element] {
    let list = Format.list(element, count: count)
    return Format(
      decode: { node, path, decoding in
        guard let values = list.decode(node, path, &decoding) else { return nil }
        guard let (index, value) = firstRepeated(values) else { return values }
        let name = (value as? String).map { " '\($0)'" } ?? ""
        decoding.note(Finding("[\(index)]", "is\(name) a second time; remove it"), in: path)
        return nil
      },
      encode: list.encode, schema: list.schema + [("uniqueItems", .bool(true))])
  }

  /// Two ends of a range, the lower first: `[0.35, 0.60]`.
  static func interval(_ element: Format<Double>) -> Format
  where Value == ClosedRange<Double> {
    let list = Format<[Double]>.list(element, count: 2...2)
    return Format(
      decode: { node, path, decoding in
        guard let ends = list.decode(node, path, &decoding) else { return nil }
        guard ends[0] < ends[1] else {
          decoding.note(
            "\(path) is from \(ends[0]) to \(ends[1]); the first must be the smaller",
            at: node.place)
          return nil
        }
        return ends[0]...ends[1]
      },
      encode: { list.encode([$0.lowerBound, $0.upperBound]) }, schema: list.schema)
  }

  /// A mapping from names to records that hold their own name, in the order of the file.
  static func named<Element>(
    _ element: Format<Element>, name: WritableKeyPath<Element, String> & Sendable,
    problem: @escaping @Sendable (String) -> String?
  ) -> Format where Value == [Element] {
    Format(
      decode: { node, path, decoding in
        guard let entries = Format<Element>.entries(of: node, path, &decoding) else { return nil }
        var values: [Element] = []
        for entry in entries {
          let inner = Decoding.join(path, entry.key)
          decoding.places[inner] = entry.value.place
          if let message = problem(entry.key) {
            decoding.note("the name '\(entry.key)' in \(path) \(message)", at: entry.place)
          } else if var value = element.decode(entry.value, inner, &decoding) {
            value[keyPath: name] = entry.key
            values.append(value)
          }
        }
        return values.count == entries.count ? values : nil
      },
      encode: { values in
        .mapping(values.map { .init(key: $0[keyPath: name], value: element.encode($0)) })
      },
      schema: [
        ("type", .string("object")), ("additionalProperties", .object(element.schema)),
      ])
  }
}

/// The first value that stands in the list a second time, and where.
func firstRepeated<Element: Hashable>(_ values: [Element]) -> (index: Int, value: Element)? {
  var seen: Set<Element> = []
  for (index, value) in values.enumerated() where !seen.insert(value).inserted {
    return (index, value)
  }
  return nil
}
