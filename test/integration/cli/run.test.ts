import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { eventually } from '../../helpers/eventually.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { temporaryDirectory } from '../../helpers/temporaryDirectory.ts';
import { CliWorld, exitOf, resultOf, script } from './cliWorld.ts';

const needsSignals = { skip: process.platform === 'win32' && 'platform: Windows has no signals' };

describe('procession run', () => {
  checkLeaks();
  const root = temporaryDirectory();

  it('ends with the exit code of the command', async () => {
    const { code, stdout, stderr } = await new CliWorld(root).run([
      'run',
      '--',
      ...script('process.exit(7)'),
    ]);
    assert.deepEqual({ code, stdout, stderr }, { code: 7, stdout: '', stderr: '' });
  });

  it('ends with 128 and the signal that ended the command', needsSignals, async () => {
    const world = new CliWorld(root);
    for (const [signal, expected] of [
      ['SIGKILL', 137],
      ['SIGTERM', 143],
    ] as const) {
      const { code } = await world.run(['run', '--', ...script(`process.kill(process.pid, '${signal}')`)]);
      assert.equal(code, expected);
    }
  });

  it('ends with 127 for a command that is not there, 126 for one that cannot be executed', async () => {
    const world = new CliWorld(root);
    const missing = await world.run(['run', '--', 'no-such-command-anywhere']);
    assert.equal(missing.code, 127);
    assert.match(missing.stderr, /^procession: .*no-such-command-anywhere.*\n$/);
    const folder = await world.run(['run', '--', world.folder]);
    assert.equal(folder.code, 126, folder.stderr);
    assert.equal(missing.stdout + folder.stdout, '');
  });

  it('ends with 2 for a command line that makes no sense', async () => {
    const { code, stderr } = await new CliWorld(root).run(['run', '--bogus', 'x']);
    assert.equal(code, 2);
    assert.match(stderr, /^procession: unknown option '--bogus'/);
  });

  it('keeps the two streams apart, byte for byte', async () => {
    const world = new CliWorld(root);
    const file = path.join(world.folder, 'random');
    const bytes = randomBytes(20_000_000);
    writeFileSync(file, bytes);
    const copy = `fs.createReadStream('random').pipe(process.stdout); fs.createReadStream('random').pipe(process.stderr)`;
    const child = world.start(['run', '--', ...script(copy)]);
    child.stdin.end();
    const [stdout, stderr, code] = await Promise.all([
      buffer(child.stdout),
      buffer(child.stderr),
      exitOf(child),
    ]);
    assert.equal(code, 0);
    assert.ok(stdout.equals(bytes), `standard output: ${stdout.length} bytes`);
    assert.ok(stderr.equals(bytes), `standard error: ${stderr.length} bytes`);
  });

  it('lets the command wait while nobody reads what it writes, and loses nothing', async () => {
    const world = new CliWorld(root);
    const bytes = 30_000_000;
    const child = world.start(['run', '--', ...script(`process.stdout.write(Buffer.alloc(${bytes}, 'x'))`)]);
    child.stdin.end();
    await eventually(
      async () => {
        const [before] = await world.list();
        const [after] = await world.list();
        assert.ok(before !== undefined && before.endCursor > 0);
        assert.equal(after?.endCursor, before.endCursor);
        assert.equal(after.state, 'running');
      },
      { description: 'the output stands still' },
    );
    const [held] = await world.list();
    assert.ok(held!.endCursor < bytes / 2, String(held!.endCursor));
    const [stdout, stderr, code] = await Promise.all([
      buffer(child.stdout),
      buffer(child.stderr),
      exitOf(child),
    ]);
    assert.deepEqual([stdout.length, stderr.toString(), code], [bytes, '', 0]);
  });

  it('feeds its input to the command, and its end', async () => {
    const world = new CliWorld(root);
    const input = randomBytes(2_000_000);
    const child = world.start(['run', '--', ...script('process.stdin.pipe(process.stdout)')]);
    child.stdin.end(input);
    const [stdout, code] = await Promise.all([buffer(child.stdout), exitOf(child)]);
    assert.equal(code, 0);
    assert.ok(stdout.equals(input), `${stdout.length} bytes`);
  });

  it('does not wait for a command to read its input', async () => {
    const input = Buffer.alloc(5_000_000);
    const { code } = await new CliWorld(root).run(['run', '--', ...script('process.exit(0)')], { input });
    assert.equal(code, 0);
  });

  it('gives the command the environment and the folder of the caller, not of the runner', async () => {
    const world = new CliWorld(root);
    const inner = path.join(world.folder, 'inner');
    mkdirSync(inner);
    const tell = script('console.log(JSON.stringify([process.env.FLAVOUR, process.cwd()]))');
    const first = await world.run(['run', '--', ...tell], { env: { FLAVOUR: 'sweet' } });
    const second = await world.run(['run', '--cwd', 'inner', '--', ...tell], { env: { FLAVOUR: 'sour' } });
    assert.deepEqual(JSON.parse(first.stdout), ['sweet', world.folder]);
    assert.deepEqual(JSON.parse(second.stdout), ['sour', inner]);
  });

  it('hands SIGTERM on and ends as the command chooses to', needsSignals, async () => {
    const child = new CliWorld(root).start([
      'run',
      '--',
      ...script(
        `process.on('SIGTERM', () => { console.log('bye'); process.exit(5) }); console.log('up'); setInterval(() => {}, 9e6)`,
      ),
    ]);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const { code, stdout } = await resultOf(child);
    assert.deepEqual([code, stdout], [5, 'up\nbye\n']);
  });

  it('kills at the second signal what ignores the first', needsSignals, async () => {
    const stubborn = `process.on('SIGINT', () => console.log('no')); console.log('up'); setInterval(() => {}, 9e6)`;
    const child = new CliWorld(root).start(['run', '--', ...script(stubborn)]);
    const lines: string[] = [];
    let impatience: NodeJS.Timeout | undefined;
    child.stdout.on('data', (data: Buffer) => {
      lines.push(...data.toString().trim().split('\n'));
      if (lines.length === 1) child.kill('SIGINT');
      if (lines.length === 2) impatience = setInterval(() => child.kill('SIGINT'), 400);
    });
    child.stdin.end();
    assert.equal(await exitOf(child), 137);
    clearInterval(impatience);
    assert.deepEqual(lines, ['up', 'no']);
  });

  it('stops the command when it is itself killed', needsSignals, async () => {
    const world = new CliWorld(root);
    const child = world.start(['run', '--', ...script(`setInterval(() => {}, 9e6)`)]);
    await world.whenListed('running');
    child.kill('SIGKILL');
    assert.equal(await exitOf(child), 'SIGKILL');
    const ended = await world.whenListed('stopped');
    assert.equal(ended.cause, 'cancelled');
  });

  it('leaves a kept command running when its terminal closes', needsSignals, async () => {
    const world = new CliWorld(root);
    const child = world.start([
      'run',
      '--keep',
      '--name',
      'kept',
      '--',
      ...script(`setInterval(() => {}, 9e6)`),
    ]);
    await world.whenListed('running');
    child.kill('SIGHUP');
    assert.equal(await exitOf(child), 129);
    const stopped = await world.run(['stop', 'kept']);
    assert.deepEqual([stopped.code, stopped.stderr], [0, '']);
    assert.match(stopped.stdout, /^kept \([0-9a-f]+\) is stopped\.\n$/);
  });

  it('stops the command quietly when nobody reads its output any more', needsSignals, async () => {
    const world = new CliWorld(root);
    const flood = `const more = () => { while (process.stdout.write('line\\n')); process.stdout.once('drain', more) }; more()`;
    const child = world.start(['run', '--', ...script(flood)]);
    child.stdout.once('data', () => child.stdout.destroy());
    const stderr = buffer(child.stderr);
    assert.equal(await exitOf(child), 141);
    assert.equal((await stderr).toString(), '');
    await world.whenListed('stopped');
  });

  it('says so when the runner ends under it', needsSignals, async () => {
    const world = new CliWorld(root);
    const child = world.start(['run', '--', ...script(`setInterval(() => {}, 9e6)`)]);
    const { pid } = await world.whenListed('running');
    process.kill(world.runnerPid(), 'SIGKILL');
    const { code, stderr } = await resultOf(child);
    assert.deepEqual([code, stderr], [1, 'procession: The runner has closed the connection.\n']);
    process.kill(-(pid ?? NaN), 'SIGKILL');
    await eventually(() =>
      assert.match(readFileSync(path.join(world.stateDir, 'runner.json'), 'utf8'), /token/),
    );
  });
});
