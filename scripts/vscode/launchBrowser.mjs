import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * Starts the machine's own Chromium without a window. It reaches this machine only, so that no test depends on
 * the network. The caller closes it.
 */
export function launchBrowser() {
  return chromium.launch({ executablePath: findChromium(), args: browserArguments });
}

function findChromium() {
  const path = chromiumPaths.find(existsSync);
  if (path === undefined) {
    throw new Error(
      `Chromium is at none of ${chromiumPaths.join(', ')}. Install it (Debian: apt-get install chromium).`,
    );
  }
  return path;
}

const chromiumPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const browserArguments = [
  // Root, as in a container, cannot use the sandbox; what the pages run is this project's own code.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
