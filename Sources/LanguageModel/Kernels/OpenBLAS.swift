import COpenBLAS

/// What the daemon reports about its linear algebra, and the one setting it needs.
public enum OpenBLAS {
  /// The kernels that OpenBLAS chose for this processor, for example `SkylakeX` or `Haswell`. The
  /// variable OPENBLAS_CORETYPE overrides the choice and must be set before the process starts.
  public static var coreName: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// One thread a call: the workers of a model are the parallelism, and nested threads fight.
  public static func useOneThread() { openblas_set_num_threads(1) }
}

/// A view of row-major floats: `stride` floats from one row to the next. Owns nothing.
struct Matrix {
  let base: Floats
  let stride: Int
  var isTransposed = false

  init(_ base: Floats, stride: Int) {
    self.base = base
    self.stride = stride
  }

  /// The same floats read with rows and columns exchanged.
  var transposed: Matrix {
    var copy = self
    copy.isTransposed.toggle()
    return copy
  }

  /// The part that begins at `row` and `column` of the untransposed view.
  func at(row: Int = 0, column: Int = 0) -> Matrix {
    Matrix(base + row * stride + column, stride: stride)
  }

  func row(_ index: Int) -> Floats { base + index * stride }
}

/// c[m, n] = a[m, k] · b[k, n], or += with `adding`.
@inline(__always)
func multiply(
  _ a: Matrix, _ b: Matrix, into c: Matrix, m: Int, n: Int, k: Int, adding: Bool = false
) {
  cblas_sgemm(
    CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
    b.isTransposed ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a.base,
    blasint(a.stride), b.base, blasint(b.stride), adding ? 1 : 0, c.base, blasint(c.stride))
}
