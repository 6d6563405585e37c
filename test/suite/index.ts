import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { SuiteReporter } from './suiteReporter.ts';

/** The sources' folder, seen from out/suite, where the bundle of this file lies. */
const testFolder = path.resolve(__dirname, '../../test/suite');

/** A process of the suite starts a shell or a runner on a machine that may be busy with other tests. */
const testTimeoutMs = 30_000;

/**
 * What VS Code's extension host calls: runs every test file of this folder inside it. Rejects if a test failed,
 * which VS Code turns into its exit code.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: SuiteReporter, timeout: testTimeoutMs });
  // Makes `describe` and `it` known, as mocha does before it loads files; here they are modules of one bundle.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const file of readdirSync(testFolder)) {
    if (file.endsWith('.test.ts')) {
      await import(`./${path.basename(file, '.test.ts')}.test.ts`);
    }
  }
  await new Promise<void>((resolve, reject) => {
    mocha.run((failed) => {
      if (failed > 0) reject(new Error(`${failed} tests of the extension suite failed`));
      else resolve();
    });
  });
}
