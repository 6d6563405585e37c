import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AdaptedCommand } from '../../../../src/runner/adapters/adapter.ts';
import { AdapterRegistry } from '../../../../src/runner/adapters/adapterRegistry.ts';
import { Refusal } from '../../../../src/runner/domain/refusal.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

const onUnix = { skip: process.platform === 'win32' && 'platform: another shell' };

describe('adapters', () => {
  checkLeaks();

  it('can leave a command as it is', () => {
    assert.deepEqual(adapt('exec', ['my tool', '$HOME', 'a b']), { file: 'my tool', args: ['$HOME', 'a b'] });
  });

  it("can give a line to the user's shell", onUnix, () => {
    assert.deepEqual(adapt('shell', ['a | b'], { SHELL: '/bin/zsh' }), {
      file: '/bin/zsh',
      args: ['-c', 'a | b'],
    });
    assert.equal(adapt('shell', ['a']).file, '/bin/sh');
  });

  it('hand arguments to the shell as parameters, never as part of the line', onUnix, () => {
    assert.deepEqual(adapt('shell', ['echo "$@"', '; rm -rf /', '$(x)'], { SHELL: '/bin/sh' }).args, [
      '-c',
      'echo "$@"',
      '/bin/sh',
      '; rm -rf /',
      '$(x)',
    ]);
  });

  it('refuse a name that there is not, naming those there are', () => {
    assert.throws(
      () => new AdapterRegistry().get('cobol'),
      (error) =>
        error instanceof Refusal &&
        error.code === 'NO_SUCH_ADAPTER' &&
        error.message.includes('"exec", "shell"'),
    );
  });
});

function adapt(
  name: string,
  [command = '', ...args]: string[],
  env: Record<string, string> = {},
): AdaptedCommand {
  return new AdapterRegistry().get(name)({ command, args, env });
}
