import type * as vscode from 'vscode';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { CommandHistory } from './commands/commandHistory.ts';
import type { ErrorNotices } from './errorNotices.ts';
import type { LogFiles } from './logs/logFiles.ts';
import type { ProcessModel } from './model/processModel.ts';
import type { RunnerLink } from './runner/runnerLink.ts';
import type { SearchReports } from './search/searchReports.ts';
import type { SearchSettings } from './search/searchSettings.ts';
import type { TerminalRegistry } from './terminals/terminalRegistry.ts';

/** What a command has to work with: the parts of this window's extension, made in `extension.ts`. */
export interface ExtensionWindow {
  readonly clock: Clock;
  readonly link: RunnerLink;
  readonly model: ProcessModel;
  readonly terminals: TerminalRegistry;
  readonly logs: LogFiles;
  readonly reports: SearchReports;
  /** What was searched for last in this window, to begin with the next time. */
  lastSearch: { pattern: string; settings?: SearchSettings };
  readonly history: CommandHistory;
  readonly notices: ErrorNotices;
  readonly logger: Logger;
  readonly log: vscode.LogOutputChannel;
  /** Where the runner keeps its state and its log. */
  readonly stateDir: () => string;
}
