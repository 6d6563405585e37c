import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { silentLogger } from '../../../../src/base/logger.ts';
import { ProcessModel } from '../../../../src/extension/model/processModel.ts';
import { SIZE_SETTLE_MS, SIZE_WAIT_MS } from '../../../../src/extension/terminals/firstSize.ts';
import { OutputFollowers } from '../../../../src/extension/terminals/outputFollowers.ts';
import { ProcessTerminal, type TerminalOrigin } from '../../../../src/extension/terminals/processTerminal.ts';
import { COLUMN_DEBOUNCE_MS, type TerminalSize } from '../../../../src/extension/terminals/sizeReporter.ts';
import type { RunnerConnection } from '../../../../src/client/runnerConnection.ts';
import type { SubscribeResult } from '../../../../src/protocol/output.ts';
import type { ProcessInfo } from '../../../../src/protocol/process.ts';
import { connectTo } from '../../../fakes/connectedPair.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { FakeRunner, refusal } from '../../../fakes/fakeRunner.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const running = makeProcessInfo({ title: 'server', spec: { command: 'server', interactive: true } });
const ended = { state: 'stopped', cause: 'exited', exit: { code: 0 }, endedAtMs: 4_200 } as const;

describe('ProcessTerminal on a process that is there', () => {
  checkLeaks();

  it('tells its size and shows the screen', async () => {
    const window = await setUp({ process: running });
    window.terminal.open({ columns: 100, rows: 20 });
    window.clock.advance(SIZE_SETTLE_MS);
    await window.output('hello\r\n');
    await eventually(() => assert.match(window.screen(), /hello\r\n/));
    const { from, cols, rows } = window.asked('output/subscribe')[0] ?? {};
    assert.deepEqual({ from, cols, rows }, { from: 'screen', cols: 100, rows: 20 });
    assert.deepEqual(window.asked('terminal/resize'), [{ processId: 'p1', cols: 100, rows: 20 }]);
    window.close();
  });

  it('shows the exit line after all of the output, however late that comes', async () => {
    const window = await setUp({ process: running });
    await window.open();
    window.move({ ...ended, endCursor: 9 });
    await window.output('all ');
    await window.output('of it');
    await eventually(() => assert.match(window.plain(), /all of it\r\n ✓ exited with code 0 after 3\.2 s/));
    window.close();
  });

  it('hands on what is typed, and only that', async () => {
    const window = await setUp({ process: running });
    await window.open();
    window.terminal.handleInput('ls\r');
    window.terminal.handleInput('\x1b[?2026;2$y');
    await eventually(() => assert.equal(window.asked('terminal/input').length, 2));
    assert.deepEqual(
      window.asked('terminal/input').map(({ data }) => data),
      ['ls\r', '\x1b[?2026;2$y'],
    );
    window.close();
  });

  it('keeps answers to questions in old output from the process', async () => {
    const window = await setUp({ process: { ...running, endCursor: 4 } });
    await window.open();
    await window.output('\x1b[6n');
    await eventually(() => assert.ok(window.screen().includes('\x1b[6n')));
    window.terminal.handleInput('\x1b[3;1R');
    window.terminal.handleInput('x');
    window.answerQuestions();
    await setImmediate();
    window.terminal.handleInput('\x1b[4;1R');
    await eventually(() =>
      assert.deepEqual(
        window.asked('terminal/input').map(({ data }) => data),
        ['x', '\x1b[4;1R'],
      ),
    );
    window.close();
  });

  it('runs it again with r, in the same terminal, with the size it has now', async () => {
    const window = await setUp({ process: { ...running, ...ended } });
    window.terminal.open({ columns: 90, rows: 25 });
    window.clock.advance(SIZE_SETTLE_MS);
    await eventually(() => assert.match(window.plain(), /exited with code 0/));
    window.terminal.handleInput('r');
    assert.deepEqual(window.restarted, ['p1']);
    window.move({ state: 'running', run: 2 });
    await eventually(() => assert.match(window.plain(), /↻ server \(run 2\)/));
    window.terminal.handleInput('r');
    await eventually(() =>
      assert.deepEqual(window.asked('terminal/input'), [{ processId: 'p1', data: 'r' }]),
    );
    assert.deepEqual(window.asked('terminal/resize').at(-1), { processId: 'p1', cols: 90, rows: 25 });
    window.close();
  });

  it('closes with Enter after the end', async () => {
    const window = await setUp({ process: { ...running, ...ended } });
    await window.open();
    await eventually(() => assert.match(window.plain(), /exited with code 0/));
    assert.equal(window.closed(), 0);
    window.terminal.handleInput('\r');
    assert.equal(window.closed(), 1);
    window.close();
  });

  it('is named after the process and after how it ended', async () => {
    const window = await setUp({ process: running });
    await window.open();
    window.move({ ...ended, cause: 'cancelled' });
    window.move({ state: 'running', run: 2 });
    assert.deepEqual(window.names, ['server', '■ server', 'server']);
    window.clock.advance(1_000);
    assert.deepEqual(window.names.slice(3), ['server'], 'once more, for a VS Code that was still opening it');
    window.close();
  });

  it('leaves the process alone when it is closed', async () => {
    const window = await setUp({ process: running });
    await window.open();
    await window.output('one');
    await eventually(() => assert.match(window.screen(), /one/));
    window.close();
    await eventually(() => assert.equal(window.asked('output/unsubscribe').length, 1));
    const methods = window.runner.methodsAsked();
    assert.ok(!methods.some((method) => method.startsWith('process/')), methods.join());
  });

  it('tells columns when they have come to rest', async () => {
    const window = await setUp({ process: running });
    await window.open(100, 20);
    window.terminal.setDimensions({ columns: 101, rows: 20 });
    window.terminal.setDimensions({ columns: 120, rows: 20 });
    window.terminal.setDimensions({ columns: 0, rows: 0 });
    window.clock.advance(COLUMN_DEBOUNCE_MS);
    await eventually(() =>
      assert.deepEqual(
        window.asked('terminal/resize').map(({ cols }) => cols),
        [100, 120],
      ),
    );
    window.close();
  });

  it('says so when its process is removed or its runner has ended', async () => {
    const removed = await setUp({ process: running });
    await removed.open();
    removed.model.clear();
    assert.match(removed.plain(), /✗ This process was removed\./);
    removed.close();

    const lost = await setUp({ process: running });
    await lost.open();
    lost.disconnect();
    lost.model.clear();
    assert.match(lost.plain(), /✗ The runner of this process has ended\./);
    lost.terminal.handleInput('\r');
    assert.equal(lost.closed(), 1);
    lost.close();
  });

  it('shows all of it once more when it comes to the front with a size it did not have', async () => {
    const window = await setUp({ process: running });
    window.terminal.open(undefined);
    window.clock.advance(SIZE_WAIT_MS);
    await eventually(() => assert.equal(window.asked('output/subscribe').length, 1));
    assert.deepEqual(window.asked('terminal/resize'), []);
    window.terminal.setDimensions({ columns: 100, rows: 20 });
    await eventually(() => assert.equal(window.asked('output/subscribe').length, 2));
    const { from, cols, rows } = window.asked('output/subscribe').at(-1) ?? {};
    assert.deepEqual({ from, cols, rows }, { from: 'screen', cols: 100, rows: 20 });
    assert.ok(window.screen().includes('\x1bc'));
    assert.deepEqual(window.asked('terminal/resize'), [{ processId: 'p1', cols: 100, rows: 20 }]);
    window.close();
  });

  it('shows a snapshot before what follows it, and the exit line after both', async () => {
    const window = await setUp({
      process: { ...running, ...ended, endCursor: 12 },
      subscribe: () => ({ cursor: 6, snapshot: { content: 'before\r\n', cols: 80, rows: 24 } }),
    });
    await window.open();
    await eventually(() => assert.match(window.plain(), /before\r\n$/));
    await window.output('after\r', 12);
    await eventually(() => assert.match(window.plain(), /^before\r\nafter\r\r\n ✓ exited with code 0/));
    window.close();
  });

  it('tells the screen of VS Code which command runs, and how it ended', async () => {
    const window = await setUp({ process: { ...running, cwd: '/w/api' } });
    await window.open();
    window.move({ state: 'failed', cause: 'exited', exit: { code: 3 }, endedAtMs: 1 });
    await eventually(() => assert.match(window.plain(), /exited with code 3/));
    // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
    const marks = [...window.screen().matchAll(/\x1b\]633;([^\x07]*)\x07/g)].map(([, mark]) => mark);
    const { nonce } = window.terminal;
    assert.deepEqual(marks, ['P;Cwd=/w/api', 'A', 'B', `E;server;${nonce}`, 'C', 'D;3']);
    window.terminal.handleInput('server\r');
    assert.deepEqual(window.restarted, ['p1'], 'VS Code runs a command again by typing it');
    window.close();
  });

  describe('that prints faster than it can be shown', () => {
    const far = 100_000_000;

    it('skips to the screen of now, says so, and goes on', async () => {
      const window = await setUp({ process: running });
      await window.open();
      await window.output('old\r\n', 5);
      window.answerSubscribe({ cursor: far, snapshot: { content: 'now\r\n', cols: 80, rows: 24 } });
      await window.output('old\r\n', 10, far);
      await eventually(() => assert.match(window.screen().split('\x1bc')[1] ?? '', /now\r\n/));
      assert.equal(window.asked('output/subscribe').at(-1)?.['from'], 'screen');
      await window.output('new\r\n', far + 5);
      const told = /now\r\nnew\r\n\r\n … 100\.0 MB of output not shown …\r\n$/;
      await eventually(() => assert.match(window.plain(), told));
      window.close();
    });

    it('puts no line of its own into a screen that a program draws', async () => {
      const window = await setUp({ process: running });
      await window.open();
      const content = '\x1b[?1049hdrawn';
      window.answerSubscribe({ cursor: far, snapshot: { content, cols: 80, rows: 24 } });
      await window.output('old', 3, far);
      await eventually(() => assert.match(window.screen().split('\x1bc')[1] ?? '', /drawn/));
      assert.doesNotMatch(window.plain(), /not shown/);
      window.close();
    });

    it('lets the process wait where that is wanted', async () => {
      const window = await setUp({ process: running, whenSlow: 'pause' });
      await window.open();
      await window.output('old', 3, far);
      await window.output('older', 8, far);
      await eventually(() => assert.match(window.screen(), /older/));
      const subscribed = window.asked('output/subscribe');
      assert.deepEqual(
        subscribed.map(({ whenSlow }) => whenSlow),
        ['pause'],
      );
      window.close();
    });

    it('keeps the lines of a process on pipes that are shown already', async () => {
      const window = await setUp({ process: makeProcessInfo() });
      await window.open();
      await window.output('old\n', 4);
      window.answerSubscribe({ cursor: far });
      await window.output('old\n', 8, far);
      await eventually(() =>
        assert.match(window.plain(), /old\r\nold\r\n\r\n … 100.0 MB of output not shown/),
      );
      assert.ok(!window.screen().includes('\x1bc'));
      window.close();
    });
  });

  it('goes on where it was after the connection was made anew', async () => {
    const window = await setUp({ process: running });
    await window.open();
    await window.output('before');
    await eventually(() => assert.match(window.screen(), /before/));
    await window.reconnect();
    await eventually(() => assert.equal(window.asked('output/subscribe').at(-1)?.['from'], 6));
    window.close();
  });

  it('shows why its output cannot be shown', async () => {
    const window = await setUp({
      process: running,
      subscribe: () => {
        throw refusal('NO_SUCH_PROCESS', 'There is no process p1.');
      },
    });
    await window.open();
    await eventually(() =>
      assert.match(window.plain(), /Its output cannot be shown: There is no process p1\./),
    );
    window.close();
  });
});

