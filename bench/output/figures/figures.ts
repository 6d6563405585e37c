import type { Figure } from '../figure.ts';
import { byteLoss } from './byteLoss.ts';
import { chattyProcesses } from './chattyProcesses.ts';
import { hugeOutput } from './hugeOutput.ts';
import { keystrokes } from './keystrokes.ts';
import { pipeToLog } from './pipeToLog.ts';
import { terminalToLog } from './terminalToLog.ts';
import { toClient } from './toClient.ts';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  pipeToLog,
  terminalToLog,
  toClient,
  keystrokes,
  chattyProcesses,
  hugeOutput,
  byteLoss,
];
