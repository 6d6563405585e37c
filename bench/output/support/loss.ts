import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ProcessSpec } from '../../../src/protocol/process.ts';
import type { BenchRunner } from './benchRunner.ts';
import type { Content } from './expectedOutput.ts';
import { busy, inParallel, widthFor } from './inParallel.ts';

/** What a reader does with what it gets: works on every piece, and stops once after the first. */
export interface Reader {
  workMs: number;
  pauseMs: number;
}

/** What has been lost in a number of runs. */
export interface Loss {
  lost: number;
  runsWithLoss: number;
  runs: number;
}

interface LossTrial {
  runner: BenchRunner;
  command: readonly string[];
  spec: Partial<ProcessSpec>;
  expected: Content;
  runs: number;
  reader: Reader;
}

/** Runs a command again and again and counts what is missing, at a subscriber or in the log, whichever is more. */
export async function loseNothing(trial: LossTrial): Promise<Loss> {
  const loss: Loss = { lost: 0, runsWithLoss: 0, runs: trial.runs };
  await inParallel(trial.runs, widthFor(trial.reader.pauseMs), async () => {
    const lost = await lostInOneRun(trial);
    if (lost === 0) return;
    loss.lost += lost;
    loss.runsWithLoss++;
  });
  return loss;
}

async function lostInOneRun({ runner, command, spec, expected, reader }: LossTrial): Promise<number> {
  const received = new Received();
  const process = await runner.spawn(command, spec);
  const subscription = await runner.subscribe(process, async ({ bytes }) => {
    const isFirst = received.bytes === 0;
    received.add(bytes);
    if (reader.workMs > 0) busy(reader.workMs);
    if (isFirst && reader.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, reader.pauseMs));
  });
  await subscription.whenEnded();
  const logged = await readLogs(runner.logDirectory(process));
  await subscription.close();
  await runner.connection.request('process/remove', { processId: process.id });
  return Math.max(received.missingFrom(expected), logged.missingFrom(expected));
}

async function readLogs(directory: string): Promise<Received> {
  const logged = new Received();
  const names = await readdir(directory, { recursive: true });
  for (const name of names.filter((each) => each.endsWith('.log')).sort()) {
    for await (const bytes of createReadStream(path.join(directory, name))) logged.add(bytes as Buffer);
  }
  return logged;
}

class Received {
  bytes = 0;
  private readonly hash: Hash = createHash('sha256');

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.hash.update(bytes);
  }

  /** Bytes that are not the expected ones are as good as lost, all of them. */
  missingFrom(expected: Content): number {
    if (this.bytes !== expected.bytes) return Math.abs(expected.bytes - this.bytes);
    return this.hash.digest('hex') === expected.sha256 ? 0 : expected.bytes;
  }
}
