import type { EnvironmentLayer, ProcessSpec, PublicSpec } from '../../protocol/process.ts';

const MASK = '***';

/** Names that are secrets by common usage. */
const SECRET_NAME = /pass|_pwd$|secret|token|credential|auth|cookie|private|api_?key|access_?key|signature/i;

/** The password part of a URL, such as a database's. One that holds an unescaped `@` ends at the last of them. */
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)[^\s/]+(?=@)/g;

/** What may be told about a spec: without the caller's environment, secret values replaced by `***`. */
export function maskSpec(spec: ProcessSpec): PublicSpec {
  const { baseEnv: _private, command, args, env, ...rest } = spec;
  return {
    command: maskAddresses(command),
    ...(args === undefined ? {} : { args: args.map(maskAddresses) }),
    ...(env === undefined ? {} : { env: maskEnvironment(env) }),
    ...rest,
  };
}

/** Replaces the values that look like secrets, by the variable's name or by a password inside a URL. */
export function maskEnvironment(env: EnvironmentLayer): EnvironmentLayer {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      if (value === null) return [name, null];
      return [name, SECRET_NAME.test(name) ? MASK : maskAddresses(value)];
    }),
  );
}

function maskAddresses(text: string): string {
  return text.replace(URL_PASSWORD, `$1${MASK}`);
}
