import { realpathSync } from 'node:fs';
import { errorText } from '../base/errorText.ts';
import { CliError } from './cliError.ts';

/** The real path of the folder this program runs in. */
export function currentFolder(): string {
  try {
    return realpathSync(process.cwd());
  } catch (error) {
    throw new CliError(
      `the current folder cannot be used, perhaps it has been deleted (${errorText(error)}).`,
    );
  }
}
