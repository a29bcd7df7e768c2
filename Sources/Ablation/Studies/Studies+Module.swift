// The Studies module.
