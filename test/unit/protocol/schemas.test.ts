import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeSchemaError } from '../../../src/protocol/describeSchemaError.ts';
import { requests, type RequestMethod } from '../../../src/protocol/protocol.ts';
import { processInfoSchema } from '../../../src/protocol/process.ts';
import { runnerFileSchema } from '../../../src/protocol/runnerFile.ts';
import { streamMessageSchema } from '../../../src/protocol/stream.ts';
import { makeProcessInfo } from '../../fakes/makeProcessInfo.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

type Case = [what: string, method: RequestMethod, params: unknown, path: string, sentence: RegExp];

const spawn = (spec: unknown): unknown => ({ sessionId: 's', spec });

describe('the parameters of requests', () => {
  checkLeaks();

  const good: [string, RequestMethod, unknown][] = [
    ['a spec with everything', 'process/spawn', spawn(wholeSpec())],
    ['the smallest spec', 'process/spawn', spawn({ command: 'x' })],
    ['an empty list of parameters', 'session/list', {}],
    ['a cursor to subscribe from', 'output/subscribe', { processId: 'p', from: 0 }],
    ['a named place to subscribe from', 'output/subscribe', { processId: 'p', from: 'tail' }],
    ['input with an end', 'terminal/input', { processId: 'p', data: '', eof: true }],
    ['an introduction of a newer client', 'initialize', introduction({ later: true })],
  ];
  for (const [what, method, params] of good) {
    it(`can be ${what}`, () => {
      assert.deepEqual(requests[method].params.safeParse(params).error, undefined);
    });
  }

  const bad: Case[] = [
    [
      'an unknown option',
      'process/spawn',
      { ...object(spawn({ command: 'x' })), wait: 1 },
      '',
      /^unknown option "wait"$/,
    ],
    [
      'an unknown option in a spec',
      'process/spawn',
      spawn({ command: 'x', enviroment: {} }),
      'spec',
      /^unknown option "enviroment" in "spec"$/,
    ],
    [
      'several unknown options',
      'process/spawn',
      spawn({ command: 'x', a: 1, b: 2 }),
      'spec',
      /^unknown option "a", "b" in "spec"$/,
    ],
    [
      'an unknown option deep inside',
      'process/spawn',
      spawn({ command: 'x', stop: { sig: 'SIGINT' } }),
      'spec.stop',
      /^unknown option "sig" in "spec.stop"$/,
    ],
    ['no command', 'process/spawn', spawn({}), 'spec.command', /^"spec.command": .*expected string/],
    [
      'an empty command',
      'process/spawn',
      spawn({ command: '' }),
      'spec.command',
      /^"spec.command": Too small/,
    ],
    [
      'a number among the arguments',
      'process/spawn',
      spawn({ command: 'x', args: ['a', 5] }),
      'spec.args[1]',
      /^"spec.args\[1\]": .*expected string/,
    ],
    [
      'a NUL character',
      'process/spawn',
      spawn({ command: 'x', args: ['a\0b'] }),
      'spec.args[0]',
      /must not contain a NUL character/,
    ],
    [
      'a variable name with "="',
      'process/spawn',
      spawn({ command: 'x', env: { 'A=B': 'c' } }),
      'spec.env.A=B',
      /./,
    ],
    [
      'a variable that is a number',
      'process/spawn',
      spawn({ command: 'x', env: { PORT: 80 } }),
      'spec.env.PORT',
      /expected string/,
    ],
    ['a terminal without columns', 'process/spawn', spawn({ command: 'x', cols: 0 }), 'spec.cols', /./],
    ['a terminal of too many rows', 'process/spawn', spawn({ command: 'x', rows: 65_536 }), 'spec.rows', /./],
    ['half a column', 'terminal/resize', { processId: 'p', cols: 80.5, rows: 24 }, 'cols', /int/],
    ['a signal by number', 'process/signal', { processId: 'p', signal: 9 }, 'signal', /expected string/],
    [
      'a signal that is no name',
      'process/signal',
      { processId: 'p', signal: 'TERM' },
      'signal',
      /must be a signal name such as SIGTERM/,
    ],
    ['a grace below zero', 'process/stop', { processId: 'p', graceMs: -1 }, 'graceMs', /./],
    [
      'an end of waiting that there is not',
      'process/wait',
      { processId: 'p', until: 'dead' },
      'until',
      /"started"\|"ready"\|"ended"/,
    ],
    ['a cursor below zero', 'output/read', { processId: 'p', from: -1 }, 'from', /./],
    [
      'more than may be read at once',
      'output/read',
      { processId: 'p', from: 0, maxBytes: 2 ** 30 },
      'maxBytes',
      /./,
    ],
    [
      'a window too small for any output',
      'output/subscribe',
      { processId: 'p', from: 'tail', windowBytes: 1 },
      'windowBytes',
      /./,
    ],
    [
      'an encoding that there is not',
      'terminal/input',
      { processId: 'p', data: '', encoding: 'hex' },
      'encoding',
      /"utf8"\|"base64"/,
    ],
    ['a session without a name', 'session/open', { name: '' }, 'name', /./],
    [
      'a client without a name',
      'initialize',
      { protocolVersion: 1, client: { name: '', version: '1' } },
      'client.name',
      /./,
    ],
    [
      'a version that is a text',
      'initialize',
      { ...object(introduction()), protocolVersion: '1' },
      'protocolVersion',
      /expected (number|int)/,
    ],
    ['a list', 'process/get', ['p'], '', /expected object/],
    ['a text', 'process/get', 'p', '', /expected object/],
    ['nothing where something is needed', 'process/get', {}, 'processId', /expected string/],
  ];
  for (const [what, method, params, path, sentence] of bad) {
    it(`cannot be ${what}: ${method} says where`, () => {
      const { error } = requests[method].params.safeParse(params);
      assert.ok(error !== undefined);
      const fault = describeSchemaError(error);
      assert.equal(fault.path, path);
      assert.match(fault.message, sentence);
    });
  }
});

