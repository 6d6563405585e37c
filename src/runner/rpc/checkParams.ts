import { describeSchemaError } from '../../protocol/describeSchemaError.ts';
import { requests, type ParamsOf, type RequestMethod } from '../../protocol/protocol.ts';
import { wireError } from './wireErrors.ts';

/** Checks a request's parameters against its schema; throws the error answer that names the fault and where it is. */
export function checkParams<M extends RequestMethod>(method: M, params: unknown): ParamsOf<M> {
  const result = requests[method].params.safeParse(params ?? {});
  if (result.success) return result.data as ParamsOf<M>;
  const { path, message } = describeSchemaError(result.error);
  throw wireError(`${method}: ${message}`, { code: 'INVALID_PARAMS', ...(path === '' ? {} : { path }) });
}

/** Whether a name is that of a request in the protocol. */
export function isRequestMethod(method: string): method is RequestMethod {
  return Object.hasOwn(requests, method);
}
