import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessTree, TreeMember } from '../../../../src/runner/child/processTree.ts';
import {
  terminateTree,
  type Termination,
  type TerminationPlan,
} from '../../../../src/runner/child/terminateTree.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { whileTimePasses } from '../../../fakes/whileTimePasses.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';

describe('terminateTree', () => {
  checkLeaks();

  it('has nothing to do for a tree that has ended', async () => {
    const tree = new FakeTree([]);
    assert.deepEqual(await tree.terminate(), { kind: 'ended', step: 'polite' });
    assert.deepEqual(tree.log, []);
  });

  it('sends the polite signals once, in their order, to every member', async () => {
    const tree = new FakeTree([1, 2]);
    tree.onLook = (look) => {
      if (look === 3) tree.pids = [];
    };
    const termination = await tree.terminate({ politeSignals: ['SIGINT', 'SIGCONT'] });
    assert.deepEqual(termination, { kind: 'ended', step: 'polite' });
    assert.deepEqual(tree.log, ['SIGINT 1', 'SIGINT 2', 'SIGCONT 1', 'SIGCONT 2']);
  });

  it('sends them also to what is born meanwhile, and to nothing twice', async () => {
    const tree = new FakeTree([1]);
    tree.onLook = (look) => {
      if (look === 2) tree.pids = [1, 7];
      if (look === 3) tree.pids = [7];
      if (look === 5) tree.pids = [];
    };
    await tree.terminate();
    assert.deepEqual(tree.log, ['SIGTERM 1', 'SIGTERM 7']);
  });

  it('kills when the grace is over, again and again, whatever is new', async () => {
    const tree = new FakeTree([1]);
    let looksAfterKill = 0;
    tree.onLook = () => {
      if (!tree.log.includes('SIGKILL 1')) return;
      looksAfterKill++;
      tree.pids = looksAfterKill === 1 ? [1, 8] : looksAfterKill === 2 ? [8] : [];
    };
    const termination = await tree.terminate({ graceMs: 1_000 });
    assert.deepEqual(termination, { kind: 'ended', step: 'kill' });
    assert.deepEqual(tree.log, ['SIGTERM 1', 'SIGKILL 1', 'SIGKILL 1', 'SIGKILL 8', 'SIGKILL 8']);
    assert.ok(tree.clock.nowMs() >= 1_000);
  });

  it('takes no grace at all when there is no polite signal', async () => {
    const tree = new FakeTree([1]);
    tree.diesOf = 'SIGKILL';
    assert.deepEqual(await tree.terminate({ politeSignals: [] }), { kind: 'ended', step: 'kill' });
    assert.deepEqual(tree.log, ['SIGKILL 1']);
  });

  it('cuts the grace short when it is told to hurry', async () => {
    const tree = new FakeTree([1]);
    tree.diesOf = 'SIGKILL';
    const hurry = new AbortController();
    tree.onLook = (look) => {
      if (look === 2) hurry.abort();
    };
    const termination = await tree.terminate({ graceMs: 60_000, hurry: hurry.signal });
    assert.deepEqual(termination, { kind: 'ended', step: 'kill' });
    assert.ok(tree.clock.nowMs() < 1_000);
  });

  it('is not polite at all when it was told to hurry before', async () => {
    const tree = new FakeTree([1]);
    tree.diesOf = 'SIGKILL';
    await tree.terminate({ hurry: AbortSignal.abort() });
    assert.deepEqual(tree.log, ['SIGKILL 1']);
  });

  it('names what survives everything', async () => {
    const tree = new FakeTree([1, 2]);
    tree.onLook = () => {
      if (tree.log.includes('SIGKILL 2')) tree.pids = [2];
    };
    const termination = await tree.terminate({ graceMs: 10 });
    assert.deepEqual(termination, { kind: 'survived', survivors: [memberOf(2)] });
    assert.ok(tree.clock.nowMs() >= 5_000);
  });

  it('takes a recycled pid for another process', async () => {
    const tree = new FakeTree([1]);
    tree.onLook = (look) => {
      if (look === 2) tree.startTime = 'later';
      if (look === 3) tree.pids = [];
    };
    await tree.terminate();
    assert.deepEqual(tree.log, ['SIGTERM 1', 'SIGTERM 1']);
  });

  it('passes a fault of the tree on', async () => {
    const tree = new FakeTree([1]);
    tree.onLook = () => {
      throw new Error('no view');
    };
    await assert.rejects(tree.terminate(), /no view/);
  });
});

/** A tree that changes as the test says, each time somebody looks at it. */
class FakeTree implements ProcessTree {
  readonly clock = new FakeClock();
  readonly log: string[] = [];
  pids: number[];
  startTime = 'early';
  diesOf = 'nothing';
  onLook: (look: number) => void = () => undefined;
  private looks = 0;

  constructor(pids: number[]) {
    this.pids = pids;
  }

  members(): Promise<TreeMember[]> {
    return new Promise((resolve) => {
      this.onLook(++this.looks);
      resolve(this.pids.map((pid) => memberOf(pid, this.startTime)));
    });
  }

  signal(signal: string, members: readonly TreeMember[]): Promise<void> {
    for (const { pid } of members) this.log.push(`${signal} ${pid}`);
    if (signal === this.diesOf) this.pids = [];
    return Promise.resolve();
  }

  terminate(plan: Partial<TerminationPlan> = {}): Promise<Termination> {
    const hurry = new AbortController().signal;
    const whole = { politeSignals: ['SIGTERM'], graceMs: 5_000, hurry, ...plan };
    return whileTimePasses(this.clock, terminateTree(this.clock, this, whole));
  }
}

function memberOf(pid: number, startTime = 'early'): TreeMember {
  return { pid, startTime, command: `program ${pid}` };
}
