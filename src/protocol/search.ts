import * as z from 'zod';
import { MAX_SEARCH_CONTEXT_LINES, MAX_SEARCH_MATCHES, MAX_SEARCH_PATTERN_LENGTH } from './limits.ts';
import { outputStreamSchema } from './output.ts';

export const searchPatternSchema = z.strictObject({
  /** Looked for in each line by itself, as it was displayed: without escape sequences. */
  pattern: z.string().min(1).max(MAX_SEARCH_PATTERN_LENGTH),
  /** `plain` is the text itself, `regex` a regular expression of JavaScript. */
  kind: z.enum(['plain', 'regex']),
  caseSensitive: z.boolean(),
  /** Letters, digits and underscores next to a match make it none. */
  wholeWord: z.boolean(),
});
export type SearchPattern = z.infer<typeof searchPatternSchema>;

const { pattern, kind, caseSensitive, wholeWord } = searchPatternSchema.shape;

/** Without a process or session, everything that is kept is searched. */
export const searchParamsSchema = z
  .strictObject({
    /** Chosen by the client: the matches carry it. */
    searchId: z.string().min(1).max(200),
    pattern,
    /** Default `plain`. */
    kind: kind.exactOptional(),
    /** Default false. */
    caseSensitive: caseSensitive.exactOptional(),
    /** Default false. */
    wholeWord: wholeWord.exactOptional(),
    /** How many lines before and after each match to send with it. Default 0. */
    context: z.int().min(0).max(MAX_SEARCH_CONTEXT_LINES).exactOptional(),
    processId: z.string().min(1).exactOptional(),
    sessionId: z.string().min(1).exactOptional(),
    /** Default `all`: also the runs before the current or last one, as far as their output is kept. */
    runs: z.enum(['current', 'all']).exactOptional(),
    /** Lines after which the search ends. Default `DEFAULT_SEARCH_MATCHES`. */
    maxMatches: z.int().min(1).max(MAX_SEARCH_MATCHES).exactOptional(),
  })
  .refine(({ processId, sessionId }) => processId === undefined || sessionId === undefined, {
    message: 'give a process or a session, not both',
    path: ['sessionId'],
  });
export type SearchParams = z.infer<typeof searchParamsSchema>;

/** Where a search looks. */
export interface SearchScope {
  processId?: string;
  sessionId?: string;
  runs: 'current' | 'all';
}

/** The answer, which comes when every match has been sent. */
export const searchResultSchema = z.object({
  /** How many lines match. */
  matches: z.int(),
  /** Whether there are more than were sent. */
  truncated: z.boolean(),
  /** Files of the logs that could not be read, or were removed meanwhile. */
  skippedFiles: z.int().min(1).exactOptional(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const searchMatchSchema = z.object({
  processId: z.string(),
  run: z.int(),
  /** Where the line begins in the output of the process. */
  cursor: z.int().min(0),
  /** Of which stream the line's first byte is, and when it came, unless the log has lost that. */
  stream: outputStreamSchema.exactOptional(),
  timeMs: z.number().exactOptional(),
  /** As it was displayed. Of a line longer than `MAX_SEARCH_LINE_LENGTH` a part, with `…` where it was cut. */
  line: z.string(),
  /** Where in `line` the pattern was found, as indexes of a JavaScript string; empty if it matched nothing at all. */
  ranges: z.array(z.tuple([z.int(), z.int()])),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
/** One line that matches. */
export type SearchMatch = z.infer<typeof searchMatchSchema>;

/** Matches on their way to the client, in the order of the output of each run. */
export const searchDataSchema = z.object({ matches: z.array(searchMatchSchema) });
