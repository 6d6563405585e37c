/** What the native part of node-pty gives for a forked child. */
export interface ForkedPty {
  /** The master side, non-blocking. */
  fd: number;
  pid: number;
  /** Path of the slave side, such as /dev/pts/7. */
  pty: string;
}

/* eslint-disable max-params -- the shape of somebody else's functions */
/** The functions of node-pty's native part on Linux that we use. */
export interface PtyBinding {
  fork: (
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (code: number, signal: number) => void,
  ) => ForkedPty;
  resize: (fd: number, cols: number, rows: number, pixelWidth: number, pixelHeight: number) => void;
}

/* eslint-enable max-params */

/** Whether terminals can be had on this machine, and if not, why. */
export type TerminalSupport =
  { kind: 'native'; binding: PtyBinding } | { kind: 'library' } | { kind: 'unavailable'; reason: string };

/**
 * Finds out how terminals can be had. On Linux it is node-pty's native part, used directly (see `ptyChild.ts` for why);
 * where that does not look as we know it, and on other systems, node-pty's public interface.
 */
export async function detectTerminalSupport(): Promise<TerminalSupport> {
  if (process.platform === 'linux' && !hasGlibc()) {
    return {
      kind: 'unavailable',
      reason:
        'Terminals need glibc: the native part of node-pty would crash on this system. Processes run on pipes.',
    };
  }
  try {
    await import('node-pty');
    if (process.platform !== 'linux') return { kind: 'library' };
    const { loadNativeModule } = await import('node-pty/lib/utils.js');
    const { module } = loadNativeModule('pty');
    return isPtyBinding(module) ? { kind: 'native', binding: module } : { kind: 'library' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'unavailable', reason: `The native part of node-pty could not be loaded: ${why}` };
  }
}

/** node-pty's prebuilt binary loads on musl and then crashes the process at the first spawn, so it must not be tried. */
function hasGlibc(): boolean {
  // Without this the report looks up the name of every network peer first.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

function isPtyBinding(value: unknown): value is PtyBinding {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fork' in value &&
    typeof value.fork === 'function' &&
    'resize' in value &&
    typeof value.resize === 'function'
  );
}
