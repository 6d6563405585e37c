/**
 * The values of a stream with one line of JSON for each. (The lines of `node:readline` also end at characters that JSON
 * leaves as they are.)
 */
export async function* readJsonLines(stream: AsyncIterable<Buffer>): AsyncGenerator {
  let parts: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield JSON.parse(Buffer.concat([...parts, chunk.subarray(start, end)]).toString());
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
}
