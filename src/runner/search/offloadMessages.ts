import * as z from 'zod';
import { searchMatchSchema, searchPatternSchema, searchResultSchema } from '../../protocol/search.ts';

/** What the search process is asked, as one line of JSON on its standard input. */
export const offloadRequestSchema = z.object({
  pattern: searchPatternSchema,
  context: z.int().min(0),
  maxMatches: z.int().min(1),
  segments: z.array(
    z.object({
      path: z.string(),
      indexPath: z.string(),
      processId: z.string(),
      run: z.int(),
      startCursor: z.int().min(0),
      bytes: z.int().min(0),
    }),
  ),
});
export type OffloadRequest = z.infer<typeof offloadRequestSchema>;

/** What it says, each as one line of JSON on its standard output. `done` is the last. */
export const offloadMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('matches'), matches: z.array(searchMatchSchema) }),
  z.object({ kind: z.literal('skipped'), path: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('invalid'), message: z.string() }),
  z.object({ kind: z.literal('done'), result: searchResultSchema }),
]);
export type OffloadMessage = z.infer<typeof offloadMessageSchema>;
