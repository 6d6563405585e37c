/** What is executed to start a runner. */
export interface RunnerProgram {
  /** A Node, or an Electron that can act as one. */
  readonly execPath: string;
  /** The runner's bundle. */
  readonly runnerPath: string;
  /** The starter's environment: what the runner's own is made of. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether `execPath` is an Electron, which has to be told to act as Node. */
  readonly isElectron: boolean;
}

/** What would make the runner another program than it is: injected code, flags meant for the starter, or debug output. */
const FOREIGN_VARIABLES = [
  'NODE_OPTIONS',
  'VSCODE_NODE_OPTIONS',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'DEBUG',
  'ELECTRON_RUN_AS_NODE',
];

/** The environment in which the program starts as a plain Node. */
export function runnerEnvironment({
  env,
  isElectron,
}: Pick<RunnerProgram, 'env' | 'isElectron'>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !FOREIGN_VARIABLES.includes(name));
  return { ...Object.fromEntries(kept), ...(isElectron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };
}

/** The command line of a detached runner. No secret is on it: everybody may read it. */
export function runnerArguments(runnerPath: string, stateDir: string): string[] {
  return ['--disable-warning=ExperimentalWarning', runnerPath, '--daemon', '--state-dir', stateDir];
}
