import { fireAndForget } from '../../../base/fireAndForget.ts';
import { MAX_OUTPUT_CHUNK_BYTES } from '../../../protocol/limits.ts';
import { isActive } from '../../domain/processLifecycle.ts';
import { findScreen, resizeInTurn } from '../../sessions/attachToScreen.ts';
import { resolveCursor } from '../../sessions/client.ts';
import { readOutput } from '../../sessions/readOutput.ts';
import type { Handlers, RunnerServices } from '../handler.ts';

export function createOutputHandlers({
  clock,
  logger,
  scheduler,
  screens,
}: RunnerServices): Handlers<'output/subscribe' | 'output/unsubscribe' | 'output/read'> {
  return {
    'output/subscribe': async ({ processId, from, cols, rows, ...request }, client) => {
      const process = scheduler.get(processId);
      if (from !== 'screen') return { cursor: client.subscribe(process, { ...request, from }) };
      const { terminalSize: current } = process;
      const wanted = { cols: cols ?? current.cols, rows: rows ?? current.rows };
      const { cursor, snapshot, redraw } = await findScreen(screens, process, wanted);
      client.subscribe(process, { ...request, from: cursor });
      fireAndForget(resizeInTurn(clock, process, redraw), `Redrawing process ${processId}`, logger);
      return { cursor, ...(snapshot === undefined ? {} : { snapshot }) };
    },

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
