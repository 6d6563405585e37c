import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  SequenceReader,
  type ControlSequence,
  type SequenceHandler,
} from '../../../../src/runner/replay/sequenceReader.ts';
import { checkLeaks } from '../../../helpers/leakCheck.ts';
import { operations } from './terminalOperations.ts';

describe('SequenceReader', () => {
  checkLeaks();

  it('finds each kind of sequence', () => {
    const events = read('a\x1b[?25;1049h\x1b7\x1b(0\x1b]0;a title\x07\x1b]8;;x\x1b\\\x1bPignored\x1b\\b');
    assert.deepEqual(events, [
      'text a',
      'control ? h 25,1049',
      'escape 7',
      'escape (0',
      'command 0;a title',
      'command 8;;x',
      'escape \\',
      'escape \\',
      'text b',
    ]);
  });

  it('tells parameters after colons from others, and those that are left out', () => {
    assert.deepEqual(read('\x1b[4:3;38:2::1:2:3;;7m\x1b[m\x1b[;5r'), [
      'control  m 4,:3,38,:2,:-1,:1,:2,:3,0,7',
      'control  m 0',
      'control  r 0,5',
    ]);
  });

  it('lets a new sequence or a cancel end an unfinished one', () => {
    assert.deepEqual(read('\x1b[3\x1b[4m\x1b[5\x18m\x1b]0;lost\x1a\x1b[1ä\x1b\x1bc'), [
      'control  m 4',
      'text m',
      'text \u00a4',
      'escape c',
    ]);
  });

  it('finds the same however the bytes are cut', () => {
    fc.assert(
      fc.property(
        operations,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (session, lengths) => {
          const bytes = Buffer.from(
            session.map((step) => (step.kind === 'output' ? step.text : '')).join(''),
          );
          const whole = joinTexts(readBytes([bytes]).events);
          const pieces: Buffer[] = [];
          for (let at = 0; at < bytes.length;) {
            const end = at + (lengths[pieces.length % lengths.length] ?? 1);
            pieces.push(bytes.subarray(at, end));
            at = end;
          }
          assert.deepEqual(joinTexts(readBytes(pieces).events), whole);
        },
      ),
    );
  });

  it('tells how many bytes wait for the rest of a sequence', () => {
    for (const [text, pending] of [
      ['abc', 0],
      ['abc\x1b', 1],
      ['abc\x1b[1;2', 5],
      ['\x1b[m\x1b]0;title', 9],
      ['\x1b]0;title\x1b', 1],
      ['\x1b]0;title\x1b\\', 0],
    ] as const) {
      assert.equal(readBytes([Buffer.from(text)]).reader.pendingBytes, pending, JSON.stringify(text));
    }
  });

  it('passes over a picture without holding it', () => {
    const picture = Buffer.from(`\x1bP${'x'.repeat(100_000)}`);
    const { reader, events } = readBytes([picture, picture.subarray(2), Buffer.from('x\x1b\\after')]);
    assert.deepEqual(joinTexts(events), ['escape \\', 'text after']);
    assert.equal(reader.pendingBytes, 0);
  });

  it('counts what waits while it passes over a picture', () => {
    const { reader } = readBytes([Buffer.from(`\x1b_${'x'.repeat(20_000)}`), Buffer.from('yyy')]);
    assert.equal(reader.pendingBytes, 20_005);
  });
});

class Recorder implements SequenceHandler {
  readonly wantsText = true;
  readonly events: string[] = [];

  control({ prefix, final, params, count, isSub, intermediate }: ControlSequence): void {
    const values = [...params.subarray(0, count)].map((value, at) => `${isSub[at] === 1 ? ':' : ''}${value}`);
    const name = [prefix, intermediate].filter((code) => code > 0).map((code) => String.fromCharCode(code));
    this.events.push(`control ${name.join('')} ${String.fromCharCode(final)} ${values.join()}`);
  }

  escape(intermediate: number, final: number): void {
    const codes = [intermediate, final].filter((code) => code > 0);
    this.events.push(`escape ${String.fromCharCode(...codes)}`);
  }

  command(text: string): void {
    this.events.push(`command ${text}`);
  }

  text(bytes: Buffer, from: number, to: number): void {
    this.events.push(`text ${bytes.toString('latin1', from, to)}`);
  }
}

function readBytes(pieces: readonly Buffer[]): { reader: SequenceReader; events: string[] } {
  const recorder = new Recorder();
  const reader = new SequenceReader(recorder);
  for (const piece of pieces) reader.read(piece);
  return { reader, events: recorder.events };
}

function read(text: string): string[] {
  return readBytes([Buffer.from(text)]).events;
}

/** Text comes in as many pieces as the bytes do. */
function joinTexts(events: readonly string[]): string[] {
  const joined: string[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.startsWith('text ') && last?.startsWith('text ') === true) {
      joined[joined.length - 1] = last + event.slice('text '.length);
    } else joined.push(event);
  }
  return joined;
}
