import { openLinuxProcessTree } from './linuxProcessTree.ts';
import type { OpenProcessTree } from './processTree.ts';
import { openPsProcessTree } from './psProcessTree.ts';
import { openWindowsProcessTree } from './windowsProcessTree.ts';

/** How process trees are seen on this platform; the one place that asks for its name. */
export function processTreesOf(platform: NodeJS.Platform): OpenProcessTree {
  switch (platform) {
    case 'linux':
    case 'android':
      return openLinuxProcessTree;
    case 'win32':
    case 'cygwin':
      return openWindowsProcessTree;
    case 'aix':
    case 'darwin':
    case 'freebsd':
    case 'haiku':
    case 'netbsd':
    case 'openbsd':
    case 'sunos':
      return openPsProcessTree;
  }
}
