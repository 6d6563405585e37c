import { spawn } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../scripts/projectRoot.mjs';

/** The configuration that makes the fences, and what it needs to mean the same elsewhere. */
const configuration = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'eslint.config.mjs',
  '.dependency-cruiser.mjs',
  '{src,test,scripts}/**/tsconfig.json',
  '{src,test}/package.json',
];

/** A project with the fences of this one and with other sources, where a test may offend against them. */
export interface FencedProject {
  readonly folder: string;
  /** Runs a program of a package (`eslint/bin/eslint.js`) there and resolves with what it prints. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Creates one in a temporary folder; the names of the files are relative to it. */
export async function createFencedProject(files: Readonly<Record<string, string>>): Promise<FencedProject> {
  const folder = await mkdtemp(path.join(tmpdir(), 'procession-fences-'));
  await copyConfiguration(folder);
  await linkPackages(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return {
    folder,
    run: (program, ...args) => run(folder, [path.join(projectRoot, 'node_modules', program), ...args]),
    remove: () => rm(folder, { recursive: true }),
  };
}

async function copyConfiguration(folder: string): Promise<void> {
  for await (const file of glob(configuration, { cwd: projectRoot })) {
    await cp(path.join(projectRoot, file), path.join(folder, file));
  }
}

/** One link for each package, not one for all: the tools keep caches in node_modules, which must stay apart. */
async function linkPackages(folder: string): Promise<void> {
  const source = path.join(projectRoot, 'node_modules');
  const target = path.join(folder, 'node_modules');
  await mkdir(target);
  for (const name of await readdir(source)) {
    if (!name.startsWith('.')) await symlink(path.join(source, name), path.join(target, name), 'junction');
  }
}

/** The exit code is of no interest: the tools end with an error whenever they have found what the test looks for. */
function run(cwd: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
