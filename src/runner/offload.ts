import type { OffloadTool } from './parseArguments.ts';

/** The tools by name. What one needs is loaded when it is used: a runner itself never does, and stays small. */
const TOOLS: Readonly<Record<OffloadTool, () => Promise<void>>> = {
  screen: async () => {
    const { serveScreens } = await import('./replay/screenProcessMain.ts');
    await serveScreens(process.stdin, process.stdout);
  },
};

/** Does one kind of a runner's work, on the standard streams. */
export function offload(tool: OffloadTool): Promise<void> {
  return TOOLS[tool]();
}
