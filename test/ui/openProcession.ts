import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../scripts/projectRoot.mjs';
import { endRunner } from '../../scripts/vscode/endRunner.mjs';
import { eventually } from '../helpers/eventually.ts';
import { openWorkbench, type OpenWorkbenchOptions } from './harness/openWorkbench.ts';
import type { TreeItem } from './harness/treeView.ts';
import type { Workbench } from './harness/workbench.ts';

/** The title of the tree of processes. */
export const PROCESSES = 'Processes';

/** A workbench with the extension on the example workspace, its view open, and a runner of its own. */
export interface Procession {
  readonly workbench: Workbench;
  readonly folder: string;
  /** Where the runner of this workbench keeps its state. */
  readonly stateDir: string;
  /** Runs a command line as a person does: by the palette. */
  run(line: string): Promise<void>;
  /** Waits until the terminal in use shows this; resolves with all it shows. */
  showsInTerminal(expected: RegExp): Promise<string>;
  /** Waits until the row of a process says this beside its title. */
  showsInTree(title: string, description: RegExp): Promise<TreeItem>;
  close(): Promise<void>;
}

/** Opens it; whoever calls this closes it, which also ends the runner and what it runs. */
export async function openProcession(options: Partial<OpenWorkbenchOptions> = {}): Promise<Procession> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'procession-state-'));
  const folder = options.folder ?? path.join(projectRoot, 'examples', 'workspace');
  const workbench = await openWorkbench({
    folder,
    extensionPath: projectRoot,
    ...options,
    env: { PROCESSION_STATE_DIR: stateDir, ...options.env },
  });
  return {
    workbench,
    folder,
    stateDir,
    run: (line) => run(workbench, line),
    showsInTerminal: (expected) => showsInTerminal(workbench, expected),
    showsInTree: (title, description) => showsInTree(workbench, title, description),
    close: async () => {
      await workbench.close();
      await endRunner(stateDir);
      await rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function run(workbench: Workbench, line: string): Promise<void> {
  await workbench.runCommand('Procession: Run Command…');
  await workbench.answerQuickInput(line);
}

function showsInTerminal(workbench: Workbench, expected: RegExp): Promise<string> {
  return eventually(
    async () => {
      const text = await workbench.terminalText();
      if (!expected.test(text)) throw new Error(`It shows:\n${text}`);
      return text;
    },
    { description: `the terminal shows ${String(expected)}`, timeoutMs: 20_000 },
  );
}

function showsInTree(workbench: Workbench, title: string, description: RegExp): Promise<TreeItem> {
  return eventually(
    async () => {
      const items = await workbench.treeItems(PROCESSES);
      const item = items.find(({ label }) => label === title);
      if (item === undefined || !description.test(item.description)) {
        throw new Error(`It shows ${JSON.stringify(items)}`);
      }
      return item;
    },
    { description: `the tree shows "${title}" with ${String(description)}` },
  );
}
