import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../helpers/eventually.ts';
import { runOnCommandLine } from './cliProcess.ts';
import { openProcession, PROCESSES, type Procession } from './openProcession.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1500, height: 1000 },
  { width: 1000, height: 700 },
];

describe('a terminal that is shown again', () => {
  let procession: Procession;

  before(async () => {
    procession = await openProcession();
    await procession.workbench.openViewContainer('Procession');
  });

  after(() => procession.close());

  it('vim has its screen back at every size, and quits as if nothing had been', async () => {
    await procession.run('echo before vim; vim -u NONE -N -c "set laststatus=2 ruler" README.md');
    await survivesReloads(procession, 'vim', isVim);
    await procession.workbench.typeInTerminal(':q!\n');
    await procession.showsInTerminal(/^before vim\n+ ✓ exited with code 0/m);
  });

  it('htop has its screen back at every size, and takes keys', async () => {
    await procession.run('htop');
    await survivesReloads(procession, 'htop', isHtop);
    await procession.workbench.typeInTerminal('q');
    await procession.showsInTerminal(/✓ exited with code 0/);
  });

  it('less has its screen back at the line it was at', async () => {
    await procession.run('seq 1 500 | sed "s/^/row /" | less -M');
    await looks(procession, (lines) => assert.equal(lines[0], 'row 1'));
    await procession.workbench.typeInTerminal('100g');
    await survivesReloads(procession, 'less', isLess);
    await procession.workbench.typeInTerminal('q');
    await procession.showsInTerminal(/✓ exited with code 0/);
  });

  it('plain output comes back with what was scrolled away, and goes on once', async () => {
    const { workbench } = procession;
    const line = 'for i in $(seq 1 300); do echo line $i; done; read answer; echo got $answer; sleep 4246';
    await procession.run(line);
    await procession.showsInTerminal(/^line 300$/m);
    await workbench.reload();
    await procession.showsInTerminal(/^line 299\nline 300$/m);
    await workbench.typeInTerminal('yes\n');
    await procession.showsInTerminal(/^line 299\nline 300\nyes\ngot yes$/m);
    await workbench.runCommand('Terminal: Scroll to Top');
    await procession.showsInTerminal(/^line 1\nline 2\nline 3$/m);
    await workbench.screenshot('replay-scrolled-to-top');
  });

  it('a terminal that was closed comes back with its screen from the tree', async () => {
    const { workbench } = procession;
    await procession.run('printf "\\033[1;32mgreen\\033[0m and plain\\n"; sleep 4247');
    await procession.showsInTerminal(/^green and plain$/m);
    await workbench.runCommand('Terminal: Kill the Active Terminal Instance');
    await workbench.clickTreeItem(PROCESSES, 'printf "\\033[1;32mgreen\\033[0m and plain\\n"; sleep 4247');
    await procession.showsInTerminal(/^green and plain$/m);
  });

  it('a process that was started on the command line is shown, and what it printed before', async () => {
    const { workbench } = procession;
    const script = 'echo hello from outside; cat';
    const leave = runOnCommandLine(procession, ['--pty', '--name', 'from outside', '--', 'sh', '-c', script]);
    await procession.showsInTree('from outside', /^pid/);
    await workbench.clickTreeItem(PROCESSES, 'from outside');
    await procession.showsInTerminal(/^hello from outside$/m);
    await workbench.typeInTerminal('typed here\n');
    await procession.showsInTerminal(/^hello from outside\ntyped here\ntyped here$/m);
    await workbench.screenshot('replay-from-cli');
    leave();
  });
});

type Looks = (lines: readonly string[], size: { columns: number; rows: number }) => void;

/** Reloads the window at one size after the other: the program's screen is whole each time. */
async function survivesReloads(procession: Procession, name: string, isRight: Looks): Promise<void> {
  const { workbench } = procession;
  await looks(procession, isRight);
  for (const [index, { width, height }] of [...SIZES.slice(1), ...SIZES.slice(0, 1)].entries()) {
    await workbench.resizeWindow(width, height);
    await workbench.reload();
    await looks(procession, isRight);
    await workbench.screenshot(`replay-${name}-${index + 1}`);
  }
}

async function looks({ workbench }: Procession, isRight: Looks): Promise<void> {
  await eventually(
    async () => {
      const size = await workbench.terminalSize();
      const text = await workbench.terminalText();
      try {
        isRight(text.split('\n'), size);
      } catch (error) {
        throw new Error(`${String(error)}\nIt shows:\n${text}`, { cause: error });
      }
    },
    { timeoutMs: 20_000 },
  );
}

/** The file on top, tildes below it, the status line and the command line in the last two rows, and nothing else. */
const isVim: Looks = (lines, { rows }) => {
  assert.equal(lines[0], '# Bakery');
  assert.match(lines[rows - 2] ?? '', /^README\.md +1,1 +(?:All|Top)$/);
  assert.ok(!lines.join('\n').includes('before vim'), 'what was before is on the other screen');
};

const isHtop: Looks = (lines, { columns, rows }) => {
  assert.match(lines[rows - 1] ?? '', /^F1Help/);
  assert.equal(lines.filter((line) => line.includes('PID USER')).length, 1);
  const heading = lines.find((line) => line.includes('PID USER')) ?? '';
  assert.ok(heading.length > Math.min(columns, 70) - 10, heading);
};

const isLess: Looks = (lines, { rows }) => {
  const expected = Array.from({ length: rows - 1 }, (_, index) => `row ${100 + index}`);
  assert.deepEqual(lines.slice(0, rows - 1), expected);
  assert.match(lines[rows - 1] ?? '', /^lines 100-\d+/);
};
