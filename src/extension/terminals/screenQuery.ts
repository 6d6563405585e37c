/**
 * Where our tokens begin: far above every private mode that a terminal knows, so that the answer is always "not
 * recognized", and below the 2^31 - 1 at which xterm clamps parameters.
 */
const FIRST_TOKEN = 0x40_00_00_00;

// eslint-disable-next-line no-control-regex -- the answer is a control sequence
const ANSWER = /\x1b\[\?(\d+);0\$y/g;

/**
 * Questions to the terminal that make it say how far it has come: DECRQM (`CSI ? token $ p`) about a private mode that
 * does not exist is answered (`CSI ? token ; 0 $ y`) once everything before it was parsed, and shows nothing. The
 * answer arrives where keys do.
 */
export class ScreenQuery {
  private nextToken = FIRST_TOKEN;

  /** The sequence of the next question and the token its answer will carry. */
  next(): { token: number; sequence: string } {
    const token = this.nextToken;
    this.nextToken += 1;
    return { token, sequence: `\x1b[?${token}$p` };
  }

  /** Separates answers to our questions, late ones included, from the rest of an input. */
  separate(input: string): { rest: string; tokens: number[] } {
    const tokens: number[] = [];
    const rest = input.replace(ANSWER, (answer, digits: string) => {
      const token = Number(digits);
      if (token < FIRST_TOKEN || token >= this.nextToken) return answer;
      tokens.push(token);
      return '';
    });
    return { rest, tokens };
  }
}
