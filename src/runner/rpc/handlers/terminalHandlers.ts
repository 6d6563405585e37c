import type { Handlers, RunnerServices } from '../handler.ts';

export function createTerminalHandlers({
  scheduler,
}: RunnerServices): Handlers<'terminal/input' | 'terminal/resize'> {
  return {
    'terminal/input': async ({ processId, data, encoding, eof }, client) => {
      const process = scheduler.get(processId);
      client.noteInput(process);
      await process.write(Buffer.from(data, encoding ?? 'utf8'));
      if (eof === true) process.closeInput();
      return {};
    },

    'terminal/resize': ({ processId, cols, rows }) => {
      scheduler.get(processId).resize(cols, rows);
      return {};
    },
  };
}
