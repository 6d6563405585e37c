import type { Disposable } from '../../base/disposable.ts';

/** The way to a screen that says how far it has come: VS Code's own API takes text without end and tells nothing. */
export interface ViewFlow extends Disposable {
  /** Shows text; resolves when there is room for more. Whoever waits for it before the next call stays bounded. */
  write(text: string): Promise<void>;

  /**
   * Shows a line of our own, whatever half-written sequence the output may have ended in. Lines are short and few, so
   * nobody has to wait for them.
   */
  writeLine(text: string): void;

  /** Resolves when the screen has dealt with everything written so far, or when it seems to have stopped answering. */
  drained(): Promise<void>;

  /** Takes the screen's answers out of what came as input; what remains was typed or asked for by the process. */
  takeAnswers(input: string): string;
}
