import type { Logger } from './logger.ts';

/**
 * The one way to start a promise that nobody waits for: a rejection is logged with what was being done, instead of
 * ending the process as an unhandled rejection would.
 */
export function fireAndForget(promise: Promise<unknown>, doing: string, logger: Logger): void {
  promise.catch((error: unknown) => {
    logger.error(`${doing} failed`, error);
  });
}
