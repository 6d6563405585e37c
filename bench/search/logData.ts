import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LogSegment } from '../../src/runner/search/segmentSource.ts';

const SEGMENT_BYTES = 8 * 1024 * 1024;

/** So many different segments of a kind are made; the others repeat them. */
const DIFFERENT = 4;

/** Once in so many lines something goes wrong. */
const FAILURE_EVERY = 20_000;

const WORDS =
  'request served user session cache miss hit database query took compiled module bundle updated listening port closed retry timeout worker started stopped queue job finished warning deprecated response status bytes sent received handler route token expired refresh index build asset chunk hash size'.split(
    ' ',
  );

/** What processes of a workspace print, and how much of all the output is of that kind, in percent. */
const KINDS: { name: string; percent: number; line: (random: Random) => string }[] = [
  { name: 'server', percent: 40, line: serverLine },
  { name: 'json', percent: 20, line: jsonLine },
  { name: 'coloured', percent: 25, line: colouredLine },
  { name: 'terminal', percent: 15, line: terminalLine },
];

/** Writes logs as a runner keeps them: segments of raw bytes, some with colours, rewritten lines and other characters. */
export function writeLogs(directory: string, bytes: number): LogSegment[] {
  const random = new Random(12_345);
  return KINDS.flatMap(({ name, percent, line }) => {
    const contents = Array.from({ length: DIFFERENT }, () => segmentOf(line, random));
    const folder = path.join(directory, name, '000001');
    mkdirSync(folder, { recursive: true });
    const count = Math.round((bytes * percent) / 100 / SEGMENT_BYTES);
    return Array.from({ length: count }, (_, number): LogSegment => {
      const startCursor = number * SEGMENT_BYTES;
      const base = path.join(folder, String(startCursor).padStart(16, '0'));
      writeFileSync(`${base}.log`, contents[number % DIFFERENT] ?? '');
      writeFileSync(`${base}.idx`, Buffer.alloc(16));
      const files = { path: `${base}.log`, indexPath: `${base}.idx` };
      return { ...files, processId: name, run: 1, startCursor, bytes: SEGMENT_BYTES };
    });
  });
}

function segmentOf(line: (random: Random) => string, random: Random): Buffer {
  const lines: string[] = [];
  for (let length = 0; length < SEGMENT_BYTES; length += lines.at(-1)?.length ?? 0) {
    const failure = random.below(FAILURE_EVERY) === 0 ? ' ECONNREFUSED 10.0.0.1:5432' : '';
    lines.push(line(random).replace('#', failure));
  }
  return Buffer.from(lines.join('')).subarray(0, SEGMENT_BYTES);
}

function serverLine(random: Random): string {
  const level = random.of(['INFO', 'WARN', 'DEBUG', 'INFO']);
  return `${time(random)} ${level} [http-${random.below(16)}] ${words(random, 8)}# /api/v1/items/${random.below(1e5)} ${random.below(900)}ms\n`;
}

function jsonLine(random: Random): string {
  return `{"level":30,"time":${random.below(2 ** 31)},"pid":${random.below(65_536)},"msg":"${words(random, 7)}#","path":"/api/items/${random.below(1e4)}","durationMs":${random.below(1000)}}\n`;
}

function colouredLine(random: Random): string {
  const level = random.of(['INFO', 'WARN', 'DEBUG', 'TRACE']);
  return `\x1b[2m${time(random)}\x1b[0m \x1b[${31 + random.below(6)}m${level}\x1b[39m \x1b[1m[vite]\x1b[22m ${words(random, 6)}# \x1b[36m/src/${random.of(WORDS)}.ts\x1b[39m \x1b[90m${random.below(900)}ms\x1b[39m\n`;
}

/** A terminal's lines end with a carriage return too. Every hundredth shows the progress of something. */
function terminalLine(random: Random): string {
  if (random.below(100) > 0)
    return `${time(random)} ✓ ${words(random, 7)}# → größe ${random.below(1000)}\r\n`;
  return `${Array.from({ length: 20 }, (_, step) => `building ${step * 5}%`).join('\r')}\r\n`;
}

function time(random: Random): string {
  return `2026-03-${String(1 + random.below(28)).padStart(2, '0')}T12:${10 + random.below(50)}:${10 + random.below(50)}.${100 + random.below(900)}Z`;
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.of(WORDS)).join(' ');
}

/** The same numbers every time. */
class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  of(choices: readonly string[]): string {
    return choices[this.below(choices.length)] ?? '';
  }
}
