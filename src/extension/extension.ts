import * as vscode from 'vscode';
import { createSystemClock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import type { RunnerConnection } from '../client/runnerConnection.ts';
import type { ExtensionInsight } from './api.ts';
import { CommandHistory } from './commands/commandHistory.ts';
import { registerCommands } from './commands/commandTable.ts';
import { restartProcess } from './commands/restartProcess.ts';
import { runProcessCommand } from './commands/runProcessCommand.ts';
import { ErrorNotices } from './errorNotices.ts';
import { followRunner } from './followRunner.ts';
import { createLogger } from './log.ts';
import { LogFiles } from './logs/logFiles.ts';
import { ProcessModel } from './model/processModel.ts';
import { createLinkWorld } from './runner/createLinkWorld.ts';
import { reachConnection } from './runner/reachRunner.ts';
import { RunnerLink } from './runner/runnerLink.ts';
import { stateDirectory } from './runner/stateDirectory.ts';
import { SearchReports } from './search/searchReports.ts';
import { OpenTerminals } from './terminals/openTerminals.ts';
import { OutputFollowers } from './terminals/outputFollowers.ts';
import type { TerminalHost } from './terminals/terminalHost.ts';
import { TerminalRegistry } from './terminals/terminalRegistry.ts';
import { whenSlow } from './terminals/whenSlow.ts';
import { ProcessTree } from './views/processTree.ts';
import { StatusBar } from './views/statusBar.ts';
import type { ExtensionWindow } from './window.ts';

/** Makes the parts and joins them. Starts nothing: at most it finds the runner that was left running. */
export function activate(context: vscode.ExtensionContext): ExtensionInsight {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const clock = createSystemClock(globalThis);
  const log = store.add(vscode.window.createOutputChannel('Procession', { log: true }));
  const logger = createLogger(log);
  const model = store.add(new ProcessModel());
  const runnerPath = context.asAbsolutePath('dist/runner.js');
  const link = store.add(
    new RunnerLink(createLinkWorld({ clock, logger, runnerPath, stateDir: stateDirectory })),
  );

  const host: TerminalHost = {
    model,
    clock,
    logger,
    followers: new OutputFollowers(logger),
    whenSlow,
    connection: () => link.current()?.connection,
    restart: (processId) => runProcessCommand(window, restartProcess, processId),
  };
  const reach = (): Promise<RunnerConnection> => reachConnection(link);
  const window: ExtensionWindow = {
    clock,
    link,
    model,
    logger,
    log,
    stateDir: stateDirectory,
    notices: new ErrorNotices(logger),
    history: new CommandHistory(context.workspaceState),
    logs: store.add(new LogFiles({ clock, logger, reach })),
    reports: store.add(new SearchReports(reach)),
    lastSearch: { pattern: '' },
    terminals: store.add(new TerminalRegistry(host, new OpenTerminals(context.workspaceState))),
  };

  const statusBar = store.add(new StatusBar(model, clock));
  store.add(new ProcessTree(model, clock));
  store.add(registerCommands(window));
  store.add(followRunner(window));
  return {
    processes: () => model.all(),
    runnerPid: () => link.current()?.connection.greeting.runner.pid,
    statusBarText: () => statusBar.shownText,
  };
}
