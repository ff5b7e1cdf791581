import Foundation

/// Writing to a file descriptor whatever happens at its other end.
enum DescriptorWriter {
  /// Writes all of the text. What cannot be written is lost: a log or a view must never stop a run,
  /// whether its reader is gone or its disk is full.
  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeBufferPointer(rebasing: rest)
        let written = Foundation.write(descriptor, part.baseAddress, part.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if written < 0, errno == EAGAIN {
          // A terminal that is not ready: wait for it, but not for ever.
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          if Foundation.poll(&poll, 1, 1000) <= 0 { return }
        } else if written == 0 || errno != EINTR {
          return
        }
      }
    }
  }
}