describe('ProcessTerminal on a process on pipes', () => {
  checkLeaks();

  it('echoes what is typed and sends it a line at a time', async () => {
    const window = await setUp({ process: makeProcessInfo() });
    await window.open();
    window.terminal.handleInput('hi\r');
    window.terminal.handleInput('\x03');
    window.terminal.handleInput('\x04');
    await eventually(() => assert.equal(window.asked('terminal/input').length, 2));
    assert.deepEqual(window.asked('terminal/input'), [
      { processId: 'p1', data: 'hi\n' },
      { processId: 'p1', data: '', eof: true },
    ]);
    assert.deepEqual(window.asked('process/signal'), [{ processId: 'p1', signal: 'SIGINT' }]);
    assert.match(window.screen(), /hi\r\n\^C\r\n/);
    assert.deepEqual(window.asked('terminal/resize'), []);
    window.close();
  });
});

describe('ProcessTerminal that starts its process', () => {
  checkLeaks();

  it('starts it with the size it opens with', async () => {
    const window = await setUp({ starts: running });
    window.terminal.open({ columns: 132, rows: 43 });
    window.clock.advance(SIZE_SETTLE_MS);
    await eventually(() => assert.deepEqual(window.spawnedWith, [{ cols: 132, rows: 43 }]));
    await eventually(() => assert.equal(window.asked('output/subscribe').length, 1));
    assert.deepEqual(window.asked('terminal/resize'), []);
    window.close();
  });

  it('waits a little for a size that is not known at once', async () => {
    const window = await setUp({ starts: running });
    window.terminal.open(undefined);
    window.clock.advance(SIZE_WAIT_MS - SIZE_SETTLE_MS - 1);
    window.terminal.setDimensions({ columns: 132, rows: 43 });
    window.clock.advance(SIZE_SETTLE_MS);
    await eventually(() => assert.deepEqual(window.spawnedWith, [{ cols: 132, rows: 43 }]));
    window.close();
  });

  it('starts it with the usual size when it is not opened in time, and shows it when it is', async () => {
    const window = await setUp({ starts: running });
    window.clock.advance(SIZE_WAIT_MS);
    await eventually(() => assert.deepEqual(window.spawnedWith, [{ cols: 80, rows: 30 }]));
    assert.deepEqual(window.asked('output/subscribe'), []);
    window.terminal.open({ columns: 80, rows: 40 });
    await eventually(() =>
      assert.deepEqual(window.asked('terminal/resize'), [{ processId: 'p1', cols: 80, rows: 40 }]),
    );
    window.close();
  });

  it('keeps what is typed before it runs', async () => {
    const starting = { ...running, state: 'starting' } as const;
    const window = await setUp({ starts: starting });
    window.terminal.handleInput('a');
    await window.open(80, 30);
    await eventually(() => assert.equal(window.asked('output/subscribe').length, 1));
    window.terminal.handleInput('b');
    assert.deepEqual(window.asked('terminal/input'), []);
    window.move({ state: 'running' });
    await eventually(() =>
      assert.deepEqual(window.asked('terminal/input'), [{ processId: 'p1', data: 'ab' }]),
    );
    window.close();
  });

  it('says why when it could not be started, and closes with Enter', async () => {
    const window = await setUp({ starts: new Error('The folder is gone.') });
    await window.open(80, 30);
    await eventually(() => assert.match(window.plain(), /✗ could not start: The folder is gone\./));
    window.terminal.handleInput('\r');
    assert.equal(window.closed(), 1);
    window.close();
  });
});

