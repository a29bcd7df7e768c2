// The Benchmarking module.
