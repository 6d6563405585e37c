import type { ProcessInfo } from '../protocol/process.ts';

/**
 * What `activate` hands out so that the extension suite can look inside. It shows what a person sees, and changes
 * nothing; it is not for other extensions.
 */
export interface ExtensionInsight {
  /** The processes that this window knows. */
  processes(): ProcessInfo[];
  /** The process id of the runner that this window is connected to, if it is. */
  runnerPid(): number | undefined;
  /** What the status bar shows, if it does. */
  statusBarText(): string | undefined;
}
