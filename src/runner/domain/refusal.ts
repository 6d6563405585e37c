import type { ErrorCode } from '../../protocol/errors.ts';

/**
 * A request that cannot be granted, and why: expected, no fault of the runner. It travels up as an exception and becomes
 * an error answer at the boundary, and nowhere else.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errno: string | undefined;

  constructor(code: ErrorCode, message: string, errno?: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.errno = errno;
  }
}
