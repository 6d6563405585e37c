/** Below this the collector of garbage does it as well. */
const WORTH_FREEING_BYTES = 16 * 1024;

/**
 * Gives the memory of bytes back that nobody will look at again; afterwards they are empty. The collector would do so
 * only when enough small objects have gathered, and large buffers are behind very small objects.
 */
export function freeBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  // Of memory that is shared with others only a part is ours.
  if (!(buffer instanceof ArrayBuffer) || bytes.length !== buffer.byteLength) return;
  if (bytes.length >= WORTH_FREEING_BYTES) buffer.transfer(0);
}
