import Foundation

/// The two functions of the C library that the search needs.
enum Math {
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  static func log(_ x: Double) -> Double { Foundation.log(x) }
}
