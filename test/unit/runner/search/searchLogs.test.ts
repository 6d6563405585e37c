import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { SearchMatch, SearchPattern } from '../../../../src/protocol/search.ts';
import type { OffloadRequest } from '../../../../src/runner/search/offloadMessages.ts';
import { searchLogs, type SearchLogsOptions } from '../../../../src/runner/search/searchLogs.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../../helpers/temporaryDirectory.ts';
import { writeRun } from './logFiles.ts';

const searchCommand = {
  file: process.execPath,
  args: [path.join(import.meta.dirname, '../../../../src/runner/main.ts'), '--offload', 'search'],
};

/** Two ways for every character: it would take until the end of all days. */
const endless = { pattern: '^(a|a)*$', kind: 'regex' } as const;
const endlessLine = `${'a'.repeat(100)}!\n`;

describe('searchLogs', () => {
  checkLeaks();
  const directory = temporaryDirectory();

  function requestFor(text: string, pattern: Partial<SearchPattern> = {}): OffloadRequest {
    return {
      pattern: { pattern: 'x', kind: 'plain', caseSensitive: true, wholeWord: false, ...pattern },
      context: 0,
      maxMatches: 1_000_000,
      segments: writeRun(directory, [Buffer.from(text)]),
    };
  }

  it('finds, in another process, what matches', async () => {
    const { options, matches } = collect();
    const request = requestFor('one\nx two\nthree\u2028x\n');
    const result = await searchLogs({ ...request, context: 1 }, options);
    assert.deepEqual(result, { matches: 2, truncated: false });
    assert.deepEqual(
      matches.map(({ cursor, line, before }) => ({ cursor, line, before })),
      [
        { cursor: 4, line: 'x two', before: ['one'] },
        { cursor: 10, line: 'three\u2028x', before: ['x two'] },
      ],
    );
  });

  it('ends a regular expression that would never come back, when it is cancelled', async () => {
    const cancellation = new AbortController();
    const { options } = collect({ signal: cancellation.signal });
    const search = searchLogs(requestFor(endlessLine, endless), options);
    setTimeout(() => cancellation.abort(), 500);
    await assert.rejects(search, { code: 'CANCELLED', message: 'The search was cancelled.' });
  });

  it('starts nothing for a search that is cancelled already', async () => {
    const { options } = collect({
      signal: AbortSignal.abort(),
      command: { file: '/no/such/file', args: [] },
    });
    await assert.rejects(searchLogs(requestFor('x\n'), options), { code: 'CANCELLED' });
  });

  it('waits for who takes the matches, and loses none', async () => {
    const count = 30_000;
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    let calls = 0;
    let taken = 0;
    const { options } = collect({
      onMatches: async (matches) => {
        calls++;
        taken += matches.length;
        await released;
      },
    });
    const search = searchLogs(requestFor('x\n'.repeat(count)), options);
    await sleep(500);
    assert.ok(calls <= 1);
    release(undefined);
    assert.deepEqual(await search, { matches: count, truncated: false });
    assert.equal(taken, count);
  });

  it('ends the search when nobody can take the matches', async () => {
    const { options } = collect({ onMatches: () => Promise.reject(new Error('no room')) });
    await assert.rejects(searchLogs(requestFor('x\n'.repeat(100_000)), options), { message: 'no room' });
  });

  it('counts a file that has vanished, and logs which', async () => {
    const told: string[] = [];
    const { options } = collect({ logger: { ...silentLogger, info: (text) => told.push(text) } });
    const request = requestFor('x\n');
    rmSync(request.segments[0]!.path);
    const result = await searchLogs(request, options);
    assert.deepEqual(result, { matches: 0, truncated: false, skippedFiles: 1 });
    assert.match(told.join(), /left out .*0000000000000000\.log: ENOENT/);
  });

  it('refuses a pattern that is none', async () => {
    const search = searchLogs(requestFor('x\n', { pattern: '(', kind: 'regex' }), collect().options);
    await assert.rejects(search, { code: 'INVALID_PARAMS', message: /Unterminated group/ });
  });

  it('says what happened to a search process that ends early', async () => {
    const crash = program("process.stderr.write('no memory'); process.exit(7)");
    await assert.rejects(searchLogs(requestFor('x\n'), collect({ command: crash }).options), {
      message: 'The search process ended before it was done: exit code 7. no memory',
    });
    const killed = program("process.kill(process.pid, 'SIGKILL')");
    await assert.rejects(searchLogs(requestFor('x\n'), collect({ command: killed }).options), {
      message: /before it was done: SIGKILL/,
    });
  });

  it('says why a search process could not be started', async () => {
    const { options } = collect({ command: { file: '/no/such/file', args: [] } });
    await assert.rejects(searchLogs(requestFor('x\n'), options), {
      message: /^The search process could not be started: .*ENOENT/,
    });
  });

  it('does not believe what is no message of a search', async () => {
    const command = program(
      `console.log('{"kind":"matches","matches":[{"line":5}]}'); setInterval(() => {}, 1000)`,
    );
    await assert.rejects(searchLogs(requestFor('x\n'), collect({ command }).options), {
      name: /ZodError|\$ZodError/,
    });
  });
});

describe('The search process', () => {
  checkLeaks();
  const directory = temporaryDirectory();

  it('ends with its runner, even in the middle of a regular expression', async () => {
    const child = spawn(searchCommand.file, searchCommand.args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    const segments = writeRun(directory, [Buffer.from(`a\n${endlessLine}`)]);
    const pattern = { ...endless, caseSensitive: true, wholeWord: false };
    child.stdin.write(`${JSON.stringify({ pattern, context: 0, maxMatches: 9, segments })}\n`);
    // The first match is on its way, so the second line is being looked at.
    await once(child.stdout, 'data');
    child.stdin.end();
    assert.deepEqual(await closed, [null, 'SIGKILL']);
  });
});

function collect(options: Partial<SearchLogsOptions> = {}): {
  options: SearchLogsOptions;
  matches: SearchMatch[];
} {
  const matches: SearchMatch[] = [];
  return {
    matches,
    options: {
      command: searchCommand,
      signal: new AbortController().signal,
      onMatches: (found) => {
        matches.push(...found);
        return Promise.resolve();
      },
      logger: silentLogger,
      ...options,
    },
  };
}

function program(code: string): SearchLogsOptions['command'] {
  return { file: process.execPath, args: ['-e', code] };
}
