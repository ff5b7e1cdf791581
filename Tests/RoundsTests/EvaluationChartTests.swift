import Foundation
import Testing

@testable import Rounds

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct EvaluationChartTests {
  private func parse(_ svg: String) -> Elements? {
    let reader = Elements()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    return parser.parse() ? reader : nil
  }

  @Test func aChartIsWellFormedWithEveryPointInside() throws {
    let chart = EvaluationChart(
      title: "Lists: \"a\" < b & c > 'd' ∀∃ ]]>",
      lines: [
        .init(name: "transformer <1>", points: [(1, 0), (5, 0.52), (10, 1)]),
        .init(name: "log-linear & more", points: [(1, 0.25)]),
      ])
    let read = try #require(parse(chart.svg()))
    #expect(read.texts.contains(chart.title))
    #expect(read.texts.contains("log-linear & more"))
    #expect(read.texts.contains("round 10"))
    let circles = read.elements.filter { $0.name == "circle" }.map(\.attributes)
    #expect(circles.count == 4)
    let root = try #require(read.elements.first)
    #expect(root.name == "svg")
    let width = try #require(root.attributes["width"].flatMap(Double.init))
    let height = try #require(root.attributes["height"].flatMap(Double.init))
    for circle in circles {
      let x = try #require(circle["cx"].flatMap(Double.init))
      let y = try #require(circle["cy"].flatMap(Double.init))
      #expect(x > 0 && x < width && y > 0 && y < height)
    }
    // More solved stands higher.
    let heights = circles.prefix(3).compactMap { $0["cy"].flatMap(Double.init) }
    #expect(heights.count == 3 && heights[0] > heights[1] && heights[1] > heights[2])
    #expect(read.elements.count { $0.name == "polyline" } == 2)
  }

  @Test func anEmptyChartIsWellFormedToo() throws {
    let read = try #require(parse(EvaluationChart(title: "none", lines: []).svg()))
    #expect(read.elements.count { $0.name == "circle" } == 0)
    let one = EvaluationChart(title: "one", lines: [.init(name: "x", points: [(0, 0.5)])])
    #expect(try #require(parse(one.svg())).elements.count { $0.name == "circle" } == 1)
  }

  /// What an XML parser found.
  private final class Elements: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var texts: Set<String> = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      elements.append((name, attributes))
      text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      texts.insert(text)
      text = ""
    }
  }
}
