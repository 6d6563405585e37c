import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the user settings a VS Code server starts with: the defaults below and whatever is given on top of
 * them. Settings that are there already are the person's own by now and stay as they are.
 *
 * @param {string} serverDataDir
 * @param {Record<string, unknown>} settings
 */
export async function writeUserSettings(serverDataDir, settings) {
  const folder = join(serverDataDir, 'data', 'User');
  const path = join(folder, 'settings.json');
  if (existsSync(path)) {
    return;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify({ ...quietWorkbench, ...settings }, undefined, 2)}\n`);
}

/** A workbench that shows the folder and nothing that asks for attention. */
const quietWorkbench = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  // Without a GPU (headless Chromium) xterm would try WebGL first and fall back with a message.
  'terminal.integrated.gpuAcceleration': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};
