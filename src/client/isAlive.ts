import { hasErrorCode } from './errorCode.ts';

/** Whether a process of this id exists; another user's counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EPERM')) return true;
    if (hasErrorCode(error, 'ESRCH')) return false;
    throw error;
  }
}
