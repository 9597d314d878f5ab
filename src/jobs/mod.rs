//! Background work: one named thread, one running job per kind, progress, cancellation, partial results, latest request wins.
