import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Prints a line for each test as it ends, and at the end writes `{passed, failed, failures}` as JSON to the file
 * that the environment variable PROCESSION_SUITE_RESULT names. A file, because what is printed in an extension host
 * reaches a terminal only by way of a window's console, which adds its own words.
 */
export class SuiteReporter extends Mocha.reporters.Base {
  readonly #failures: string[] = [];
  #passed = 0;

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => {
      this.#passed++;
      print(`✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => this.#fail(test, error));
    runner.on(EVENT_TEST_PENDING, (test) =>
      this.#fail(test, new Error('skipped, and nobody looks at it again')),
    );
    runner.on(EVENT_RUN_END, () => this.#writeResult());
  }

  #fail(test: Mocha.Runnable, error: unknown): void {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    this.#failures.push(`${test.fullTitle()}: ${message}`);
    print(`✖ ${test.fullTitle()}\n${stack ?? message}`);
  }

  #writeResult(): void {
    const { PROCESSION_SUITE_RESULT: file } = process.env;
    if (file === undefined) {
      throw new Error('PROCESSION_SUITE_RESULT does not say where to write the result.');
    }
    const result = { passed: this.#passed, failed: this.#failures.length, failures: this.#failures };
    writeFileSync(file, JSON.stringify(result));
  }
}

/** The mark tells these lines from whatever else an extension host prints. */
function print(text: string): void {
  for (const line of text.split('\n')) {
    console.log(`[suite] ${line}`);
  }
}
