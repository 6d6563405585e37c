import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { processTooltip } from '../../../../src/extension/views/processTooltip.ts';
import { makeProcessInfo } from '../../../fakes/makeProcessInfo.ts';

describe('processTooltip', () => {
  it('tells state, command, folder, process id, start and machine', () => {
    const process = makeProcessInfo({ title: 'db_*', run: 3, restarts: 2 });
    assert.equal(
      processTooltip(process, () => 'at noon'),
      [
        '**db\\_\\*** — running',
        '```sh\nsleep 60\n```',
        'Folder: ` /srv/app `  \nProcess id: 4242  \nStarted: at noon  \nRun: 3 (restarted 2 times)  \nMachine: here',
      ].join('\n\n'),
    );
  });

  it('does not repeat a command that is the title', () => {
    assert.doesNotMatch(
      processTooltip(makeProcessInfo(), () => ''),
      /```/,
    );
  });

  it('says how it ended', () => {
    const process = makeProcessInfo({ state: 'failed', cause: 'exited', exit: { code: 2 } });
    assert.match(
      processTooltip(process, () => ''),
      /\*\* — exited with code 2/,
    );
  });
});
