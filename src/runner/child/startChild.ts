import type { Clock } from '../../base/clock.ts';
import type { ChildStart, StartChild } from './child.ts';
import { startLibraryPtyChild } from './libraryPtyChild.ts';
import { startPipedChild } from './pipedChild.ts';
import { startPtyChild } from './ptyChild.ts';
import type { TerminalSupport } from './ptyBinding.ts';

/** The one way to start a child here: on pipes, or on the kind of terminal that this machine can give. */
export function createStartChild(clock: Clock, terminals: TerminalSupport): StartChild {
  return (command, sink): Promise<ChildStart> => {
    if (command.terminal === undefined) return startPipedChild(clock, command, sink);
    switch (terminals.kind) {
      case 'native':
        return startPtyChild({ clock, binding: terminals.binding }, command, sink);
      case 'library':
        return startLibraryPtyChild(command, sink);
      case 'unavailable':
        return Promise.resolve({
          kind: 'failed',
          error: { code: 'SPAWN_FAILED', message: terminals.reason },
        });
    }
  };
}