describe('what runners tell', () => {
  checkLeaks();

  it('is the process as it is, and never the environment of a caller', () => {
    assert.equal(processInfoSchema.safeParse(makeProcessInfo()).success, true);
    const leaked = makeProcessInfo();
    Object.assign(leaked.spec, { baseEnv: { HOME: '/root' } });
    assert.equal(processInfoSchema.safeParse(leaked).success, false);
  });

  it('has an exit of exactly one of code and signal', () => {
    for (const [exit, isGood] of [
      [{ code: 0 }, true],
      [{ signal: 'SIGTERM' }, true],
      [{ code: 0, signal: 'SIGTERM' }, false],
      [{}, false],
    ] as const) {
      const info = { ...makeProcessInfo(), exit };
      assert.equal(processInfoSchema.safeParse(info).success, isGood, JSON.stringify(exit));
    }
  });

  it('is told apart by its type', () => {
    const envelope = { sessionId: 's', processId: 'p', timestamp: 1 };
    const output = { stream: 'stdout', content: 'x', encoding: 'utf8', cursor: 1 };
    assert.equal(streamMessageSchema.safeParse({ type: 'output', ...envelope, data: output }).success, true);
    assert.equal(streamMessageSchema.safeParse({ type: 'status', ...envelope, data: output }).success, false);
    assert.equal(streamMessageSchema.safeParse({ type: 'other', ...envelope, data: output }).success, false);
  });
});

describe('the runner file', () => {
  checkLeaks();

  it('may hold what an older reader does not know', () => {
    const file = {
      protocolVersion: 1,
      version: '1.0.0',
      buildId: 'b',
      pid: 1,
      startedAtMs: 1,
      socketPath: '/tmp/s',
      token: 't',
      later: true,
    };
    assert.equal(runnerFileSchema.safeParse(file).success, true);
    assert.equal(runnerFileSchema.safeParse({ ...file, token: undefined }).success, false);
  });
});

function introduction(more: object = {}): unknown {
  return { protocolVersion: 1, client: { name: 'c', version: '1' }, ...more };
}

function wholeSpec(): unknown {
  return {
    command: 'server',
    args: ['', 'two words', '✓'],
    adapter: 'shell',
    name: 'web',
    group: 'dev',
    cwd: 'sub',
    env: { A: 'b', GONE: null },
    baseEnv: { HOME: '/root' },
    interactive: true,
    cols: 1,
    rows: 65_535,
    stop: { signal: 'SIGINT', graceMs: 0 },
    onClientGone: 'stop',
    custom: { anything: [1, null, { deep: true }] },
  };
}

function object(value: unknown): object {
  assert.ok(typeof value === 'object' && value !== null);
  return value;
}
