import * as vscode from 'vscode';
import { fireAndForget } from '../base/fireAndForget.ts';
import type { Logger } from '../base/logger.ts';
import { firstSentence } from './format/firstSentence.ts';
import { RestrictedModeError } from './runner/restrictedMode.ts';

const SHOW_LOG = 'Show Log';
const MANAGE_TRUST = 'Manage Workspace Trust';

/** Tells the person that something did not work: one sentence, with the way to more. The log gets all of it. */
export class ErrorNotices {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Reports an error that a person's own command ran into. `doing` completes "Procession could not …". */
  report(doing: string, error: unknown): void {
    if (error instanceof RestrictedModeError) {
      this.show(() => this.askForTrust(error.message));
      return;
    }
    this.logger.error(`Could not ${doing}`, error);
    this.show(() => this.showWithLog(`Procession could not ${doing}: ${firstSentence(error)}`));
  }

  /** Reports something that happened by itself. */
  tell(message: string): void {
    this.logger.warn(message);
    this.show(() => this.showWithLog(message));
  }

  private async showWithLog(message: string): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, SHOW_LOG);
    if (chosen === SHOW_LOG) await vscode.commands.executeCommand('procession.showLog');
  }

  private async askForTrust(message: string): Promise<void> {
    const chosen = await vscode.window.showWarningMessage(message, MANAGE_TRUST);
    if (chosen === MANAGE_TRUST) await vscode.commands.executeCommand('workbench.trust.manage');
  }

  /** Nobody waits for a notification: it stays until the person has time for it. */
  private show(notification: () => Promise<void>): void {
    fireAndForget(notification(), 'Showing a notification', this.logger);
  }
}
