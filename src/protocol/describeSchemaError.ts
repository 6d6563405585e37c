import type * as z from 'zod';

/** Where a value does not fit its schema and why, in one sentence and a path such as `spec.args[1]`. */
export interface SchemaFault {
  path: string;
  message: string;
}

/** The first fault of a failed parse; the rest is mostly its consequence. */
export function describeSchemaError(error: z.ZodError): SchemaFault {
  const issue = error.issues[0];
  if (issue === undefined) return { path: '', message: 'does not have the expected shape' };
  const path = issue.path.reduce<string>(appendToPath, '');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ');
    return { path, message: `unknown option ${names}${path === '' ? '' : ` in "${path}"`}` };
  }
  return { path, message: path === '' ? issue.message : `"${path}": ${issue.message}` };
}

function appendToPath(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${String(key)}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}
