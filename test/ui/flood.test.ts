import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { openProcession, type Procession } from './openProcession.ts';

const FLOOD =
  'yes "a line of a flood, as long as lines are that programs print when they print a lot of them"';

/** Far less than a flood takes that nobody skips, with room for a machine under load and for looking at the page. */
const AT_ONCE_MS = 3_000;

/** Draws frames on the alternate screen as fast as it can, until a key comes; then a last one. */
const DRAWING = `node -e '
  const { stdin, stdout } = process;
  let frame = 0, isDone = false;
  const draw = (what) => "\\x1b[H" + Array.from({ length: stdout.rows - 1 }, (_, row) => what + " row " + row + "\\x1b[K").join("\\r\\n");
  const next = () => isDone ? stdout.write(draw("last") + "\\x1b[J") : stdout.write(draw("frame " + ++frame).repeat(20), next);
  stdout.on("resize", () => isDone && next()); stdin.setRawMode(true).once("data", () => { isDone = true; stdin.once("data", () => { stdout.write("\\x1b[?1049l"); process.exit(); }); });
  stdout.write("\\x1b[?1049h");
  next();'`
  .split('\n')
  .map((line) => line.trim())
  .join(' ');

describe('a process that prints without end', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession();
    await procession.workbench.openViewContainer('Procession');
  });

  after(() => procession.close());

  it('is shown as it is now, answers Ctrl-C, and its shell goes on', async () => {
    const { workbench } = procession;
    await procession.run('PS1="ready> " bash --norc');
    for (const round of [1, 2, 3]) {
      await procession.showsInTerminal(/^ready> ?$/m);
      await workbench.typeInTerminal(`${FLOOD}\n`);
      await procession.showsInTerminal(/a line of a flood/);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await workbench.screenshot(`flood-${round}`);
      const startedMs = performance.now();
      await workbench.pressInTerminal('Control+c');
      await procession.showsInTerminal(/\^C\n[^]*^ready> ?$/m);
      const tookMs = performance.now() - startedMs;
      assert.ok(tookMs < AT_ONCE_MS, `${tookMs} ms`);
      await workbench.typeInTerminal('clear\n');
    }
    await workbench.typeInTerminal('exit\n');
    await procession.showsInTerminal(/exited with code 130|exited with code 0/);
  });

  it('holds up nothing that is typed into another one', async () => {
    const { workbench } = procession;
    await procession.run(FLOOD);
    await procession.showsInTerminal(/a line of a flood/);
    await procession.run('cat');
    await eventually(async () => assert.equal(await workbench.terminalText(), ''));
    for (const word of ['one', 'two', 'three', 'four', 'five']) {
      const startedMs = performance.now();
      await workbench.typeInTerminal(`${word}\n`);
      await procession.showsInTerminal(new RegExp(`^${word}\n${word}$`, 'm'));
      const tookMs = performance.now() - startedMs;
      assert.ok(tookMs < AT_ONCE_MS, `${word}: ${tookMs} ms`);
    }
    await workbench.screenshot('flood-typing-beside');
    await workbench.runCommand('Procession: Kill');
    await workbench.pickQuickItem(FLOOD);
  });

  it('that draws the whole screen has no line of ours in it', async () => {
    const { workbench } = procession;
    await procession.run(DRAWING);
    await procession.showsInTerminal(/^frame \d{3,} row 0$/m);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await workbench.screenshot('flood-drawing');
    await workbench.typeInTerminal('x');
    await eventually(async () => {
      const { rows } = await workbench.terminalSize();
      const expected = Array.from({ length: rows - 1 }, (_, row) => `last row ${row}`);
      assert.equal(await workbench.terminalText(), expected.join('\n'));
    });
    await workbench.typeInTerminal('x');
    await procession.showsInTerminal(/✓ exited with code 0/);
  });
});
