import { createSystemClock } from '../base/clock.ts';
import { assertNever } from '../base/assertNever.ts';
import { version } from './buildInfo.ts';
import { offload } from './offload.ts';
import { parseArguments, USAGE } from './parseArguments.ts';
import { createStderrLogger } from './stderrLogger.ts';

/** Exit code for a command line that makes no sense. */
const EXIT_USAGE = 2;

async function main(): Promise<number> {
  const { mode, verbose } = parseArguments(process.argv.slice(2));
  const clock = createSystemClock(globalThis);
  const logger = createStderrLogger(clock, verbose);
  // Each mode loads only what it needs: work that is offloaded begins sooner without the whole runner.
  switch (mode.kind) {
    case 'stdio': {
      const { serveStdio } = await import('./serveStdio.ts');
      await serveStdio(clock, logger, mode);
      return 0;
    }
    case 'daemon': {
      const { serveDaemon } = await import('./serveDaemon.ts');
      return serveDaemon(clock, logger, mode);
    }
    case 'offload':
      await offload(mode.tool);
      return 0;
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(`${version}\n`);
      return 0;
    case 'invalid':
      process.stderr.write(`procession runner: ${mode.message}\n\n${USAGE}`);
      return EXIT_USAGE;
    default:
      return assertNever(mode);
  }
}

main().then(
  (code) => {
    // Pipes of background descendants, which we do not own, must not keep a runner that has done its work.
    process.exit(code);
  },
  (error: unknown) => {
    process.stderr.write(
      `procession runner: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
