/** What a scan has found: the bytes that certainly come before the sentinel, and whether it has come. */
export interface Scan {
  before: Uint8Array;
  found: boolean;
}

/**
 * Looks for a random sequence in a stream of bytes, wherever the reads cut it. The sequence is printed in digits: no mode
 * of a terminal changes those.
 */
export class SentinelScanner {
  readonly bytes: Uint8Array;
  private pending: Buffer = Buffer.alloc(0);

  constructor(random: Buffer) {
    this.bytes = Buffer.from(
      BigInt(`0x${random.toString('hex')}`)
        .toString(10)
        .padStart(40, '0'),
      'latin1',
    );
  }

  scan(bytes: Uint8Array): Scan {
    const all = Buffer.concat([this.pending, bytes]);
    const at = all.indexOf(this.bytes);
    if (at >= 0) {
      this.pending = Buffer.alloc(0);
      return { before: all.subarray(0, at), found: true };
    }
    const kept = this.beginningAtEndOf(all);
    this.pending = all.subarray(all.length - kept);
    return { before: all.subarray(0, all.length - kept), found: false };
  }

  /** What is held back because it might have become the sentinel. */
  rest(): Uint8Array {
    const rest = this.pending;
    this.pending = Buffer.alloc(0);
    return rest;
  }

  /** Length of the longest end of `all` that is a beginning of the sentinel. */
  private beginningAtEndOf(all: Buffer): number {
    for (let length = Math.min(all.length, this.bytes.length - 1); length > 0; length--) {
      if (all.subarray(all.length - length).equals(this.bytes.subarray(0, length))) return length;
    }
    return 0;
  }
}
