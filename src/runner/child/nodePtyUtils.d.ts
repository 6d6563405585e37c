/** The inner module of node-pty that finds its native part; it ships without types. */
declare module 'node-pty/lib/utils.js' {
  export function loadNativeModule(name: string): { dir: string; module: unknown };
}
