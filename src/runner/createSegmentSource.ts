import type { LogStore } from './output/logStore.ts';
import type { Scheduler } from './scheduling/scheduler.ts';
import type { SegmentSource } from './search/segmentSource.ts';

/** Lets a search see the logs of the processes that a scheduler knows, with everything that was printed until now. */
export function createSegmentSource(scheduler: Scheduler, logs: LogStore): SegmentSource {
  return {
    listSegments: async ({ processId, sessionId, runs }) => {
      const processes = processId === undefined ? scheduler.list(sessionId) : [scheduler.get(processId)];
      await Promise.all(processes.map(({ output }) => output.flush()));
      return processes.flatMap(({ id, run }) =>
        logs.list(id).filter((segment) => segment.bytes > 0 && (runs === 'all' || segment.run === run)),
      );
    },
  };
}
