import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { IdleWatch } from '../../../src/runner/idleWatch.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('IdleWatch', () => {
  checkLeaks();

  it('tells when nothing was needed for as long as the limit, from its start on', () => {
    const { clock, count } = watched({ isNeeded: false });
    clock.advance(999);
    assert.equal(count(), 0);
    clock.advance(1);
    assert.equal(count(), 1);
  });

  it('does not tell while something is needed', () => {
    const { clock, count } = watched({ isNeeded: true });
    clock.advance(100_000);
    assert.equal(count(), 0);
  });

  it('begins to count when the last that was needed is gone', () => {
    const { clock, subject, count } = watched({ isNeeded: true });
    clock.advance(5_000);
    subject.set(false, 'clients');
    clock.advance(999);
    assert.equal(count(), 0);
    clock.advance(1);
    assert.equal(count(), 1);
  });

  it('counts anew when something was needed in between, be it a client or a process', () => {
    for (const what of ['clients', 'processes'] as const) {
      const { clock, subject, count } = watched({ isNeeded: false });
      clock.advance(900);
      subject.set(true, what);
      clock.advance(5_000);
      assert.equal(count(), 0);
      subject.set(false, what);
      clock.advance(999);
      assert.equal(count(), 0);
      clock.advance(1);
      assert.equal(count(), 1);
    }
  });

  it('tells nothing once it is disposed', () => {
    const { clock, subject, watch, count } = watched({ isNeeded: false });
    watch.dispose();
    subject.set(false, 'clients');
    clock.advance(100_000);
    assert.equal(count(), 0);
  });
});

function watched({ isNeeded }: { isNeeded: boolean }): {
  clock: FakeClock;
  subject: Subject;
  watch: IdleWatch;
  count: () => number;
} {
  const clock = new FakeClock();
  const subject = new Subject(isNeeded);
  const watch = new IdleWatch(clock, subject, 1_000);
  let times = 0;
  watch.start(() => times++);
  return { clock, subject, watch, count: () => times };
}

class Subject {
  private readonly emitters = { clients: new Emitter<unknown>(), processes: new Emitter<unknown>() };
  private needed: boolean;

  constructor(isNeeded: boolean) {
    this.needed = isNeeded;
  }

  get onDidChangeClients(): Emitter<unknown>['event'] {
    return this.emitters.clients.event;
  }

  get onDidChangeProcesses(): Emitter<unknown>['event'] {
    return this.emitters.processes.event;
  }

  isNeeded(): boolean {
    return this.needed;
  }

  set(isNeeded: boolean, what: 'clients' | 'processes'): void {
    this.needed = isNeeded;
    this.emitters[what].fire(undefined);
  }
}
