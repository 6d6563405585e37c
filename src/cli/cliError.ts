import { EXIT_FAILURE } from './exitCodes.ts';

/** What ends a command early, told to the user in one sentence. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_FAILURE) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}
