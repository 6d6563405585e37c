import type { EnvironmentLayer } from '../../protocol/process.ts';

/**
 * Variables that VS Code, Electron and snap set for their own processes; in a user's process they do harm. The best
 * known: with ELECTRON_RUN_AS_NODE an Electron app starts as plain Node. The list is VS Code's own (sanitizeProcessEnvironment
 * in src/vs/base/common/processes.ts).
 */
const FOREIGN = [
  /^ELECTRON_/,
  /^VSCODE_(?!PORTABLE$|SHELL_LOGIN$|ENV_REPLACE$|ENV_APPEND$|ENV_PREPEND$)/,
  /^SNAP(_|$)/,
  /^GDK_PIXBUF_/,
];

/** Variables that speak of a terminal which the new process is not in. */
const OTHER_TERMINAL = [
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
  'TERM_PROGRAM',
  'TERM_PROGRAM_VERSION',
];

/** The layers of a process's environment, the weakest first. */
export interface EnvironmentLayers {
  /** The runner's own environment, or the caller's. */
  base: Readonly<Record<string, string | null | undefined>>;
  session: EnvironmentLayer;
  spec: EnvironmentLayer;
  /** What the runner itself tells the process. */
  identity: Readonly<Record<string, string>>;
  isTerminal: boolean;
}

/** The complete environment of a process. Only the base is cleaned: what a user sets on purpose is left alone. */
export function buildEnvironment(layers: EnvironmentLayers): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(layers.base)) {
    if (value !== null && value !== undefined && !isForeign(name, layers.isTerminal))
      environment[name] = value;
  }
  if (layers.isTerminal) Object.assign(environment, { TERM: 'xterm-256color', COLORTERM: 'truecolor' });
  for (const layer of [layers.session, layers.spec]) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === null) Reflect.deleteProperty(environment, name);
      else environment[name] = value;
    }
  }
  return Object.assign(environment, layers.identity);
}

function isForeign(name: string, isTerminal: boolean): boolean {
  return FOREIGN.some((pattern) => pattern.test(name)) || (isTerminal && OTHER_TERMINAL.includes(name));
}
