import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import type { Disposable } from '../../base/disposable.ts';

/** What SQLite answers when another connection holds the lock. */
const SQLITE_BUSY = 5;

/**
 * Takes the lock of a state directory, or gives undefined when another process has it. It is a lock of the operating
 * system on a database file: it goes with the process that holds it, however that ends, so it cannot be left behind and
 * no recycled pid can seem to hold it.
 */
export function lockStateDir(stateDir: string): Disposable | undefined {
  const database = new DatabaseSync(path.join(stateDir, 'lock.db'));
  try {
    // With this mode the lock of the first transaction is kept after its end, until the file is closed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    return {
      dispose: () => {
        database.close();
      },
    };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
