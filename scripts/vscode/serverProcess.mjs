import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node24Path } from './node24.mjs';
import { writeUserSettings } from './userSettings.mjs';

/**
 * A running VS Code server on a loopback port of this machine.
 *
 * @typedef {object} VscodeServer
 * @property {number} port
 * @property {string} token without it the server answers nobody: it gives whoever talks to it a shell
 * @property {() => Promise<void>} stop ends the server and every process of its group; a second call waits for the first
 * @property {Promise<void>} stopped settles when the server has ended, by `stop` or by itself
 */

/**
 * @typedef {import('node:stream').Readable} Readable
 *
 * @typedef {import('node:child_process').ChildProcessByStdio<null, Readable, Readable>} ServerChild
 */

/**
 * Starts a VS Code server and resolves when it answers. It never outlives this process by more
 * than the signal that is sent at exit.
 *
 * @param {object} options
 * @param {string} options.libVscode where the server is installed, see `installVscodeServer`
 * @param {string} options.serverDataDir its settings, state and logs
 * @param {string} options.extensionsDir where it looks for installed extensions
 * @param {'disabled' | 'enabled'} options.trust whether the workbench asks to trust a folder
 * @param {number} [options.port] a free one is chosen if there is none
 * @param {boolean} [options.testDriver] lets the workbench's address name an extension to load from its sources and
 *   a suite to run in it; the workbench then shows no notification toasts
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet defaults
 * @param {Record<string, string>} [options.env] variables on top of this process's own
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer(options) {
  await mkdir(options.extensionsDir, { recursive: true });
  await writeUserSettings(options.serverDataDir, options.settings ?? {});
  const token = randomUUID();
  const tokenFile = join(options.serverDataDir, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const child = spawn(node24Path(), [...serverArguments(options), '--connection-token-file', tokenFile], {
    env: { ...plainEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that stopping reaches the extension hosts as well.
    detached: true,
  });
  const log = createWriteStream(join(options.serverDataDir, 'server.log'));
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  const stopped = once(child, 'close').then(() => void log.end());
  const stopAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', stopAtExit);
  /** @type {Promise<void> | undefined} */
  let stopping;
  const stop = () => {
    stopping ??= endGroup(child, stopped).finally(() => process.off('exit', stopAtExit));
    return stopping;
  };
  try {
    return { port: await listeningPort(child), token, stop, stopped };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {Parameters<typeof startVscodeServer>[0]} options */
function serverArguments({ libVscode, serverDataDir, extensionsDir, trust, port = 0, testDriver = false }) {
  return [
    join(libVscode, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--server-data-dir', serverDataDir, '--extensions-dir', extensionsDir],
    ...['--accept-server-license-terms', '--disable-telemetry'],
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(trust === 'disabled' ? ['--disable-workspace-trust'] : []),
  ];
}

/**
 * This process's environment without what npm, a test runner or a VS Code terminal put into it for
 * themselves: the server's terminals and extensions are none of their children.
 */
function plainEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST_CONTEXT|VSCODE_|ELECTRON_)/.test(name)),
  );
}

/**
 * @param {ServerChild} child
 * @returns {Promise<number>} the port, as soon as the server listens on it
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (/** @type {Buffer} */ chunk) => {
      printed += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port !== undefined) {
        settle();
        resolve(Number(port));
      } else if (printed.includes('EADDRINUSE')) {
        // The server only reports it and lives on without a port.
        fail('the port is in use');
      }
    };
    const fail = (/** @type {string} */ reason) => {
      settle();
      reject(new Error(`The VS Code server did not start: ${reason}.\n${printed.trim()}`));
    };
    const onError = (/** @type {Error} */ error) => fail(error.message);
    const onClose = () => fail('it ended before it listened');
    const timer = setTimeout(() => fail(`no answer in ${startTimeoutMs} ms`), startTimeoutMs);
    const settle = () => {
      clearTimeout(timer);
      child.stdout.off('data', read);
      child.stderr.off('data', read);
      child.off('error', onError).off('close', onClose);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', onError).once('close', onClose);
  });
}

/** Half a second on an idle machine; a busy one must never reach it. */
const startTimeoutMs = 60_000;

/**
 * @param {ServerChild} child
 * @param {Promise<void>} stopped
 */
async function endGroup(child, stopped) {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), stopGraceMs);
  await stopped;
  clearTimeout(timer);
  // The server itself is gone; whatever of its group was slower must not stay behind.
  signalGroup(child, 'SIGKILL');
}

/** What the server's own shutdown takes, many times over. */
const stopGraceMs = 3_000;

/**
 * @param {ServerChild} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left in the group, which is what the signal was for.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') {
      throw error;
    }
  }
}
