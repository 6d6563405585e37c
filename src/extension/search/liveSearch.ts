import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { fireAndForget } from '../../base/fireAndForget.ts';
import { silentLogger } from '../../base/logger.ts';
import type { OutputQuery, SearchOutputOptions } from '../../client/searchOutput.ts';
import type { SearchMatch, SearchResult } from '../../protocol/search.ts';
import { firstSentence } from '../format/firstSentence.ts';
import { RefreshPacer } from '../model/refreshPacer.ts';

/** How long to wait for the next key before a search begins, in milliseconds: a little longer than it takes to type one. */
const TYPING_MS = 150;

/** How a search is going. */
export interface SearchProgress {
  readonly matches: readonly SearchMatch[];
  readonly state: 'idle' | 'searching' | 'done' | 'failed';
  /** Whether more lines match than were found, because there are so many. */
  readonly isTruncated: boolean;
  /** Files of the logs that could not be read. */
  readonly skippedFiles: number;
  /** Why it failed, as a sentence. */
  readonly failure?: string;
}

export interface LiveSearchWorld {
  readonly clock: Clock;
  readonly search: (query: OutputQuery, options: SearchOutputOptions) => Promise<SearchResult>;
  /** Told at most a few times a second. */
  readonly onDidProgress: (progress: SearchProgress) => void;
}

const IDLE: SearchProgress = { matches: [], state: 'idle', isTruncated: false, skippedFiles: 0 };

/** A search whose question changes while it is being typed: the last one counts, and any before it is cancelled. */
export class LiveSearch implements Disposable {
  private readonly world: LiveSearchWorld;
  private readonly pacer: RefreshPacer;
  private current = new DisposableStore();
  private progress = IDLE;

  constructor(world: LiveSearchWorld) {
    this.world = world;
    this.pacer = new RefreshPacer(world.clock, () => world.onDidProgress(this.progress));
  }

  /** Looks for something else, or for nothing. What was found before stays until something new is known. */
  lookFor(query: OutputQuery | undefined): void {
    this.current.dispose();
    this.current = new DisposableStore();
    if (query === undefined) return this.report(IDLE);
    this.report({ ...this.progress, state: 'searching' });
    const controller = new AbortController();
    this.current.add({ dispose: () => controller.abort() });
    this.current.add(
      this.world.clock.after(TYPING_MS, () => {
        fireAndForget(this.run(query, controller.signal), 'Searching', silentLogger);
      }),
    );
  }

  dispose(): void {
    this.current.dispose();
    this.pacer.dispose();
  }

  private async run(query: OutputQuery, signal: AbortSignal): Promise<void> {
    const found: SearchMatch[] = [];
    const onMatches = (matches: readonly SearchMatch[]): void => {
      found.push(...matches);
      this.report({ ...IDLE, matches: found, state: 'searching' });
    };
    try {
      const { truncated, skippedFiles = 0 } = await this.world.search(query, { signal, onMatches });
      if (!signal.aborted)
        this.report({ matches: found, state: 'done', isTruncated: truncated, skippedFiles });
    } catch (error) {
      if (!signal.aborted)
        this.report({ ...IDLE, matches: found, state: 'failed', failure: firstSentence(error) });
    }
  }

  private report(progress: SearchProgress): void {
    this.progress = progress;
    this.pacer.add(CHANGED);
  }
}

/** The pacer gathers names of what has changed; here that is always the same. */
const CHANGED: ReadonlySet<string> = new Set(['progress']);
