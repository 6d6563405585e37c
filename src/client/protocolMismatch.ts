import { PROTOCOL_VERSION } from '../protocol/limits.ts';
import { RunnerError } from './runnerError.ts';

/** The runner that was met, as it tells of itself. */
export interface OtherRunner {
  readonly protocolVersion: number;
  readonly version: string;
  readonly pid: number;
}

/** Says which two versions meet, and what a person can do about it. */
export function protocolMismatch(runner: OtherRunner): RunnerError {
  return new RunnerError(
    'PROTOCOL_MISMATCH',
    `This client speaks version ${PROTOCOL_VERSION} of Procession's protocol, but the runner that is running ` +
      `(${runner.version}, process ${runner.pid}) speaks version ${runner.protocolVersion}. ` +
      `Update the older of the two, or end that runner, which stops its processes, and try again.`,
  );
}
