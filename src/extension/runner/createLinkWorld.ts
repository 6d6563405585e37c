import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { buildInfo } from '../../client/buildInfo.ts';
import { ensureRunner } from '../../client/ensureRunner.ts';
import { findRunner, type RunnerLookup } from '../../client/findRunner.ts';
import type { RunnerProgram } from '../../client/runnerProgram.ts';
import { RestrictedModeError } from './restrictedMode.ts';
import type { LinkWorld } from './runnerLink.ts';
import { sessionFor } from './sessionName.ts';

/** Where things are, and what time it is. */
export interface LinkSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The runner's bundle. */
  readonly runnerPath: string;
  readonly stateDir: () => string;
}

/** The world of a link in VS Code: the bundled runner, run by whatever runs this extension host. */
export function createLinkWorld({ clock, logger, runnerPath, stateDir }: LinkSurroundings): LinkWorld {
  const lookup = (): RunnerLookup => ({
    stateDir: stateDir(),
    client: { name: 'vscode', version: buildInfo.version },
    clock,
    logger,
  });
  const program = (): RunnerProgram => ({
    execPath: process.execPath,
    runnerPath,
    env: process.env,
    isElectron: process.versions['electron'] !== undefined,
  });
  return {
    clock,
    logger,
    throwIfForbidden: () => {
      if (!vscode.workspace.isTrusted) throw new RestrictedModeError();
    },
    find: () => findRunner(lookup()),
    start: () => ensureRunner(lookup(), program(), buildInfo.buildId),
    session: () => sessionFor(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, homedir()),
  };
}
