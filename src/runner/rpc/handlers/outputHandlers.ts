import { MAX_OUTPUT_CHUNK_BYTES } from '../../../protocol/limits.ts';
import { isActive } from '../../domain/processLifecycle.ts';
import { resolveCursor } from '../../sessions/client.ts';
import { readOutput } from '../../sessions/readOutput.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createOutputHandlers({
  scheduler,
}: RunnerServices): Handlers<'output/subscribe' | 'output/unsubscribe' | 'output/read'> {
  return {
    'output/subscribe': ({ processId, ...request }, client) => ({
      cursor: client.subscribe(scheduler.get(processId), request),
    }),

    'output/unsubscribe': ({ processId }, client) => {
      client.unsubscribe(scheduler.get(processId));
      return {};
    },

    'output/read': ({ processId, from, maxBytes }) => {
      const { output, state } = scheduler.get(processId);
      return readOutput(output, {
        from: resolveCursor(output, from),
        maxBytes: maxBytes ?? MAX_OUTPUT_CHUNK_BYTES,
        isComplete: !isActive(state),
      });
    },
  };
}
