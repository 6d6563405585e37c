import type { OffloadTool } from './parseArguments.ts';

/** The tools by name. What one needs is loaded when it is used: a runner itself never does, and stays small. */
const TOOLS: Readonly<Record<OffloadTool, () => Promise<void>>> = {
  screen: async () => {
    const { serveScreens } = await import('./replay/screenProcessMain.ts');
    await serveScreens(process.stdin, process.stdout);
  },
  search: async () => {
    const { searchProcessMain } = await import('./search/searchProcessMain.ts');
    searchProcessMain();
  },
};

/** Does one kind of a runner's work, on the standard streams. */
export function offload(tool: OffloadTool): Promise<void> {
  return TOOLS[tool]();
}

/** How to start this same program for one kind of work. */
export function offloadCommand(tool: OffloadTool): { file: string; args: string[] } {
  const [, program] = process.argv;
  if (program === undefined) throw new Error('A runner that is no program cannot start itself again.');
  return { file: process.execPath, args: [program, '--offload', tool] };
}
