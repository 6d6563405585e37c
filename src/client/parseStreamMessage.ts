import { describeSchemaError } from '../protocol/describeSchemaError.ts';
import { runnerNotifications } from '../protocol/protocol.ts';
import type { StreamMessage } from '../protocol/stream.ts';
import { RunnerError } from './runnerError.ts';

const knownTypes: readonly unknown[] = runnerNotifications.stream.options.map(
  (option) => option.shape.type.value,
);

/**
 * Checks what a runner streamed. A kind that this client does not know is a newer runner's matter and gives
 * `undefined`; a known one that does not fit breaks the protocol and throws `BAD_ANSWER`.
 */
export function parseStreamMessage(params: unknown): StreamMessage | undefined {
  const parsed = runnerNotifications.stream.safeParse(params);
  if (parsed.success) return parsed.data;
  const type = typeof params === 'object' && params !== null && 'type' in params ? params.type : undefined;
  if (typeof type === 'string' && !knownTypes.includes(type)) return undefined;
  const { message } = describeSchemaError(parsed.error);
  throw new RunnerError(
    'BAD_ANSWER',
    `The runner streamed a message that is not what it should be: ${message}`,
  );
}
