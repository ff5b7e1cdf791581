/-
  Every theorem of the run. Empty in the seed; the daemon adds an import for each module it commits.
-/
