import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEPT_BYTES, LagGuard, MAX_LAG_BYTES } from '../../../../src/extension/terminals/lagGuard.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

const flood = Buffer.alloc(64 * 1024);

describe('LagGuard', () => {
  it('sends a screen that is far behind to what fits into its scrollback', async () => {
    const { clock, guard } = setUp(MAX_LAG_BYTES + 2_000_001);
    clock.advance(1_000);
    assert.equal(
      await guard.whereToGoOn({ bytes: flood, cursor: 2_000_000 }),
      MAX_LAG_BYTES + 2_000_001 - KEPT_BYTES,
    );
  });

  it('lets one go on that will catch up', async () => {
    const { clock, guard } = setUp(MAX_LAG_BYTES + 2_000_000);
    clock.advance(1_000);
    assert.equal(await guard.whereToGoOn({ bytes: flood, cursor: 2_000_000 }), undefined);
  });

  it('asks a few times a second at most, and never for what trickles', async () => {
    const { clock, guard, asked } = setUp(MAX_LAG_BYTES);
    for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 10) {
      clock.advance(10);
      await guard.whereToGoOn({ bytes: Buffer.from('a line\n'), cursor: 0 });
    }
    assert.equal(asked(), 0);
    for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 10) {
      clock.advance(10);
      await guard.whereToGoOn({ bytes: flood, cursor: 0 });
    }
    assert.ok(asked() <= 5, String(asked()));
  });
});

function setUp(end: number) {
  const clock = new FakeClock();
  let asked = 0;
  const guard = new LagGuard(clock, () => {
    asked += 1;
    return Promise.resolve(end);
  });
  return { clock, guard, asked: () => asked };
}
