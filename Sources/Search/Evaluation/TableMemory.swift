/// Raw memory of the tables that the inner loop reads and writes; `deallocate()` gives it back.
enum TableMemory {
  /// Room for at least one element, not initialised.
  static func allocate<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
    .allocate(capacity: max(1, count))
  }

  static func filled<Element: BitwiseCopyable>(
    _ count: Int, _ element: Element
  ) -> UnsafeMutablePointer<Element> {
    let memory: UnsafeMutablePointer<Element> = allocate(count)
    memory.initialize(repeating: element, count: max(1, count))
    return memory
  }

  static func copy<Element: BitwiseCopyable>(
    of elements: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let memory: UnsafeMutablePointer<Element> = allocate(elements.count)
    elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { memory.initialize(from: start, count: source.count) }
    }
    return memory
  }
}
