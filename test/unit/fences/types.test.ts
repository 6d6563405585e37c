import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { createFencedProject, type FencedProject } from './fencedProject.ts';

const useTimer = 'setTimeout(() => undefined, 1);\nexport {};\n';
const useProcess = 'export const pid = process.pid;\n';
const useNodeModule = "export { readFile } from 'node:fs/promises';\n";
const useDom = 'export const title = document.title;\n';

const offences = [
  { file: 'src/base/timer.ts', content: useTimer, error: "Cannot find name 'setTimeout'" },
  { file: 'src/base/process.ts', content: useProcess, error: "Cannot find name 'process'" },
  { file: 'src/base/node.ts', content: useNodeModule, error: "Cannot find name 'node:fs/promises'" },
  { file: 'src/base/dom.ts', content: useDom, error: "Cannot find name 'document'" },
  { file: 'src/protocol/timer.ts', content: useTimer, error: "Cannot find name 'setTimeout'" },
  { file: 'src/runner/domain/timer.ts', content: useTimer, error: "Cannot find name 'setTimeout'" },
  { file: 'src/runner/domain/process.ts', content: useProcess, error: "Cannot find name 'process'" },
  { file: 'src/runner/child/dom.ts', content: useDom, error: "Cannot find name 'document'" },
  { file: 'src/client/dom.ts', content: useDom, error: "Cannot find name 'document'" },
  { file: 'src/webview/process.ts', content: useProcess, error: "Cannot find name 'process'" },
  {
    file: 'src/extension/runner.ts',
    content: "export { pid } from '../runner/child/allowed.ts';\n",
    error: 'is not listed within the file list of project',
  },
  { file: 'src/cli/enum.ts', content: 'export enum Colour { Red }\n', error: 'erasableSyntaxOnly' },
  {
    file: 'src/cli/index.ts',
    content: 'export const first = (names: string[]): string => names[0];\n',
    error: "Type 'string | undefined' is not assignable",
  },
];

const allowed = {
  'src/runner/child/allowed.ts': useProcess,
  'src/webview/allowed.ts': useDom,
  'src/extension/allowed.ts': "import * as vscode from 'vscode';\nexport const version = vscode.version;\n",
};

describe('type environments', () => {
  checkLeaks();

  let project: FencedProject;
  let errors: string[];

  before(async () => {
    const offending = Object.fromEntries(offences.map(({ file, content }) => [file, content]));
    project = await createFencedProject({ ...offending, ...allowed });
    const folders = ['runner', 'extension', 'cli', 'webview'].map((name) => `src/${name}`);
    const output = await project.run('typescript/bin/tsc', '--build', '--pretty', 'false', ...folders);
    errors = output.split('\n');
  });

  after(() => project.remove());

  for (const { file, error } of offences) {
    it(`${file} does not compile: ${error}`, () => {
      const found = errors.filter((line) => line.startsWith(`${file}(`));
      assert.ok(
        found.some((line) => line.includes(error)),
        found.join('\n') || 'no error in this file',
      );
    });
  }

  for (const file of Object.keys(allowed)) {
    it(`${file} compiles`, () => {
      assert.deepEqual(
        errors.filter((line) => line.startsWith(`${file}(`)),
        [],
      );
    });
  }
});
