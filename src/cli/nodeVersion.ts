/** The language and library that this program itself is written in. */
const MINIMUM = { major: 22, minor: 0 };

/** The first Node whose `node:sqlite`, which the runner needs, works without a flag. */
const RUNNER_MINIMUM = { major: 22, minor: 13 };

/**
 * Says in a sentence why this Node is too old, or gives undefined when it is not. The runner's need does not count where
 * the user named another Node for it.
 */
export function describeOldNode(version: string, hasRunnerNode: boolean): string | undefined {
  const minimum = hasRunnerNode ? MINIMUM : RUNNER_MINIMUM;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < minimum.major || (major === minimum.major && minor < minimum.minor);
  if (!isOld) return undefined;
  const needed = `${minimum.major}.${minimum.minor}`;
  return `this is Node ${version}, but Procession needs Node ${needed} or newer; run procession with such a one.`;
}
