import { withTimeLimit, type Clock } from '../base/clock.ts';
import { silentLogger, type Logger } from '../base/logger.ts';
import { HANDSHAKE_TIMEOUT_MS, PROTOCOL_VERSION } from '../protocol/limits.ts';
import type { InitializeResult } from '../protocol/runner.ts';
import type { ConnectionStreams } from './connectionStreams.ts';
import { Conversation } from './conversation.ts';
import { protocolMismatch } from './protocolMismatch.ts';
import type { RunnerConnection } from './runnerConnection.ts';
import { RunnerError } from './runnerError.ts';

/** How a client introduces itself. */
export interface ClientIdentity {
  readonly name: string;
  readonly version: string;
}

export interface OpenConnectionOptions {
  /** Owned by the connection from now on, also when it does not come to be. */
  readonly streams: ConnectionStreams;
  readonly client: ClientIdentity;
  readonly clock: Clock;
  /** Needed on a socket. */
  readonly token?: string | undefined;
  readonly logger?: Logger | undefined;
  readonly handshakeTimeoutMs?: number | undefined;
}

/**
 * Introduces this client on streams that lead to a runner. Rejects with a `RunnerError`, the streams then closed: the
 * runner's own refusal, or that it speaks another protocol, does not answer in time, or has hung up.
 */
export async function openConnection(options: OpenConnectionOptions): Promise<RunnerConnection> {
  const conversation = new Conversation(options.streams, options.logger ?? silentLogger);
  conversation.start();
  try {
    const greeting = await introduce(conversation, options);
    conversation.maxMessageBytes = Math.min(
      conversation.maxMessageBytes,
      greeting.capabilities.maxMessageBytes,
    );
    return {
      greeting,
      request: (method, params, options) => conversation.request(method, params, options),
      notify: (method, params) => conversation.notify(method, params),
      onStream: conversation.onStream,
      onDidClose: conversation.onDidClose,
      dispose: () => conversation.dispose(),
    };
  } catch (error) {
    conversation.dispose();
    throw error;
  }
}

async function introduce(
  conversation: Conversation,
  { client, clock, token, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS }: OpenConnectionOptions,
): Promise<InitializeResult> {
  const params = {
    protocolVersion: PROTOCOL_VERSION,
    client: { name: client.name, version: client.version },
    capabilities: { batches: true },
    ...(token === undefined ? {} : { token }),
  };
  const answer = await withTimeLimit(clock, handshakeTimeoutMs, conversation.request('initialize', params));
  if (answer.kind === 'timedOut') {
    throw new RunnerError(
      'BAD_ANSWER',
      `The runner did not answer the handshake within ${handshakeTimeoutMs} ms.`,
    );
  }
  const { protocolVersion, runner } = answer.value;
  if (protocolVersion === PROTOCOL_VERSION) return answer.value;
  throw protocolMismatch({ ...runner, protocolVersion });
}
