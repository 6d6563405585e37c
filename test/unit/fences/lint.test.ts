import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { createFencedProject, type FencedProject } from './fencedProject.ts';

interface FileResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const work = 'const work = (): Promise<void> => Promise.resolve();\n';
const union = "type Colour = 'red' | 'green';\n";

const offences = [
  {
    rule: '@typescript-eslint/no-floating-promises',
    files: {
      'src/runner/floating.ts': `${work}export const start = (): void => {\n  work();\n};\n`,
      'src/runner/void.ts': `${work}export const start = (): void => {\n  void work();\n};\n`,
    },
  },
  {
    rule: '@typescript-eslint/no-misused-promises',
    files: {
      'src/runner/misused.ts': `${work}export const start = (): void => [1].forEach(() => work());\n`,
    },
  },
  {
    rule: 'no-async-promise-executor',
    files: {
      'src/runner/executor.ts':
        'export const late = new Promise<void>(async (resolve) => {\n  await Promise.resolve();\n  resolve();\n});\n',
    },
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    files: {
      'src/base/switch.ts': `${union}export function name(colour: Colour): string | undefined {\n  switch (colour) {\n    case 'red':\n      return 'Red';\n  }\n  return undefined;\n}\n`,
      'src/base/switchWithDefault.ts': `${union}export function name(colour: Colour): string {\n  switch (colour) {\n    case 'red':\n      return 'Red';\n    default:\n      return 'other';\n  }\n}\n`,
    },
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    files: { 'src/protocol/any.ts': 'export const take = (value: any): number => Number(value);\n' },
  },
  {
    rule: '@typescript-eslint/no-non-null-assertion',
    files: {
      'src/client/nonNull.ts': 'export const first = (names: string[]): string => names[0]!;\n',
    },
  },
  {
    rule: 'no-restricted-globals',
    files: { 'src/runner/domain/date.ts': 'export const now = (): number => Date.now();\n' },
  },
  {
    rule: 'no-restricted-properties',
    files: { 'src/base/random.ts': 'export const dice = (): number => Math.random();\n' },
  },
  {
    rule: 'no-restricted-imports',
    files: { 'src/client/bareNode.ts': "export { join } from 'path';\n" },
  },
  {
    rule: 'no-restricted-exports',
    files: { 'src/client/default.ts': 'const one = 1;\nexport default one;\n' },
  },
  {
    rule: 'no-console',
    files: { 'src/runner/console.ts': "console.log('hello');\nexport {};\n" },
  },
  {
    rule: '@typescript-eslint/no-empty-function',
    files: {
      'src/runner/swallow.ts': `${work}export const start = (): Promise<void> => work().catch(() => {});\n`,
    },
  },
];

const allowed = {
  'src/runner/date.ts': 'export const now = (): number => Date.now();\n',
  'test/unit/some.test.ts':
    "import { describe, it } from 'node:test';\n\ndescribe('some', () => {\n  it('has a first', () => [1][0]!.toFixed());\n});\n",
};

describe('lint', () => {
  checkLeaks();

  let project: FencedProject;
  let results: FileResult[];

  before(async () => {
    project = await createFencedProject(
      Object.assign({}, allowed, ...offences.map(({ files }) => files)) as Record<string, string>,
    );
    const output = await project.run('eslint/bin/eslint.js', 'src', 'test', '--format', 'json');
    results = JSON.parse(output) as FileResult[];
  });

  after(() => project.remove());

  function rulesBrokenBy(file: string): string[] {
    const result = results.find(({ filePath }) => filePath === path.join(project.folder, file));
    assert.ok(result, `${file} was not linted`);
    return result.messages.map(({ ruleId, message }) => ruleId ?? message);
  }

  for (const { rule, files } of offences) {
    for (const file of Object.keys(files)) {
      it(`${file} breaks ${rule}`, () => {
        const broken = rulesBrokenBy(file);
        assert.ok(broken.includes(rule), broken.join(', ') || 'no rule broken');
      });
    }
  }

  for (const file of Object.keys(allowed)) {
    it(`${file} breaks nothing`, () => {
      assert.deepEqual(rulesBrokenBy(file), []);
    });
  }
});
