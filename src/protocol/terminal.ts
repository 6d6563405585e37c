import * as z from 'zod';
import { contentEncodingSchema } from './output.ts';
import { terminalColsSchema, terminalRowsSchema } from './process.ts';

export const terminalInputParamsSchema = z.strictObject({
  processId: z.string().min(1),
  data: z.string(),
  encoding: contentEncodingSchema.exactOptional(),
  /** Closes the standard input after the data. For a process on pipes; a terminal's end of file is a typed Ctrl-D. */
  eof: z.boolean().exactOptional(),
});
export const terminalInputResultSchema = z.strictObject({});

export const terminalResizeParamsSchema = z.strictObject({
  processId: z.string().min(1),
  cols: terminalColsSchema,
  rows: terminalRowsSchema,
});
export const terminalResizeResultSchema = z.strictObject({});
