/** A line that can be chosen. */
export interface CommandChoice {
  line: string;
  /** It is what was typed, not remembered. */
  isTyped: boolean;
}

/**
 * What can be chosen while this much is typed: first always the line as it was typed, so that Enter runs that and no
 * other one, then what was run before. The list itself leaves out what does not match.
 */
export function commandChoices(typed: string, history: readonly string[]): CommandChoice[] {
  const line = typed.trim();
  const remembered = history
    .filter((other) => other !== line)
    .map((other) => ({ line: other, isTyped: false }));
  if (line === '') return remembered;
  return [{ line, isTyped: !history.includes(line) }, ...remembered];
}
