import type { ControlSequence } from './sequenceReader.ts';

/** Most entries of the stack, as the protocol asks for a bound. */
const MAX_DEPTH = 16;

const SET = 0x3d; // =
const PUSH = 0x3e; // >
const POP = 0x3c; // <

/** How keys are to be reported (the kitty keyboard protocol): a stack of flags for each of the two screens. */
export class KeyboardModes {
  private readonly stacks: [number[], number[]] = [[0], [0]];

  /** Takes a `CSI … u`. */
  control({ prefix, params, count }: ControlSequence, alternate: boolean): void {
    const stack = this.stacks[alternate ? 1 : 0];
    const flags = params[0] ?? 0;
    if (prefix === PUSH) {
      stack.push(flags);
      if (stack.length > MAX_DEPTH) stack.shift();
    } else if (prefix === POP) {
      stack.length = Math.max(0, stack.length - Math.max(1, flags));
      if (stack.length === 0) stack.push(0);
    } else if (prefix === SET) {
      const current = stack.pop() ?? 0;
      const how = count > 1 ? params[1] : 1;
      stack.push(how === 2 ? current | flags : how === 3 ? current & ~flags : flags);
    }
  }

  reset(): void {
    for (const stack of this.stacks) stack.splice(0, stack.length, 0);
  }

  /** Brings a fresh screen to its flags. */
  sequence(alternate: boolean): string {
    const [first = 0, ...pushed] = this.stacks[alternate ? 1 : 0];
    return `${first === 0 ? '' : `\x1b[=${first};1u`}${pushed.map((flags) => `\x1b[>${flags}u`).join('')}`;
  }
}
