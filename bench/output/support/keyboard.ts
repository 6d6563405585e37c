import { Deferred } from '../../../src/base/deferred.ts';
import type { BenchRunner } from './benchRunner.ts';
import { startSocketPeer } from './socketPeer.ts';

/** Answers every byte with itself at once, after it has said that it is there. */
const ECHO = ['/bin/sh', '-c', 'stty raw -echo; echo ready; exec cat'];

/** A terminal somewhere, with a program that answers every key. */
export interface Keyboard {
  /** Resolves when the answer to the key has come. */
  press: (key: string) => Promise<void>;
  close: () => Promise<void>;
}

/** One behind our runner. */
export async function openRunnerKeyboard(runner: BenchRunner): Promise<Keyboard> {
  const echo = new EchoWait();
  const process = await runner.spawn(ECHO, { interactive: true });
  const subscription = await runner.subscribe(process, ({ bytes }) => echo.receive(bytes.length));
  await echo.next();
  return {
    press: async (data) => {
      const came = echo.next();
      await runner.connection.request('terminal/input', { processId: process.id, data });
      await came;
    },
    close: () => subscription.close(),
  };
}

/** One of node-pty in another process, with nothing but vscode-jsonrpc between. */
export async function openBareKeyboard(scratch: string): Promise<Keyboard> {
  const echo = new EchoWait();
  const { connection, end } = await startSocketPeer('echoHost', scratch, ECHO);
  connection.onNotification('output', ({ content }: { content: string }) => echo.receive(content.length));
  connection.listen();
  await echo.next();
  return {
    press: async (data) => {
      const came = echo.next();
      await connection.sendNotification('input', { data });
      await came;
    },
    close: end,
  };
}

/** Waits for output. */
class EchoWait {
  private waiting: Deferred<void> | undefined;

  /** Asked for before the key is sent. */
  next(): Promise<void> {
    this.waiting = new Deferred();
    return this.waiting.promise;
  }

  receive(bytes: number): void {
    if (bytes > 0) this.waiting?.resolve();
  }
}
