import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkLeaks } from '../../helpers/leakCheck.ts';
import { createFencedProject, type FencedProject } from './fencedProject.ts';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const leaf = 'export type Leaf = 1;\n';

function importing(...names: string[]): string {
  return names.map((name, index) => `export type * as name${index} from '${name}';\n`).join('');
}

const offences = [
  { file: 'src/base/node.ts', imports: 'node:fs', rule: 'layer base' },
  { file: 'src/base/test.ts', imports: '../../test/helper.ts', rule: 'no-test-code-in-the-product' },
  { file: 'src/base/cycle.ts', imports: './cycleBack.ts', rule: 'no-cycles' },
  { file: 'src/base/nowhere.ts', imports: './missing.ts', rule: 'resolvable' },
  { file: 'src/protocol/rpc.ts', imports: 'vscode-jsonrpc', rule: 'layer protocol' },
  { file: 'src/client/vscode.ts', imports: 'vscode', rule: 'layer client' },
  { file: 'src/extension/runner.ts', imports: '../runner/domain/leaf.ts', rule: 'layer extension' },
  { file: 'src/cli/extension.ts', imports: '../extension/allowed.ts', rule: 'layer cli' },
  { file: 'src/runner/domain/sibling.ts', imports: '../child/ptyChild.ts', rule: 'layer runner/domain' },
  { file: 'src/runner/child/vscode.ts', imports: 'vscode', rule: 'layer runner/child' },
  { file: 'src/runner/child/pipedChild.ts', imports: 'node-pty', rule: 'pty-stays-in-child' },
  { file: 'src/runner/output/sibling.ts', imports: '../child/ptyChild.ts', rule: 'layer runner/output' },
  { file: 'src/runner/sessions/up.ts', imports: '../rpc/allowed.ts', rule: 'layer runner/sessions' },
  { file: 'src/runner/rpc/node.ts', imports: 'node:net', rule: 'layer runner/rpc' },
  { file: 'src/runner/rpc/down.ts', imports: '../child/ptyChild.ts', rule: 'layer runner/rpc' },
  { file: 'src/runner/misc/file.ts', imports: '../domain/leaf.ts', rule: 'file-without-layer' },
];

const allowed = {
  'src/runner/domain/leaf.ts': leaf,
  'src/runner/child/ptyChild.ts': importing('node-pty', 'node:fs', '../domain/leaf.ts'),
  'src/runner/rpc/allowed.ts': importing('vscode-jsonrpc', '../domain/leaf.ts'),
  'src/runner/main.ts': importing('./child/ptyChild.ts', './rpc/allowed.ts', 'node:fs'),
  'src/protocol/allowed.ts': importing('zod'),
  'src/extension/allowed.ts': importing('vscode', 'node:path', '../protocol/allowed.ts'),
};

const others = {
  'test/helper.ts': leaf,
  'src/base/cycleBack.ts': importing('./cycle.ts'),
  'src/base/orphan.ts': leaf,
};

describe('import layers', () => {
  checkLeaks();

  let project: FencedProject;
  let violations: Violation[];

  before(async () => {
    const offending = Object.fromEntries(offences.map(({ file, imports }) => [file, importing(imports)]));
    project = await createFencedProject({ ...offending, ...allowed, ...others });
    const program = 'dependency-cruiser/bin/dependency-cruise.mjs';
    const output = await project.run(program, 'src', 'test', '--output-type', 'json');
    violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
  });

  after(() => project.remove());

  function rulesBrokenBy(file: string): string[] {
    return violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  }

  for (const { file, imports, rule } of offences) {
    it(`${file} may not import ${imports}: ${rule}`, () => {
      const broken = rulesBrokenBy(file);
      assert.ok(broken.includes(rule), broken.join(', ') || 'no rule broken');
    });
  }

  it('a file that nothing imports and that imports nothing is an error', () => {
    assert.deepEqual(rulesBrokenBy('src/base/orphan.ts'), ['no-orphans']);
  });

  for (const file of Object.keys(allowed)) {
    it(`${file} imports what its layer may`, () => {
      assert.deepEqual(rulesBrokenBy(file), []);
    });
  }
});
