/** The sentence of an error of unknown kind. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
