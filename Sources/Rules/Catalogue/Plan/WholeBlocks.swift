import Domain

/// In a plan of half-blocks, a rotation that may not be halved fills both halves of a block.
///
/// One unit of penalty is one block in which such a rotation stands in exactly one half, counted
/// once for each half that holds one: two different whole rotations in one block are two units.
package struct WholeBlocks: Rule {
  package static let id: RuleID = "whole-blocks"

  package init() {}
}