interface SetUp {
  /** The process that the terminal is opened on. */
  process?: ProcessInfo;
  /** What starting a process leads to. */
  starts?: ProcessInfo | Error;
  subscribe?: () => SubscribeResult;
  whenSlow?: 'skip' | 'pause';
}

/** A terminal, the window around it, and a runner on the real wire. */
async function setUp({ process, starts, subscribe = () => ({ cursor: 0 }), whenSlow = 'skip' }: SetUp) {
  const next: { answer?: SubscribeResult } = {};
  const runner = new FakeRunner({
    'output/subscribe': () => next.answer ?? subscribe(),
    'output/unsubscribe': () => ({}),
    'terminal/input': () => ({}),
    'terminal/resize': () => ({}),
    'process/signal': () => running,
  });
  const connections = [(await connectTo(runner)).connection];
  let connection: RunnerConnection | undefined = connections[0];
  const clock = new FakeClock();
  const model = new ProcessModel();
  if (process !== undefined) model.reset([process]);
  const restarted: string[] = [];
  const spawnedWith: TerminalSize[] = [];
  const host = {
    model,
    clock,
    logger: silentLogger,
    followers: new OutputFollowers(silentLogger),
    whenSlow: () => whenSlow,
    connection: () => connection,
    restart: (id: string) => {
      restarted.push(id);
      return Promise.resolve();
    },
  };
  const spawn = (size: TerminalSize): Promise<ProcessInfo> => {
    spawnedWith.push(size);
    if (starts === undefined || starts instanceof Error) return Promise.reject(starts ?? new Error('none'));
    model.learn(starts);
    return Promise.resolve(starts);
  };
  const origin: TerminalOrigin =
    process === undefined ? { kind: 'new', spawn } : { kind: 'existing', processId: process.id };
  const terminal = new ProcessTerminal(host, origin);
  let written = '';
  let closed = 0;
  terminal.onDidWrite((text) => (written += text));
  terminal.onDidClose(() => (closed += 1));
  const names: string[] = [];
  terminal.onDidChangeName((name) => names.push(name));
  terminal.start();
  let cursor = 0;

  return {
    clock,
    model,
    runner,
    /** Makes the runner answer this to whoever subscribes from now on. */
    answerSubscribe: (answer: SubscribeResult): void => {
      next.answer = answer;
    },
    terminal,
    restarted,
    spawnedWith,
    names,
    closed: () => closed,
    /** Everything written to the screen. */
    screen: () => written,
    /** The same as a person reads it. */
    // eslint-disable-next-line no-control-regex -- control sequences are what is taken out
    plain: () => written.replace(/\x1b(?:\[[\d;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[78>=])/g, ''),
    /** The parameters of every request of a method, in order. */
    asked: (method: string) =>
      runner.asked
        .filter((request) => request.method === method)
        .map(({ params }) => params as Record<string, unknown>),
    output: async (content: string, end?: number, endCursor?: number): Promise<void> => {
      cursor = end ?? cursor + Buffer.byteLength(content);
      const more = endCursor === undefined ? {} : { endCursor };
      const data = { stream: 'stdout', content, encoding: 'utf8', cursor, ...more } as const;
      await runner.stream({ type: 'output', sessionId: 's1', processId: 'p1', timestamp: 0, data });
    },
    move: (facts: Partial<ProcessInfo>): void => {
      const next = { ...model.get('p1')!, ...facts };
      const data = { change: 'moved', state: next.state, process: next } as const;
      model.apply({ type: 'status', sessionId: 's1', processId: 'p1', timestamp: 0, data });
    },
    /** Answers whatever the terminal has asked its screen so far. */
    answerQuestions: (): void => {
      // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
      for (const [, token] of written.matchAll(/\x1b\[\?(\d{9,})\$p/g))
        terminal.handleInput(`\x1b[?${token};0$y`);
    },
    /** Opens the terminal where it shows, and lets it begin. */
    open: async (columns = 80, rows = 24): Promise<void> => {
      terminal.open({ columns, rows });
      clock.advance(SIZE_SETTLE_MS);
      await setImmediate();
    },
    disconnect: (): void => {
      connection = undefined;
    },
    reconnect: async (): Promise<void> => {
      connections[0]?.dispose();
      const again = (await connectTo(runner)).connection;
      connections.push(again);
      connection = again;
      model.reset(model.all());
    },
    close: (): void => {
      terminal.close();
      // What is on its way is still to be answered.
      afterNext(() => connections.forEach((each) => each.dispose()));
    },
  };
}

/** Two rounds of the event loop: what is on its way over streams in memory has arrived by then. */
function afterNext(task: () => void): void {
  globalThis.setImmediate(() => globalThis.setImmediate(task));
}
