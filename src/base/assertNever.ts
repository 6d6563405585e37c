/** Marks a branch that the type system says cannot be reached; throws with the value if it is reached all the same. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
