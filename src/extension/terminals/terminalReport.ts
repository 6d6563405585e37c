// eslint-disable-next-line no-control-regex -- reports are control sequences
const REPORT = /^(?:\x1b\[[?>=]?[\d;]*(?:\$y|[cnRt])|\x1b\[\?\d+u|\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\))+$/;

/**
 * Whether input is a terminal's own answer to a question (where the cursor is, what it can do) and not something that
 * was typed. Old output that is shown again repeats such questions; their answers must not reach the process now.
 */
export function isTerminalReport(input: string): boolean {
  return REPORT.test(input);
}
