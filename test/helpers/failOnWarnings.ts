// Preloaded into every test process: a warning is a defect that only has not hurt yet.

/** `node:sqlite` works, and the warning that its interface may change is no news. */
function isExpected(warning: Error): boolean {
  return warning.name === 'ExperimentalWarning' && warning.message.includes('SQLite');
}

process.on('warning', (warning) => {
  // Thrown here it reaches node:test as an uncaught exception and fails the test that was running.
  if (!isExpected(warning)) throw warning;
});
