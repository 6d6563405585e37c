import path from 'node:path';

/**
 * The session that a folder belongs to: the one whose own folder is the nearest above it, or is the folder itself. Pure;
 * links are to be resolved before.
 */
export function chooseSession<S extends { readonly cwd: string }>(
  sessions: readonly S[],
  folder: string,
  paths: Pick<path.PlatformPath, 'relative' | 'isAbsolute' | 'sep'> = path,
): S | undefined {
  let nearest: { session: S; distance: number } | undefined;
  for (const session of sessions) {
    const distance = stepsDown(session.cwd, folder, paths);
    if (distance === undefined || (nearest !== undefined && nearest.distance <= distance)) continue;
    nearest = { session, distance };
  }
  return nearest?.session;
}

/** How many folders below `ancestor` it is; undefined when it is not. */
function stepsDown(
  ancestor: string,
  folder: string,
  { relative, isAbsolute, sep }: Pick<path.PlatformPath, 'relative' | 'isAbsolute' | 'sep'>,
): number | undefined {
  const way = relative(ancestor, folder);
  if (way === '') return 0;
  const steps = way.split(sep);
  // On another drive of Windows there is no relative way, and an absolute one comes back.
  return steps[0] === '..' || isAbsolute(way) ? undefined : steps.length;
}
