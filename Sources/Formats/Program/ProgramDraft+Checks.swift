extension ProgramDraft {
  /// Contradictions that counting can show before any search.
  func check() {
  }
}
