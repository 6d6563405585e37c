import * as vscode from 'vscode';
import { delay, type Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { errorText } from '../../base/errorText.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunnerConnection } from '../../client/runnerConnection.ts';
import { firstSentence } from '../format/firstSentence.ts';
import { EndKeeper } from './endKeeper.ts';
import { followPause } from './followPause.ts';
import { LogDocument } from './logDocument.ts';
import { parseLogQuery } from './logTarget.ts';

/** The scheme of log documents. */
export const LOG_SCHEME = 'procession-log';

/** What log documents need of the window around them. */
export interface LogHost {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The runner that is there; throws a sentence for people if there is none. Starts none. */
  reach(): Promise<RunnerConnection>;
}

interface OpenLog {
  readonly document: LogDocument;
  content: Buffer;
  changedAtMs: number;
}

/**
 * Logs as files that cannot be written. Files rather than documents with a content provider, because VS Code reads those
 * as bytes, changes only the end of an editor whose file has only grown, and says by `watch` which of them are looked at.
 */
export class LogFiles implements vscode.FileSystemProvider, Disposable {
  private readonly host: LogHost;
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  private readonly endKeeper = this.store.add(new EndKeeper(LOG_SCHEME));
  private readonly open = new Map<string, OpenLog>();
  private readonly updating = new Map<string, Promise<{ log: OpenLog; hasGrown: boolean }>>();

  readonly onDidChangeFile = this.changeEmitter.event;

  constructor(host: LogHost) {
    this.host = host;
    this.store.add(
      vscode.workspace.registerFileSystemProvider(LOG_SCHEME, this, {
        isCaseSensitive: true,
        isReadonly: new vscode.MarkdownString('This is what a process has printed.'),
      }),
    );
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === LOG_SCHEME) this.open.delete(uri.toString());
      }),
    );
  }

  /** Brings a log up to date; rejects with a sentence for people when that cannot be. */
  async refresh(uri: vscode.Uri): Promise<LogDocument> {
    return (await this.update(uri)).log.document;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { content, changedAtMs } = await this.get(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: changedAtMs, size: content.length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.get(uri)).content;
  }

  /** VS Code watches the files that are to be seen in an editor, which is just when one has to follow. */
  watch(uri: vscode.Uri): vscode.Disposable {
    const follow = { isOver: false };
    fireAndForget(this.follow(uri, follow), 'Following a log', this.host.logger);
    return new vscode.Disposable(() => (follow.isOver = true));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): never {
    throw readOnly();
  }

  writeFile(): never {
    throw readOnly();
  }

  delete(): never {
    throw readOnly();
  }

  rename(): never {
    throw readOnly();
  }

  dispose(): void {
    this.store.dispose();
  }

  private async follow(uri: vscode.Uri, follow: { readonly isOver: boolean }): Promise<void> {
    let pauseMs = 0;
    while (!follow.isOver && !this.store.isDisposed) {
      await delay(this.host.clock, pauseMs);
      const found = await this.lookAgain(uri, follow);
      pauseMs = followPause(pauseMs, found);
    }
  }

  private async lookAgain(
    uri: vscode.Uri,
    follow: { readonly isOver: boolean },
  ): Promise<{ hasGrown: boolean; contentBytes: number }> {
    if (follow.isOver) return { hasGrown: false, contentBytes: 0 };
    try {
      const { log, hasGrown } = await this.update(uri);
      return { hasGrown, contentBytes: log.content.length };
    } catch (error) {
      // The runner or the process has gone. What was read of it stays, and the runner may come back.
      this.host.logger.debug(`A log cannot be followed: ${errorText(error)}`);
      return { hasGrown: false, contentBytes: 0 };
    }
  }

  /** A log that nobody has read before is read now. */
  private async get(uri: vscode.Uri): Promise<OpenLog> {
    return this.open.get(uri.toString()) ?? (await this.update(uri)).log;
  }

  /** Those who ask meanwhile share one reading: two would each append what they have read. */
  private update(uri: vscode.Uri): Promise<{ log: OpenLog; hasGrown: boolean }> {
    const key = uri.toString();
    const running = this.updating.get(key);
    if (running !== undefined) return running;
    const update = this.readOn(uri).finally(() => this.updating.delete(key));
    this.updating.set(key, update);
    return update;
  }

  private async readOn(uri: vscode.Uri): Promise<{ log: OpenLog; hasGrown: boolean }> {
    const known = this.open.get(uri.toString());
    const log = known ?? { document: createDocument(uri), content: Buffer.alloc(0), changedAtMs: 0 };
    const hasGrown = await this.bringUpToDate(log.document);
    if (!hasGrown && known !== undefined) return { log, hasGrown };
    log.content = log.document.content();
    log.changedAtMs = Math.max(this.host.clock.nowMs(), log.changedAtMs + 1);
    this.open.set(uri.toString(), log);
    if (known !== undefined) this.tell(uri);
    return { log, hasGrown };
  }

  private async bringUpToDate(document: LogDocument): Promise<boolean> {
    try {
      return await document.update(await this.host.reach());
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(firstSentence(error));
    }
  }

  private tell(uri: vscode.Uri): void {
    this.endKeeper.willGrow(uri);
    this.changeEmitter.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }
}

function createDocument({ query }: vscode.Uri): LogDocument {
  const target = parseLogQuery(query);
  if (target === undefined) throw vscode.FileSystemError.FileNotFound('This is not the address of a log.');
  return new LogDocument(target);
}

function readOnly(): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions('A log cannot be changed.');
}
