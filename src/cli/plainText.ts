/** Text for a terminal with everything in it that would move the cursor or change colours made a space. */
export function plainText(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
