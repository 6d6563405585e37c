import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import type { ProcessModel } from '../model/processModel.ts';
import type { OutputFollowers } from './outputFollowers.ts';

/** What a terminal needs of the window around it. */
export interface TerminalHost {
  readonly model: Pick<ProcessModel, 'get' | 'onDidChange'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly followers: Pick<OutputFollowers, 'follow'>;

  /** What to do where a process is faster than its terminal, as the person wants it now. */
  whenSlow(): 'skip' | 'pause';

  /** The conversation with the runner, if there is one now. */
  connection(): RunnerConnection | undefined;

  /** Runs an ended process again; tells the person itself if that fails, so it never rejects. */
  restart(processId: string): Promise<void>;
}
