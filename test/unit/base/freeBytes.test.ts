import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freeBytes } from '../../../src/base/freeBytes.ts';
import { checkLeaks } from '../../helpers/leakCheck.ts';

describe('freeBytes', () => {
  checkLeaks();

  it('gives the memory of large bytes back', () => {
    const bytes = new Uint8Array(64 * 1024);
    freeBytes(bytes);
    assert.equal(bytes.length, 0);
    assert.equal(bytes.buffer.byteLength, 0);
    freeBytes(bytes);
  });

  it('leaves small ones to the collector', () => {
    const bytes = new Uint8Array(100);
    freeBytes(bytes);
    assert.equal(bytes.length, 100);
  });

  it('leaves what is only a part of some memory', () => {
    const all = new Uint8Array(64 * 1024);
    freeBytes(all.subarray(1));
    freeBytes(all.subarray(0, 32 * 1024));
    assert.equal(all.length, 64 * 1024);
  });

  it('leaves memory that threads share', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(64 * 1024));
    freeBytes(bytes);
    assert.equal(bytes.length, 64 * 1024);
  });
});
