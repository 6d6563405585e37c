import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { fireAndForget } from '../base/fireAndForget.ts';
import { countProcesses } from './model/processStates.ts';
import { RunnerWatch } from './runner/runnerWatch.ts';
import type { ExtensionWindow } from './window.ts';

/**
 * Keeps the window's picture true to its runner, from the one that was left running by a window before, through a break
 * of the connection, to its end. It never starts one, and does not even look for one in Restricted Mode.
 */
export function followRunner(window: ExtensionWindow): Disposable {
  const { clock, link, model, terminals, logger } = window;
  const store = new DisposableStore();
  store.add(
    link.onDidConnect(({ processes }) => {
      model.reset(processes);
      // In Restricted Mode a runner is only joined to read what it keeps.
      if (vscode.workspace.isTrusted) terminals.restore();
    }),
  );
  store.add(
    link.onStream((message) => {
      if (message.type === 'status') model.apply(message);
      if (message.type === 'error') logger.warn(`Process ${message.processId}: ${message.data.message}`);
    }),
  );
  store.add(link.onDidLose(() => forgetRunner(window)));
  store.add(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (link.current() === undefined) attach(window);
      else terminals.restore();
    }),
  );
  attach(window);
  const watch = store.add(
    new RunnerWatch({
      clock,
      logger,
      isNeeded: () => vscode.workspace.isTrusted && link.current() === undefined,
      look: () => link.attach(),
    }),
  );
  watch.start();
  return store;
}

function attach({ link, notices, logger }: ExtensionWindow): void {
  if (!vscode.workspace.isTrusted) return;
  const attached = link.attach().catch((error: unknown) => {
    notices.report('use the runner that is there', error);
  });
  fireAndForget(attached, 'Looking for a runner', logger);
}

function forgetRunner({ model, notices, logger }: ExtensionWindow): void {
  const { active } = countProcesses(model.all());
  model.clear();
  // One that had nothing to do any more was ended by somebody, and nobody lost anything.
  if (active === 0) logger.info('The runner has ended.');
  else notices.tell(endedUnexpectedly(active));
}

function endedUnexpectedly(active: number): string {
  const what = active === 1 ? 'a process that was running' : `${active} processes that were running`;
  return `The Procession runner ended unexpectedly, and with it the control over ${what}. The next command starts a new runner.`;
}
