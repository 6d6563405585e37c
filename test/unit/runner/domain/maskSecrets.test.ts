import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskEnvironment, maskSpec } from '../../../../src/runner/domain/maskSecrets.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('maskEnvironment', () => {
  checkLeaks();

  for (const name of [
    'PASSWORD',
    'PGPASSWORD',
    'MYSQL_PWD',
    'GITHUB_TOKEN',
    'client_secret',
    'STRIPE_APIKEY',
    'OPENAI_API_KEY',
    'AWS_ACCESS_KEY_ID',
    'SSH_PRIVATE_KEY',
    'Cookie',
    'NPM_AUTH',
    'X_SIGNATURE',
    'GOOGLE_CREDENTIALS',
  ]) {
    it(`hides the value of ${name}`, () => {
      assert.deepEqual(maskEnvironment({ [name]: 'hunter2' }), { [name]: '***' });
    });
  }

  it('shows what is no secret', () => {
    const env = {
      PATH: '/bin',
      PWD: '/srv',
      NODE_ENV: 'test',
      KEYBOARD: 'de',
      URL: 'http://localhost:3000/@x',
    };
    assert.deepEqual(maskEnvironment(env), env);
  });

  it('hides the password inside an address, and only that', () => {
    const masked = maskEnvironment({
      DATABASE_URL: 'postgres://app:hunter2@db:5432/main?sslmode=on',
      BROKERS: 'amqp://a:one@h1,amqp://b:two@h2',
      ODD: 'redis://:p@ss@host',
    });
    assert.deepEqual(masked, {
      DATABASE_URL: 'postgres://app:***@db:5432/main?sslmode=on',
      BROKERS: 'amqp://a:***@h1,amqp://b:***@h2',
      ODD: 'redis://:***@host',
    });
  });

  it('keeps the removal of a variable', () => {
    assert.deepEqual(maskEnvironment({ TOKEN: null }), { TOKEN: null });
  });
});

describe('maskSpec', () => {
  checkLeaks();

  it("tells the spec without the caller's environment and without secrets", () => {
    const spec = { command: 'x', args: ['-v'], env: { TOKEN: 't', A: 'b' }, baseEnv: { HOME: '/root' } };
    assert.deepEqual(maskSpec(spec), { command: 'x', args: ['-v'], env: { TOKEN: '***', A: 'b' } });
  });

  it('hides passwords inside addresses on the command line too', () => {
    const { command, args } = maskSpec({
      command: 'psql postgres://app:hunter2@db/main',
      args: ['--url=redis://:hunter2@cache'],
    });
    assert.deepEqual([command, args], ['psql postgres://app:***@db/main', ['--url=redis://:***@cache']]);
  });

  it('adds nothing that was not there', () => {
    assert.deepEqual(maskSpec({ command: 'x' }), { command: 'x' });
  });
});
