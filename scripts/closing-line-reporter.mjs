/** Prints the totals alone on the last line, in the form that continuous integration reads. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that fails to load runs no test, yet must not look green.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`;
    // On exit, so that it comes after everything that Jest itself still prints.
    process.on('exit', () => process.stdout.write(line));
  }
}
