import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultStateDir } from '../../../src/client/stateDir.ts';

const linux = { platform: 'linux', homeDir: '/home/ada', currentDir: '/srv' } as const;
const windows = { platform: 'win32', homeDir: 'C:\\Users\\Ada', currentDir: 'C:\\work' } as const;

describe('defaultStateDir', () => {
  for (const [what, source, expected] of [
    ['is in the state home on Linux', { ...linux, env: {} }, '/home/ada/.local/state/procession'],
    ['follows XDG_STATE_HOME', { ...linux, env: { XDG_STATE_HOME: '/state' } }, '/state/procession'],
    [
      'ignores a relative XDG_STATE_HOME',
      { ...linux, env: { XDG_STATE_HOME: 'state' } },
      '/home/ada/.local/state/procession',
    ],
    [
      'is in Application Support on macOS',
      { platform: 'darwin', homeDir: '/Users/ada', currentDir: '/', env: {} },
      '/Users/ada/Library/Application Support/Procession',
    ],
    [
      'is in the local application data on Windows',
      { ...windows, env: { LOCALAPPDATA: 'D:\\Local' } },
      'D:\\Local\\Procession',
    ],
    [
      'finds the local application data without the variable',
      { ...windows, env: {} },
      'C:\\Users\\Ada\\AppData\\Local\\Procession',
    ],
    [
      'is what PROCESSION_STATE_DIR says',
      { ...linux, env: { PROCESSION_STATE_DIR: '/elsewhere' } },
      '/elsewhere',
    ],
    ['takes a relative one from here', { ...linux, env: { PROCESSION_STATE_DIR: 'state' } }, '/srv/state'],
    [
      'takes an empty one for none',
      { ...linux, env: { PROCESSION_STATE_DIR: '' } },
      '/home/ada/.local/state/procession',
    ],
  ] as const) {
    it(what, () => {
      assert.equal(defaultStateDir(source), expected);
    });
  }
});
