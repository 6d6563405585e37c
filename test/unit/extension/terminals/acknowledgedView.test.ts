import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import {
  ANSWER_TIMEOUT_MS,
  AcknowledgedView,
  QUERY_EVERY_CHARS,
} from '../../../../src/extension/terminals/acknowledgedView.ts';
import { MIN_WINDOW_CHARS } from '../../../../src/extension/terminals/flowWindow.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

describe('AcknowledgedView', () => {
  it('shows what is little as it is and asks nothing', async () => {
    const { view, written } = setUp();
    await view.write('$ ls\r\n');
    assert.deepEqual(written, ['$ ls\r\n']);
  });

  it('asks after every lot, and goes on while there is room', async () => {
    const { view, written, questions } = setUp();
    await view.write('x'.repeat(QUERY_EVERY_CHARS));
    assert.equal(questions().length, 1);
    assert.ok(written[0]?.startsWith('x'.repeat(QUERY_EVERY_CHARS)));
  });

  it('waits when the window is full, until the screen has answered', async () => {
    const { view, questions, answer } = setUp();
    const write = track(view.write('x'.repeat(MIN_WINDOW_CHARS + 1)));
    await setImmediate();
    assert.equal(write.done, false);
    assert.equal(view.takeAnswers(`a${answer(questions()[0]!)}b`), 'ab');
    await setImmediate();
    assert.equal(write.done, true);
  });

  it('puts the question before a sequence that is cut, not into it', async () => {
    const { view, written } = setUp();
    await view.write(`${'x'.repeat(QUERY_EVERY_CHARS)}\x1b[3`);
    // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
    assert.match(written[0]!, /^x+\x1b\[\?\d+\$p\x1b\[3$/);
    await view.write('1m');
    assert.equal(written[1], '1m');
  });

  it('asks nothing inside a long sequence, and does not hold it up', async () => {
    const { view, questions } = setUp();
    await view.write(`\x1b]1337;File=:${'A'.repeat(4 * MIN_WINDOW_CHARS)}`);
    assert.equal(questions().length, 0);
    const end = track(view.write('\x07'));
    await setImmediate();
    assert.equal(questions().length, 1);
    assert.equal(end.done, false);
  });

  it('goes on after a while with a screen that does not answer, a window at a time', async () => {
    const { clock, view } = setUp();
    let chunks = 0;
    const flood = async (): Promise<void> => {
      for (; chunks < 1_000; chunks += 1) await view.write('x'.repeat(QUERY_EVERY_CHARS));
    };
    const flooding = flood();
    await drain();
    const shownAtOnce = chunks;
    assert.ok(shownAtOnce * QUERY_EVERY_CHARS <= MIN_WINDOW_CHARS + QUERY_EVERY_CHARS);
    for (let second = 0; second < 5; second += 1) {
      clock.advance(ANSWER_TIMEOUT_MS);
      await drain();
    }
    assert.ok(chunks > shownAtOnce, 'it goes on');
    assert.ok((chunks - shownAtOnce) * QUERY_EVERY_CHARS <= 5 * MIN_WINDOW_CHARS, 'it stays bounded');
    view.dispose();
    await flooding;
  });

  it('takes late answers away, and nothing else happens', async () => {
    const { clock, view, questions, answer } = setUp();
    const write = view.write('x'.repeat(MIN_WINDOW_CHARS + 1));
    clock.advance(ANSWER_TIMEOUT_MS);
    await write;
    assert.equal(view.takeAnswers(answer(questions()[0]!)), '');
  });

  it('is drained when the screen has answered for all of it', async () => {
    const { view, questions, answer } = setUp();
    await view.drained();
    await view.write('abc');
    const drained = track(view.drained());
    await setImmediate();
    assert.equal(drained.done, false);
    view.takeAnswers(answer(questions()[0]!));
    await drained.promise;
  });

  it('does not wait, for being drained, for what comes later', async () => {
    const { view, questions, answer } = setUp();
    await view.write('abc');
    const drained = track(view.drained());
    await view.write('later');
    view.takeAnswers(answer(questions()[0]!));
    await drained.promise;
  });

  it('ends a sequence that was left half written before it writes a line', async () => {
    const { view, written } = setUp();
    await view.write('\x1b]0;half');
    view.writeLine('bye');
    view.writeLine('bye');
    assert.deepEqual(written.slice(1), ['\x18bye', 'bye']);
  });

  it('keeps nobody waiting after it was disposed', async () => {
    const { view, written } = setUp();
    const write = view.write('x'.repeat(MIN_WINDOW_CHARS + 1));
    view.dispose();
    await write;
    await view.write('more');
    await view.drained();
    assert.equal(written.length, 1);
  });
});

function setUp() {
  const clock = new FakeClock();
  const written: string[] = [];
  const view = new AcknowledgedView((text) => written.push(text), clock);
  return {
    clock,
    view,
    written,
    /** The tokens of everything asked so far. */
    // eslint-disable-next-line no-control-regex -- control sequences are what is looked for
    questions: () => [...written.join('').matchAll(/\x1b\[\?(\d{6,})\$p/g)].map((match) => match[1]!),
    answer: (token: string) => `\x1b[?${token};0$y`,
  };
}

function track(promise: Promise<void>): { done: boolean; promise: Promise<void> } {
  const tracked = { done: false, promise };
  tracked.promise = promise.then(() => {
    tracked.done = true;
  });
  return tracked;
}

async function drain(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}
