/// A command's end that is not success: what to tell the person, and the exit code.
struct CommandFailure: Error {
  /// Exit codes, the same for every command.
  enum Code: Int32 {
    case violationsFound = 1
    case unusableInput = 2
    case infeasible = 3
    case cancelled = 4
    case internalFault = 70
  }

  var code: Code
  /// What was found and what to do next; may have several lines.
  var text: String

  init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}
