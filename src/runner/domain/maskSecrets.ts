import type { EnvironmentLayer, ProcessSpec, PublicSpec } from '../../protocol/process.ts';

const MASK = '***';

/** Names that are secrets by common usage. */
const SECRET_NAME = /pass|secret|token|credential|auth|cookie|private|api_?key|access_?key|signature/i;

/** The password part of a URL, such as a database's. */
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g;

/** What may be told about a spec: without the caller's environment, secret values replaced by `***`. */
export function maskSpec(spec: ProcessSpec): PublicSpec {
  const { baseEnv: _private, env, ...rest } = spec;
  return env === undefined ? rest : { ...rest, env: maskEnvironment(env) };
}

/** Replaces the values that look like secrets, by the variable's name or by a password inside a URL. */
export function maskEnvironment(env: EnvironmentLayer): EnvironmentLayer {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      if (value === null) return [name, null];
      return [name, SECRET_NAME.test(name) ? MASK : value.replace(URL_PASSWORD, `$1${MASK}`)];
    }),
  );
}
