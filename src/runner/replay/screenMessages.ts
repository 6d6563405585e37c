import type { BuiltScreen, ScreenParams } from './buildScreen.ts';

/** What the process that builds screens is asked, as one line of JSON; `byteLength` bytes of output follow. */
export interface ScreenRequest {
  params: ScreenParams;
  byteLength: number;
}

/** What it answers, as one line of JSON. */
export type ScreenAnswer = { kind: 'built'; screen: BuiltScreen } | { kind: 'failed'; message: string };
