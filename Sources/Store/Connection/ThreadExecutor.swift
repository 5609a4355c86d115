import Foundation

/// Runs an actor's jobs one after another on a thread of its own, so that a call which blocks
/// never holds a thread of the cooperative pool.
///
/// The thread lives until ``stop()``; the owning actor calls it when it goes away.
// Proof for @unchecked Sendable: `jobs` and `stopped` are read and written only while `condition`
// is locked; the other stored property never changes.
package final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  private let condition = NSCondition()
  private var jobs: [UnownedJob] = []
  private var stopped = false

  /// Starts the thread; `name` shows in debuggers and in `ps -L`.
  package init(name: String) {
    let thread = Thread { [self] in runUntilStopped() }
    thread.name = name
    thread.start()
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    condition.lock()
    jobs.append(unowned)
    condition.signal()
    condition.unlock()
  }

  /// Lets the thread end once its queue is empty; a job enqueued later would never run.
  package func stop() {
    condition.lock()
    stopped = true
    condition.signal()
    condition.unlock()
  }

  private func runUntilStopped() {
    while let batch = nextBatch() {
      for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }

  /// Waits for work; nil once stopped with nothing left to run.
  private func nextBatch() -> [UnownedJob]? {
    condition.lock()
    defer { condition.unlock() }
    while jobs.isEmpty && !stopped { condition.wait() }
    guard !jobs.isEmpty else { return nil }
    let batch = jobs
    jobs.removeAll(keepingCapacity: true)
    return batch
  }
}
