import Foundation

/// Draws solved shares over rounds as an SVG that GitHub shows in a README.
struct EvaluationChart {
  struct Line {
    var name: String
    /// Round and share solved (0…1).
    var points: [(round: Int, share: Double)]
  }
  let title: String
  let lines: [Line]

  private static let width = 560.0
  private static let height = 260.0
  private static let left = 46.0
  private static let right = 130.0
  private static let top = 34.0
  private static let bottom = 34.0
  private static let colours = ["#1f6feb", "#8b949e", "#bf8700", "#1a7f37", "#cf222e", "#8250df"]

  func svg() -> String {
    let last = max(1, lines.flatMap(\.points).map(\.round).max() ?? 1)
    func x(_ round: Int) -> Double {
      Self.left + (Self.width - Self.left - Self.right) * Double(round) / Double(last)
    }
    func y(_ share: Double) -> Double {
      Self.top + (Self.height - Self.top - Self.bottom) * (1 - share)
    }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(Self.width))\" height=\"\(Int(Self.height))\" font-family=\"sans-serif\" font-size=\"11\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
      "<text x=\"\(Self.left)\" y=\"20\" font-size=\"13\" fill=\"#1f2328\">\(Self.escaped(title))</text>",
    ]
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
      let at = Self.number(y(tick))
      parts.append(
        "<line x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(at)\" y2=\"\(at)\" stroke=\"#d0d7de\"/>"
      )
      parts.append(
        "<text x=\"\(Self.left - 6)\" y=\"\(at)\" dy=\"4\" text-anchor=\"end\" fill=\"#59636e\">\(Int(tick * 100))%</text>"
      )
    }
    for round in Set([0, last / 2, last]).sorted() {
      parts.append(
        "<text x=\"\(Self.number(x(round)))\" y=\"\(Self.height - 14)\" text-anchor=\"middle\" fill=\"#59636e\">round \(round)</text>"
      )
    }
    for (index, line) in lines.enumerated() {
      let colour = Self.colours[index % Self.colours.count]
      let path = line.points.map { "\(Self.number(x($0.round))),\(Self.number(y($0.share)))" }
        .joined(separator: " ")
      parts.append(
        "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>")
      for point in line.points {
        parts.append(
          "<circle cx=\"\(Self.number(x(point.round)))\" cy=\"\(Self.number(y(point.share)))\" r=\"2.5\" fill=\"\(colour)\"/>"
        )
      }
      let row = Self.top + 14 * Double(index)
      parts.append(
        "<rect x=\"\(Self.width - Self.right + 10)\" y=\"\(row)\" width=\"10\" height=\"3\" fill=\"\(colour)\"/>"
      )
      parts.append(
        "<text x=\"\(Self.width - Self.right + 26)\" y=\"\(row + 6)\" fill=\"#1f2328\">\(Self.escaped(line.name))</text>"
      )
    }
    return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// One decimal, independent of the locale.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
