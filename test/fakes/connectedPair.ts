import { duplexPair, type Duplex } from 'node:stream';
import { createSystemClock } from '../../src/base/clock.ts';
import { openConnection, type OpenConnectionOptions } from '../../src/client/openConnection.ts';
import type { RunnerConnection } from '../../src/client/runnerConnection.ts';
import type { FakeRunner } from './fakeRunner.ts';

/** What every test client says of itself. */
export const testClient = { name: 'test', version: '0.0.0' };

/** Two ends of an in-memory socket. */
export function socketPair(): { near: Duplex; far: Duplex } {
  const [near, far] = duplexPair();
  return { near, far };
}

/** A client that has introduced itself to the fake runner, over streams in memory. */
export async function connectTo(
  runner: FakeRunner,
  options: Partial<OpenConnectionOptions> = {},
): Promise<{ connection: RunnerConnection; far: Duplex }> {
  const { near, far } = socketPair();
  runner.serve({ readable: far, writable: far });
  const connection = await openConnection({
    streams: { readable: near, writable: near },
    client: testClient,
    clock: createSystemClock(globalThis),
    ...options,
  });
  return { connection, far };
}
