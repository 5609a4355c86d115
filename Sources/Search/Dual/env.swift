import Glibc
func env(_ n: String, _ d: Double) -> Double { getenv(n).map { atof($0) } ?? d }
