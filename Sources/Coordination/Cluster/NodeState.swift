/// What is known of a node's life, as `docs/states.md` draws it.
package enum NodeState: String, Sendable, Hashable {
  /// Heard of within the suspicion time. Next: suspect, draining, lost, left.
  case active
  /// Its connection closed and may come back. Next: active, lost, left.
  case suspect
  /// Finishes what it has and gets nothing more. Next: lost, left.
  case draining
  /// Silent beyond the suspicion time; its leases went to others. Next: active, forgotten.
  case lost
  /// Said that it goes. Next: active when it joins again, forgotten.
  case left
}
