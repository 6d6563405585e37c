import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Logger } from '../../../../src/base/logger.ts';
import { createSystemClock } from '../../../../src/base/clock.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import { buildScreen, type ScreenParams } from '../../../../src/runner/replay/buildScreen.ts';
import { ScreenProcess } from '../../../../src/runner/replay/screenProcess.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { findLeakedProcesses } from '../../../helpers/leakedProcesses.ts';

const size = { cols: 20, rows: 5 };
const params: ScreenParams = {
  startCursor: 0,
  prefix: '',
  size,
  marks: [],
  finalSize: size,
  scrollback: 100,
};
const runner = path.join(import.meta.dirname, '../../../../src/runner/main.ts');

/** Erasing from the very last cell to the first, on which this xterm.js fails. */
const POISON = Buffer.from('\x1b[5;20H\x1b[1J');

describe('ScreenProcess', () => {
  checkLeaks();

  it('builds screens in another process', async () => {
    await using screens = start();
    const bytes = Buffer.from('hello \x1b[31m日本語\r\n\n');
    assert.deepEqual(await screens.process.build(params, bytes), buildScreen(params, bytes));
  });

  it('builds many with one process, each with its own output', async () => {
    await using screens = start();
    const texts = Array.from({ length: 20 }, (_, index) =>
      Buffer.from(`screen ${index}\r\n`.repeat(index * 1000)),
    );
    const built = await Promise.all(texts.map((bytes) => screens.process.build(params, bytes)));
    assert.equal((await findLeakedProcesses()).length, 1);
    for (const [index, screen] of built.entries()) {
      assert.deepEqual(screen, buildScreen(params, texts[index] ?? Buffer.alloc(0)));
    }
  });

  it('ends the process when nothing was asked for a while, and starts it again', async () => {
    const clock = new FakeClock();
    await using screens = start({ clock });
    await screens.process.build(params, Buffer.from('one'));
    clock.advance(4_999);
    assert.equal((await findLeakedProcesses()).length, 1);
    clock.advance(1);
    await eventually(async () => (await findLeakedProcesses()).length === 0);
    assert.notEqual(await screens.process.build(params, Buffer.from('two')), undefined);
  });

  it('gives nothing for output on which the terminal fails, and goes on', async () => {
    await using screens = start();
    const [poisoned, next] = await Promise.all([
      screens.process.build(params, POISON),
      screens.process.build(params, Buffer.from('next')),
    ]);
    assert.equal(poisoned, undefined);
    assert.match(next?.snapshot ?? '', /nex/);
    assert.match(screens.warnings[0] ?? '', /^A screen could not be built: /);
  });

  it('gives nothing when the process cannot start, ends, or talks nonsense', async () => {
    for (const command of [
      { file: '/does/not/exist', args: [] },
      { file: process.execPath, args: ['-e', 'process.exit(3)'] },
      { file: process.execPath, args: ['-e', 'console.log("nonsense"); setInterval(() => {}, 9e6)'] },
    ]) {
      await using screens = start({ command });
      assert.equal(await screens.process.build(params, Buffer.alloc(2_000_000)), undefined);
      assert.equal(screens.warnings.length, 1);
    }
  });

  it('does not wait for a process that hangs', async () => {
    const clock = new FakeClock();
    const command = { file: process.execPath, args: ['-e', 'setInterval(() => {}, 9e6)'] };
    await using screens = start({ clock, command });
    const waiting = screens.process.build(params, Buffer.from('x'));
    await eventually(async () => (await findLeakedProcesses()).length === 1);
    clock.advance(5_000);
    assert.equal(await waiting, undefined);
    await eventually(async () => (await findLeakedProcesses()).length === 0);
  });

  it('gives nothing any more once disposed', async () => {
    await using screens = start();
    const waiting = screens.process.build(params, Buffer.from('x'));
    const queued = screens.process.build(params, Buffer.from('y'));
    screens.process.dispose();
    assert.deepEqual(await Promise.all([waiting, queued]), [undefined, undefined]);
  });
});

type Options = ConstructorParameters<typeof ScreenProcess>[0];

function start(
  options: Partial<Options> = {},
): AsyncDisposable & { process: ScreenProcess; warnings: string[] } {
  const warnings: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (message) => warnings.push(message) };
  const command = { file: process.execPath, args: [runner, '--offload', 'screen'] };
  const screens = new ScreenProcess({ clock: createSystemClock(globalThis), logger, command, ...options });
  return {
    process: screens,
    warnings,
    [Symbol.asyncDispose]: async () => {
      screens.dispose();
      await eventually(async () => (await findLeakedProcesses()).length === 0);
    },
  };
}
