import path from 'node:path';

/**
 * A reporter for node:test that writes one JSON object, a `TestCounts`, when everything has ended.
 *
 * Only leaves count: a suite, or a test with subtests, says nothing its children do not say, unless it failed by
 * itself (a hook, an assertion between subtests). A skipped or todo test counts as failed, since nobody looks at
 * it again; only one that cannot run on this system may be skipped, with a reason that starts with `platform:`.
 *
 * @typedef {{passed: number, failed: number, failures: string[]}} TestCounts
 *
 * @typedef {import('node:test/reporters').TestEvent} TestEvent
 * @typedef {Extract<TestEvent, {type: 'test:pass' | 'test:fail'}>} TestEnd
 */

/**
 * @param {AsyncIterable<TestEvent>} events
 * @returns {AsyncGenerator<string>}
 */
export default async function* countReporter(events) {
  /** @type {TestCounts} */
  const counts = { passed: 0, failed: 0, failures: [] };
  const parents = new ParentDetector();

  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const verdict = judge(event, parents.isParent(event.data));
    if (verdict === 'passed') counts.passed++;
    else if (verdict !== undefined) {
      counts.failed++;
      counts.failures.push(`${place(event.data)}: ${verdict}`);
    }
  }
  yield JSON.stringify(counts);
}

/**
 * @param {TestEnd} event
 * @param {boolean} isParent
 * @returns {string | undefined} `passed`, why it failed, or nothing if it does not count
 */
function judge({ type, data }, isParent) {
  if (type === 'test:fail') {
    const { failureType, message, cause } = /** @type {Error & {failureType?: string}} */ (
      data.details.error
    );
    if (failureType === 'subtestsFailed') return undefined;
    // The first line says what; the reporter on the terminal shows it all.
    const [reason = message] = (cause instanceof Error ? cause.message : message).split('\n');
    return reason;
  }
  const excuse = data.skip ?? data.todo;
  if (excuse !== undefined && excuse !== false) {
    return String(excuse).startsWith('platform:')
      ? undefined
      : 'skipped or todo without a "platform:" reason';
  }
  return isParent || data.details.type === 'suite' ? undefined : 'passed';
}

/** @param {TestEnd['data']} data */
function place({ name, file }) {
  if (file === undefined) return name;
  const relative = path.relative(process.cwd(), file);
  // A file that failed as a whole goes by its path.
  return name === relative ? relative : `${relative}: ${name}`;
}

/** Children are reported before their parent, one level deeper, so an end right after deeper ends is a parent's. */
class ParentDetector {
  /** @type {Map<string | undefined, number>} the level of the last end in each file */
  #lastLevels = new Map();

  /**
   * @param {TestEnd['data']} data
   * @returns {boolean}
   */
  isParent({ file, nesting }) {
    const lastLevel = this.#lastLevels.get(file) ?? 0;
    this.#lastLevels.set(file, nesting);
    return lastLevel > nesting;
  }
}
