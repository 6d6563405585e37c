/** What an adapter has to go by. */
export interface AdapterInput {
  command: string;
  args: readonly string[];
  /** The complete environment of the process to be. */
  env: Readonly<Record<string, string>>;
}

/** The exact command that an adapter makes of it. */
export interface AdaptedCommand {
  file: string;
  args: readonly string[];
}

/** Turns a kind of command into an exact one. */
export type Adapter = (input: AdapterInput) => AdaptedCommand;
