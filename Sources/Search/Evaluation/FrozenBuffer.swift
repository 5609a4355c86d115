/// An array that is written once and then read without bounds checks by many threads.
///
/// The inner loop reads tables of millions of entries; a checked array costs it a third of its
/// speed. Debug self-checks compare every evaluation with a recount instead.
final class FrozenBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Sendable: the memory is written in `init` alone and only read afterwards, until `deinit`.
  let base: UnsafePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = UnsafePointer(TableMemory.copy(of: elements))
  }

  deinit { base.deallocate() }

  var isEmpty: Bool { count == 0 }
}
