import { ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { errorText } from '../../base/errorText.ts';
import type { Logger } from '../../base/logger.ts';
import type { ErrorCode, ErrorData } from '../../protocol/errors.ts';
import { Refusal } from '../domain/refusal.ts';

/** The JSON-RPC number of those codes that have one of their own; the others share "request failed". */
const REQUEST_FAILED = -32803;
const NUMBERS: Partial<Record<ErrorCode, number>> = {
  INVALID_PARAMS: ErrorCodes.InvalidParams,
  METHOD_NOT_FOUND: ErrorCodes.MethodNotFound,
  MESSAGE_MALFORMED: ErrorCodes.InvalidRequest,
  MESSAGE_TOO_LARGE: ErrorCodes.InvalidRequest,
  NOT_INITIALIZED: ErrorCodes.ServerNotInitialized,
  INTERNAL: ErrorCodes.InternalError,
  // As the Language Server Protocol has it.
  CANCELLED: -32800,
};

/** An error answer. This is the only file that makes one. */
export function wireError(message: string, data: ErrorData): ResponseError<ErrorData> {
  return new ResponseError(NUMBERS[data.code] ?? REQUEST_FAILED, message, data);
}

/** The answer for whatever a handler threw: a refusal says what it is; anything else is a fault of ours, and logged. */
export function toWireError(error: unknown, method: string, logger: Logger): ResponseError<ErrorData> {
  if (error instanceof Refusal) {
    const { code, errno } = error;
    return wireError(error.message, errno === undefined ? { code } : { code, errno });
  }
  logger.error(`Answering ${method} failed`, error);
  return wireError(`The runner failed to answer ${method}: ${errorText(error)}`, { code: 'INTERNAL' });
}
