import type * as vscode from 'vscode';
import type { Logger } from '../base/logger.ts';

/** The extension's own log as every other part sees it. */
export function createLogger(channel: vscode.LogOutputChannel): Logger {
  return {
    debug: (message) => channel.debug(message),
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, error) => channel.error(message, ...(error === undefined ? [] : [error])),
  };
}
