import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { linesOf, type BenchTools } from './benchTools.ts';
import { FileGrowth } from './fileGrowth.ts';
import { nodePeer, runPeer } from './runPeer.ts';

/** MB/s of what other managers make of a child's output: a log file. */
export class Managers {
  private readonly tools: BenchTools;
  private readonly directory: string;
  private readonly bytes: number;
  private count = 0;

  /** They are installed in `directory`. */
  constructor(tools: BenchTools, directory: string, bytes: number) {
    this.tools = tools;
    this.directory = directory;
    this.bytes = bytes;
  }

  async pm2(): Promise<number> {
    const home = path.join(this.tools.scratch, 'pm2');
    const { scratch } = this.tools;
    const peer = nodePeer('pm2Logger', this.directory, this.file(), ...linesOf(this.tools, this.bytes));
    const { ms } = await runPeer(peer, { PM2_HOME: home, HOME: scratch });
    return this.bytes / 1000 / ms;
  }

  /** Its `--raw` would hand the file to the child and carry nothing. */
  async concurrently(): Promise<number> {
    const file = this.file();
    const handle = await open(file, 'w');
    const program = path.join(this.directory, 'node_modules/concurrently/dist/bin/index.js');
    const line = linesOf(this.tools, this.bytes).join(' ');
    const child = spawn(process.execPath, [program, line], {
      stdio: ['ignore', handle.fd, 'inherit'],
    });
    const ended = once(child, 'exit');
    const growth = new FileGrowth(file);
    await ended;
    const ms = growth.stop();
    await handle.close();
    return this.bytes / 1000 / ms;
  }

  private file(): string {
    return path.join(this.tools.scratch, `manager-${this.count++}.log`);
  }
}
