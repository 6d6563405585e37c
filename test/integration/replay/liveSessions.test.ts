import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { REDRAW_PAUSE_MS, redrawSizes } from '../../../src/runner/replay/redrawSizes.ts';
import { createScreenTerminal, writeToScreen } from '../../../src/runner/replay/screenTerminal.ts';
import {
  endSession,
  recordSession,
  startOnTerminal,
  type Session,
} from '../../fixtures/replay/recordSession.ts';
import { sessions, writeSampleFiles } from '../../fixtures/replay/sessions.ts';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { assertSameScreen } from '../../unit/runner/replay/attachedTerminal.ts';
import { screenState } from '../../unit/runner/replay/screenState.ts';

const size = { cols: 80, rows: 24 };

/** Places at which a client attaches to each session. */
const CUTS = 25;

const needsTerminals = { skip: process.platform !== 'linux' && 'platform: uses the terminals of Linux' };

describe('attaching to a program on a real terminal', needsTerminals, () => {
  checkLeaks();
  const directory = temporaryDirectory();

  for (const [name, session] of Object.entries(sessions)) {
    it(`shows ${name} as a terminal does that was attached all the time`, needs(session), async () => {
      await writeSampleFiles(directory);
      const recording = await recordSession(session, directory, size);
      const { length } = recording.output;
      for (let cut = 1; cut <= CUTS; cut++) assertSameScreen(recording, Math.round((length * cut) / CUTS));
    });
  }

  for (const name of ['vim', 'less', 'htop', 'tmux'] as const) {
    const { steps: _steps, ...program } = sessions[name] ?? { command: name, args: [], steps: [] };
    const session: Session = { ...program, steps: [] };
    it(`makes ${name} draw its whole screen anew`, needs(session), async () => {
      await writeSampleFiles(directory);
      await assertRedraws(session, directory);
    });
  }
});

/** A client that has seen nothing of a program sees all of it once the program has been made to draw. */
async function assertRedraws(session: Session, directory: string): Promise<void> {
  const attached = createScreenTerminal(size, 100);
  const late = createScreenTerminal(size, 100);
  let isLate = false;
  let changedAtMs = performance.now();
  const child = await startOnTerminal(session, { cwd: directory, size }, (bytes) => {
    changedAtMs = performance.now();
    writeToScreen(attached, bytes);
    if (isLate) writeToScreen(late, bytes);
  });
  try {
    attached.onData((answer) => {
      child.write(Buffer.from(answer)).catch(() => undefined);
    });
    await eventually(
      () => attached.buffer.active.type === 'alternate' && performance.now() - changedAtMs > 300,
    );
    isLate = true;
    writeToScreen(late, '\x1b[?1049h');
    const sizes = redrawSizes({ isAlternate: true, current: size, wanted: size });
    await eventually(async () => {
      // On a machine that is too busy a program may see both sizes as one, and is then asked again.
      for (const { cols, rows } of sizes) {
        child.resize(cols, rows);
        await sleep(REDRAW_PAUSE_MS);
      }
      await eventually(
        () => assert.deepEqual(screenState(late).alternate?.lines, screenState(attached).alternate?.lines),
        { timeoutMs: 1_500 },
      );
    });
  } finally {
    await endSession(session, child, directory);
    attached.dispose();
    late.dispose();
  }
}

function needs({ command }: Session): { skip: string | false } {
  const isMissing = spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0;
  return { skip: isMissing && `tool: ${command} is not installed` };
}
