import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  FlowWindow,
  MAX_WINDOW_CHARS,
  MIN_WINDOW_CHARS,
  TARGET_LATENCY_MS,
} from '../../../../src/extension/terminals/flowWindow.ts';

describe('FlowWindow', () => {
  it('grows to its limit while the screen is quick and the window full', () => {
    const window = new FlowWindow();
    for (let answer = 0; answer < 100; answer += 1) window.learn(5, true);
    assert.equal(window.chars, MAX_WINDOW_CHARS);
  });

  it('does not grow for what trickles', () => {
    const window = new FlowWindow();
    window.learn(5, false);
    assert.equal(window.chars, MIN_WINDOW_CHARS);
  });

  it('shrinks while the screen is slow, never below its limit', () => {
    const window = new FlowWindow();
    for (let answer = 0; answer < 100; answer += 1) window.learn(5, true);
    window.learn(TARGET_LATENCY_MS + 1, true);
    assert.ok(window.chars < MAX_WINDOW_CHARS && window.chars > MAX_WINDOW_CHARS / 2);
    for (let answer = 0; answer < 100; answer += 1) window.learn(500, true);
    assert.equal(window.chars, MIN_WINDOW_CHARS);
  });

  it('begins anew with a screen that did not answer', () => {
    const window = new FlowWindow();
    window.learn(5, true);
    window.forget();
    assert.equal(window.chars, MIN_WINDOW_CHARS);
  });
});
