/** Goes through the lines of a block that may match. It may find lines that do not, but misses none that does. */
export interface CandidateFinder {
  /** A place within the next such line, looking from the beginning of the line at `from` on; -1 when there is none. */
  next(from: number): number;
}
