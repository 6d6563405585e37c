import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { spawn, type IPty } from 'node-pty';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { CliWorld, resultOf, script } from './cliWorld.ts';

const needsPosix = { skip: process.platform === 'win32' && 'platform: uses the tools of a POSIX terminal' };
const needsPython = {
  skip: spawnSync('python3', ['--version']).status !== 0 && 'tool: python3 is not installed',
};

describe('procession run in a terminal', needsPosix, () => {
  checkLeaks();
  const root = temporaryDirectory();

  it("gives a --pty command a terminal of this one's size, and then of its new one", async () => {
    const watchSize = `const size = () => process.stdout.getWindowSize().join(' ');
      process.stdout.on('resize', () => console.log('now ' + size()));
      console.log('first ' + size());
      process.stdin.on('data', () => process.exit(0))`;
    const terminal = new Terminal(new CliWorld(root), ['run', '--pty', '--', ...script(watchSize)]);
    await terminal.shows('first 100 30');
    terminal.pty.resize(77, 22);
    await terminal.shows('now 77 22');
    terminal.pty.write('\r');
    assert.equal(await terminal.exited, 0);
  });

  it('lets Ctrl-C go to the command as a key', async () => {
    const code = `process.on('SIGINT', () => { console.log('caught'); process.exit(4) }); console.log('up'); setInterval(() => {}, 9e6)`;
    const terminal = new Terminal(new CliWorld(root), ['run', '--pty', '--', ...script(code)]);
    await terminal.shows('up');
    terminal.pty.write('\x03');
    assert.equal(await terminal.exited, 4);
    assert.match(terminal.text, /\^Ccaught/);
  });

  it('hands Ctrl-C on as a signal to a command on pipes', async () => {
    const code = `process.on('SIGINT', () => { console.log('caught'); process.exit(4) }); console.log('up'); setInterval(() => {}, 9e6)`;
    const terminal = new Terminal(new CliWorld(root), ['run', '--', ...script(code)]);
    await terminal.shows('up');
    terminal.pty.write('\x03');
    assert.equal(await terminal.exited, 4);
    assert.match(terminal.text, /caught/);
  });

  it('feeds what is typed, line by line, to a command on pipes, and Ctrl-D as the end', async () => {
    const terminal = new Terminal(new CliWorld(root), ['run', '--', 'sed', 's/^/>/']);
    terminal.pty.write('one\r');
    await eventually(() => assert.match(terminal.text, /one/));
    terminal.pty.write('\x04');
    assert.equal(await terminal.exited, 0);
    assert.match(terminal.text, />one/);
  });

  it('holds a conversation with an interactive interpreter', needsPython, async () => {
    const terminal = new Terminal(new CliWorld(root), ['run', '--pty', '--', 'python3', '-q', '-i']);
    await terminal.shows('>>> ');
    terminal.pty.write('print(6 * 7)\r');
    await terminal.shows('42');
    terminal.pty.write('import sys; sys.exit(9)\r');
    assert.equal(await terminal.exited, 9);
  });

  it('gives the terminal back as it was, however the command ends', async () => {
    for (const command of ['true', 'no-such-command-anywhere', 'kill -9 $$']) {
      const world = new CliWorld(root);
      const cli = world
        .commandLine('run', '--pty', '--')
        .map((word) => `'${word}'`)
        .join(' ');
      const line = `stty -a > before; ${cli} sh -c '${command}'; stty -a > after; cmp before after && echo same`;
      const terminal = new Terminal(world, ['sh', '-c', line], true);
      assert.equal(await terminal.exited, 0, terminal.text);
      assert.match(terminal.text, /same/);
    }
  });

  it('types the end of a piped input into the terminal of the command', async () => {
    const world = new CliWorld(root);
    const child = world.start(['run', '--pty', '--', 'cat']);
    child.stdin.end('fed\n');
    const { code, stdout } = await resultOf(child);
    assert.equal(code, 0);
    assert.match(stdout, /fed\r\nfed\r\n/, 'echoed by the terminal, then printed by cat');
  });
});

/** A terminal in which the tool, or whatever else, runs. */
class Terminal {
  readonly pty: IPty;
  readonly exited: Promise<number>;
  text = '';

  constructor(world: CliWorld, args: string[], isWholeCommand = false) {
    const [file, ...rest] = isWholeCommand ? (args as [string, ...string[]]) : world.commandLine(...args);
    this.pty = spawn(file, rest, { cols: 100, rows: 30, cwd: world.folder, env: process.env });
    this.pty.onData((data) => {
      this.text += data;
    });
    this.exited = new Promise((resolve) => this.pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  async shows(text: string): Promise<void> {
    await eventually(() => assert.ok(this.text.includes(text), this.text), {
      description: `it shows ${text}`,
    });
  }
}
