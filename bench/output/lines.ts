// The same as lines.c, for where there is no C compiler: lines BYTES | lines --rate LINES_PER_SECOND SECONDS.
import { writeSync } from 'node:fs';

const TEXT = ' The quick brown fox jumps over the lazy dog, and does so again on the next line.';
const LINES_PER_WRITE = 3000;

function line(number: number): string {
  return `${String(number).padStart(10, '0')}${TEXT}`.slice(0, 84) + '\n';
}

function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
}

function writeBytes(total: number): void {
  let number = 0;
  for (let left = total; left > 0;) {
    const lines = Array.from({ length: LINES_PER_WRITE }, () => line(number++)).join('');
    writeAll(Buffer.from(lines.slice(0, left), 'latin1'));
    left -= lines.length;
  }
}

function writeAtRate(perSecond: number, seconds: number): void {
  let number = 0;
  const timer = setInterval(() => {
    writeAll(Buffer.from(line(number++), 'latin1'));
    if (number >= perSecond * seconds) clearInterval(timer);
  }, 1000 / perSecond);
}

const [first, perSecond, seconds] = process.argv.slice(2);
if (first === '--rate') writeAtRate(Number(perSecond), Number(seconds));
else writeBytes(Number(first));
