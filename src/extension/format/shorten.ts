/** Longest name that leaves room for something beside it, in characters. */
const MAX_CHARS = 40;

/** A name as it is, or its beginning if it is a long one, as a command line that stands for a name may be. */
export function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_CHARS) return name;
  return `${characters
    .slice(0, MAX_CHARS - 1)
    .join('')
    .trimEnd()}…`;
}
