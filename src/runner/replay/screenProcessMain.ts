import type { Readable, Writable } from 'node:stream';
import { errorText } from '../../base/errorText.ts';
import { buildScreen } from './buildScreen.ts';
import { ByteReader } from './byteReader.ts';
import type { ScreenAnswer, ScreenRequest } from './screenMessages.ts';

/** What the process that builds screens does: answers requests one after the other, until its input ends. */
export async function serveScreens(input: Readable, output: Writable): Promise<void> {
  const reader = new ByteReader(input);
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    // Both ends are of one build, so what comes is what was meant.
    const request = JSON.parse(line) as ScreenRequest;
    const bytes = await reader.bytes(request.byteLength);
    if (bytes === undefined) return;
    await writeLine(output, JSON.stringify(answerTo(request, bytes)));
  }
}

function answerTo({ params }: ScreenRequest, bytes: Uint8Array): ScreenAnswer {
  try {
    return { kind: 'built', screen: buildScreen(params, bytes) };
  } catch (error) {
    // A parser that fails on some output is to cost that one screen only.
    return { kind: 'failed', message: errorText(error) };
  }
}

/** Resolves when the line has left this process, which may be about to end. */
function writeLine(output: Writable, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(`${line}\n`, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
