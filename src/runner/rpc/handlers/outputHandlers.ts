import { MAX_OUTPUT_CHUNK_BYTES } from '../../../protocol/limits.ts';
import { isActive } from '../../domain/processLifecycle.ts';
import { resolveCursor } from '../../sessions/client.ts';
import { readOutput } from '../../sessions/readOutput.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createOutputHandlers({
  scheduler,
}: RunnerServices): Handlers<'output/subscribe' | 'output/unsubscribe' | 'output/read'> {
  return {
    'output/subscribe': ({ processId, from, ...request }, client) => ({
      // Without a snapshot, a screen is all the output that is still kept.
      cursor: client.subscribe(scheduler.get(processId), {
        ...request,
        from: from === 'screen' ? 'start' : from,
      }),
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
