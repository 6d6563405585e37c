// npm start [-- --server] [--port N] [--no-build]: VS Code with the extension on the example workspace. On a fresh
// checkout this needs nothing but Node 20 or newer and npm; the rest is installed and built first.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './projectRoot.mjs';
import { ensureDependencies } from './test/ensureDependencies.mjs';
import { desktopCode } from './vscode/desktopCode.mjs';
import { installVscodeServer } from './vscode/installServer.mjs';
import { linkExtension } from './vscode/linkExtension.mjs';
import { node24Path } from './vscode/node24.mjs';
import { startVscodeServer } from './vscode/serverProcess.mjs';
import { workbenchUrl } from './vscode/workbenchUrl.mjs';

const usage = `npm start [-- options]
  --server    use the VS Code server in a browser even if a desktop VS Code is installed
  --port N    the port of the VS Code server; a free one if left out
  --no-build  open what is built already`;

const exampleWorkspace = join(projectRoot, 'examples', 'workspace');

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main() {
  const options = readOptions();
  ensureDependencies();
  if (options.build) build();
  const code = options.server ? undefined : desktopCode();
  if (code === undefined) await openServer(options.port);
  else openDesktop(code);
}

function readOptions() {
  const { server, port, 'no-build': noBuild } = parseOptions();
  // A port is something only the server has.
  return {
    server: server || port !== undefined,
    port: port === undefined ? 0 : portNumber(port),
    build: !noBuild,
  };
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        server: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, {
      cause: error,
    });
  }
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${text} is not a port: it takes a number from 1 to 65535.\n\n${usage}`);
  }
  return port;
}

function build() {
  const { status } = spawnSync(node24Path(), ['esbuild.mjs'], { cwd: projectRoot, stdio: 'inherit' });
  if (status !== 0) throw new Error('The extension could not be built.');
}

/**
 * Uses the person's own profile: with its theme, keys and other extensions they see what they would get.
 *
 * @param {string} code
 */
function openDesktop(code) {
  console.log(`Opening VS Code (${code}) on ${exampleWorkspace}`);
  const args = ['--new-window', `--extensionDevelopmentPath=${projectRoot}`, exampleWorkspace];
  // On Windows "code" is a batch file, which only a shell starts.
  const { status, error } = spawnSync(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    throw new Error(`${code} failed. "npm start -- --server" opens VS Code in a browser instead.`, {
      cause: error,
    });
  }
}

/** @param {number} port 0 for a free one */
async function openServer(port) {
  const libVscode = await installVscodeServer();
  const dataFolder = join(projectRoot, '.vscode-test', 'start');
  const extensionsDir = join(dataFolder, 'extensions');
  await linkExtension({ extensionPath: projectRoot, extensionsDir });
  const server = await startVscodeServer({
    libVscode,
    serverDataDir: join(dataFolder, 'server'),
    extensionsDir,
    // The example workspace is part of what was checked out and is being run.
    trust: 'disabled',
    port,
  });
  console.log(`VS Code with Procession: ${workbenchUrl({ server, folder: exampleWorkspace })}`);
  console.log('Ctrl-C stops it.');
  const endedByItself = await Promise.race([
    server.stopped.then(() => true),
    stopRequest().then(() => false),
  ]);
  await server.stop();
  if (endedByItself) {
    throw new Error(
      `The VS Code server has ended by itself; see ${join(dataFolder, 'server', 'server.log')}.`,
    );
  }
}

/** Resolves when the person, or whoever started this, wants it to end. */
function stopRequest() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  });
}
