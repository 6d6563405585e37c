import { eventually } from './eventually.ts';

/** Waits until a question gives the same answer as the time before, and gives that. */
export async function whenStill<T extends string | number>(question: () => T): Promise<T> {
  let before: T | undefined;
  const { answer } = await eventually(() => {
    const answer = question();
    const isStill = answer === before;
    before = answer;
    return isStill && { answer };
  });
  return answer;
}
