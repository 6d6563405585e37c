/** Does something so many times, several at once. */
export async function inParallel(times: number, width: number, work: () => Promise<void>): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Runs that mostly wait are done together; the others by few, so that they are still as they would be alone. */
export function widthFor(pauseMs: number): number {
  return pauseMs > 0 ? 20 : 4;
}

/** Holds the event loop up, as work on a piece of output does. */
export function busy(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
