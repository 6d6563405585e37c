import { existsSync } from 'node:fs';
import { constants, cp, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../projectRoot.mjs';
import { node24Environment, node24Path } from './node24.mjs';
import { runStep } from './runStep.mjs';

/** The `code-server` release whose VS Code is used; it carries VS Code 1.139.1. */
const serverVersion = '4.139.1';

const serverFolder = join(projectRoot, '.vscode-test', `server-${serverVersion}`);

/**
 * Makes sure that a VS Code server is installed in this checkout and returns its folder, the one
 * that holds `out/server-main.js`. The first call on a machine needs the npm registry and takes
 * about half a minute; later ones find it here, or in the user's cache directory.
 *
 * The folder gets its name only when everything in it is complete, so that an installation that
 * was interrupted is never taken for one, and two that run at once do not meet.
 *
 * @returns {Promise<string>}
 */
export async function installVscodeServer() {
  throwIfUnsupportedPlatform();
  if (existsSync(serverFolder)) {
    return serverFolder;
  }
  const workFolder = join(projectRoot, '.vscode-test', `installing-${process.pid}`);
  try {
    await provideServer(workFolder);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  return serverFolder;
}

/** @param {string} workFolder */
async function provideServer(workFolder) {
  const cached = join(cacheFolder(), `server-${serverVersion}-${process.platform}-${process.arch}`);
  if (await copyFromCache(cached)) {
    return;
  }
  console.log('Installing a VS Code server (about half a minute, only once)');
  await mkdir(workFolder, { recursive: true });
  const unpacked = await download(workFolder);
  await installDependencies(unpacked);
  const isWhole = await buildOptionalModules(unpacked);
  await throwIfIncomplete(unpacked);
  await moveIntoPlace(unpacked, serverFolder);
  if (isWhole) {
    await keepForOtherCheckouts(cached);
  }
}

function throwIfUnsupportedPlatform() {
  if (process.platform === 'win32') {
    throw new Error(
      'The VS Code server runs on Linux and macOS only. Install VS Code and put "code" on the PATH.',
    );
  }
}

function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'procession');
}

/**
 * Fetches the package alone, not what it depends on: `code-server` wraps VS Code in a web server
 * of its own, and only the VS Code inside is used here.
 *
 * @param {string} workFolder
 */
async function download(workFolder) {
  await runStep({
    step: 'Downloading the VS Code server from the npm registry',
    command: 'npm',
    args: ['pack', `code-server@${serverVersion}`],
    cwd: workFolder,
    env: node24Environment(),
  });
  await runStep({
    step: 'Unpacking the VS Code server',
    command: 'tar',
    args: ['-xzf', `code-server-${serverVersion}.tgz`, 'package/lib/vscode'],
    cwd: workFolder,
  });
  return join(workFolder, 'package', 'lib', 'vscode');
}

/**
 * Leaves install scripts out: what cannot be done without (terminals, file watching) comes
 * prebuilt in its packages, and among the rest are modules that ask for headers few machines have
 * and that nothing here loads (Kerberos log-in to a proxy).
 *
 * @param {string} vscodeFolder
 */
async function installDependencies(vscodeFolder) {
  await runStep({
    step: "Installing the VS Code server's dependencies",
    command: 'npm',
    args: ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: vscodeFolder,
    env: node24Environment(),
  });
}

/**
 * Compiles the two modules that come without a prebuilt binary and are worth a compiler: without
 * the log module the server writes no log and every output channel stays empty.
 *
 * @param {string} vscodeFolder
 * @returns {Promise<boolean>} whether it could
 */
async function buildOptionalModules(vscodeFolder) {
  try {
    await runStep({
      step: "Compiling the VS Code server's log module",
      command: 'npm',
      args: ['rebuild', ...compiledModules],
      cwd: vscodeFolder,
      env: node24Environment(),
    });
    await throwIfNotLoadable(vscodeFolder, compiledModules);
    return true;
  } catch (error) {
    console.warn(
      `${messageOf(error)}\n` +
        'The VS Code server works without it, but its Output panel stays empty. ' +
        `To cure that, install a C++ compiler, make and Python 3, delete ${serverFolder} and start again.`,
    );
    return false;
  }
}

/** Log files and output channels; the extension host's watch on the server it belongs to. */
const compiledModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** @param {string} vscodeFolder */
async function throwIfIncomplete(vscodeFolder) {
  try {
    await throwIfNotLoadable(vscodeFolder, ['node-pty', '@parcel/watcher']);
  } catch (error) {
    throw new Error(
      `${messageOf(error)}\nThe VS Code server has no terminal or no file watcher for ` +
        `${process.platform} on ${process.arch}. Install VS Code and put "code" on the PATH.`,
      { cause: error },
    );
  }
}

/**
 * @param {string} vscodeFolder
 * @param {string[]} modules
 */
async function throwIfNotLoadable(vscodeFolder, modules) {
  await runStep({
    step: `Loading ${modules.join(' and ')}`,
    command: node24Path(),
    args: ['-e', modules.map((name) => `require('${name}');`).join(' ')],
    cwd: vscodeFolder,
  });
}

/**
 * @param {string} cached
 * @returns {Promise<boolean>} whether the server is in place now; if not, it can still be installed
 */
async function copyFromCache(cached) {
  if (!existsSync(cached)) {
    return false;
  }
  console.log(`Copying the VS Code server from ${cached}`);
  try {
    await copyFolder(cached, serverFolder);
    return true;
  } catch (error) {
    console.warn(`The copy in ${cached} is of no use: ${messageOf(error)}`);
    return false;
  }
}

/**
 * Saves the next checkout the download. A convenience: where it cannot be kept, the installation
 * stands all the same.
 *
 * @param {string} cached
 */
async function keepForOtherCheckouts(cached) {
  try {
    await copyFolder(serverFolder, cached);
  } catch (error) {
    console.warn(`The VS Code server is not kept in ${cached}: ${messageOf(error)}`);
  }
}

/**
 * @param {string} from
 * @param {string} to gets its name when the copy is complete
 */
async function copyFolder(from, to) {
  const copying = `${to}.copying-${process.pid}`;
  try {
    await cp(from, copying, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    await moveIntoPlace(copying, to);
  } finally {
    await rm(copying, { recursive: true, force: true });
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
async function moveIntoPlace(from, to) {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    // Somebody else finished the same installation first: theirs is as good.
    if (!existsSync(to)) {
      throw error;
    }
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
