import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildEnvironment, type EnvironmentLayers } from '../../../../src/runner/child/environment.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('buildEnvironment', () => {
  checkLeaks();

  it('lets each layer override the one below', () => {
    const base = { A: 'base', B: 'base', C: 'base', D: 'base' };
    const session = { B: 'session', C: 'session', D: 'session' };
    const spec = { C: 'spec', D: 'spec' };
    assert.deepEqual(build({ base, session, spec, identity: { D: 'identity' } }), {
      A: 'base',
      B: 'session',
      C: 'spec',
      D: 'identity',
    });
  });

  it('removes a variable that a higher layer sets to null, which a still higher one may set again', () => {
    assert.deepEqual(
      build({ base: { A: '1', B: '1', C: '1' }, session: { A: null, B: null }, spec: { B: '2', C: null } }),
      { B: '2' },
    );
  });

  it('takes nothing from a base that has no value', () => {
    assert.deepEqual(build({ base: { A: undefined, B: null, C: '' } }), { C: '' });
  });

  it('keeps out what VS Code, Electron and snap set for themselves', () => {
    const foreign = [
      'ELECTRON_RUN_AS_NODE',
      'ELECTRON_NO_ATTACH_CONSOLE',
      'VSCODE_IPC_HOOK',
      'VSCODE_PID',
      'SNAP',
      'SNAP_NAME',
      'GDK_PIXBUF_MODULE_FILE',
    ];
    assert.deepEqual(build({ base: Object.fromEntries(foreign.map((name) => [name, '1'])) }), {});
  });

  it('keeps what only looks like it', () => {
    const kept = {
      VSCODE_PORTABLE: '1',
      VSCODE_SHELL_LOGIN: '1',
      VSCODE_ENV_PREPEND: '1',
      SNAPSHOT: '1',
      MY_ELECTRON_APP: '1',
    };
    assert.deepEqual(build({ base: kept }), kept);
  });

  it('lets a user set on purpose what it keeps out otherwise', () => {
    assert.deepEqual(build({ session: { VSCODE_PID: '1' }, spec: { ELECTRON_RUN_AS_NODE: '1' } }), {
      VSCODE_PID: '1',
      ELECTRON_RUN_AS_NODE: '1',
    });
  });

  it('names the terminal that the process is in, and none that it is not in', () => {
    const base = { TERM: 'dumb', TMUX: '1', COLUMNS: '80', TERM_PROGRAM: 'vscode', LANG: 'C' };
    assert.deepEqual(build({ base, isTerminal: true }), {
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C',
    });
    assert.deepEqual(build({ base }), base);
    assert.equal(build({ base, spec: { TERM: 'vt100' }, isTerminal: true })['TERM'], 'vt100');
  });

  it('takes names of the language itself for mere names', () => {
    const env = build({ base: { constructor: 'a', __proto__x: 'b' }, spec: { hasOwnProperty: 'c' } });
    assert.deepEqual(Object.entries(env), [
      ['constructor', 'a'],
      ['__proto__x', 'b'],
      ['hasOwnProperty', 'c'],
    ]);
  });
});

function build(layers: Partial<EnvironmentLayers>): Record<string, string> {
  return buildEnvironment({ base: {}, session: {}, spec: {}, identity: {}, isTerminal: false, ...layers });
}
