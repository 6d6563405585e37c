import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endRunner } from '../../../scripts/vscode/endRunner.mjs';
import { installVscodeServer } from '../../../scripts/vscode/installServer.mjs';
import { launchBrowser } from '../../../scripts/vscode/launchBrowser.mjs';
import { linkExtension } from '../../../scripts/vscode/linkExtension.mjs';
import { startVscodeServer, type VscodeServer } from '../../../scripts/vscode/serverProcess.mjs';
import { workbenchUrl } from '../../../scripts/vscode/workbenchUrl.mjs';
import { Workbench } from './workbench.ts';

export interface OpenWorkbenchOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the source folder of the extension to have installed; none if left out. */
  readonly extensionPath?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A colour theme's id, such as `Light Modern` or `Default High Contrast`. */
  readonly theme?: string;
  /** `enabled` opens the folder in Restricted Mode, until it is trusted; `disabled` is the default. */
  readonly trust?: 'disabled' | 'enabled';
  /** User settings on top of the harness's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Environment variables on top of this process's, for the extension and for terminals. The runner is ended on
   * closing unless PROCESSION_STATE_DIR names another state directory here.
   */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Opens a folder in a real VS Code of its own: fresh settings, fresh state, its own server, browser and runner.
 * Resolves when the workbench is restored; whoever calls it closes it.
 */
export async function openWorkbench(options: OpenWorkbenchOptions): Promise<Workbench> {
  const libVscode = await installVscodeServer();
  const ownFolder = await mkdtemp(join(tmpdir(), 'procession-ui-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(ownFolder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    const server = await startServer(libVscode, ownFolder, options);
    resources.defer(() => endRunner(stateDirIn(ownFolder)));
    resources.defer(server.stop);
    const browser = await launchBrowser();
    resources.defer(() => browser.close());
    const page = await browser.newPage({ viewport: options.viewport ?? defaultViewport });
    page.setDefaultTimeout(deedTimeoutMs);
    await page.goto(workbenchUrl({ server, folder: options.folder }));
    const workbench = new Workbench(page, () => resources.disposeAsync());
    await workbench.waitUntilRestored();
    return workbench;
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function startServer(
  libVscode: string,
  ownFolder: string,
  options: OpenWorkbenchOptions,
): Promise<VscodeServer> {
  const extensionsDir = join(ownFolder, 'extensions');
  if (options.extensionPath !== undefined) {
    await linkExtension({ extensionPath: options.extensionPath, extensionsDir });
  }
  return await startVscodeServer({
    libVscode,
    serverDataDir: join(ownFolder, 'server'),
    extensionsDir,
    trust: options.trust ?? 'disabled',
    settings: {
      // Nothing is on its way when a picture is taken or a click is aimed.
      'workbench.reduceMotion': 'on',
      ...(options.theme === undefined ? {} : { 'workbench.colorTheme': options.theme }),
      ...options.settings,
    },
    env: { PROCESSION_STATE_DIR: stateDirIn(ownFolder), ...options.env },
  });
}

function stateDirIn(ownFolder: string): string {
  return join(ownFolder, 'state');
}

const defaultViewport = { width: 1280, height: 800 };

/** What a person would not wait for any longer, with room for a machine under load. */
const deedTimeoutMs = 15_000;
