// A vitest reporter that ends the run with one plain line, 'N passed, N failed', for CI to read.
// A file, a suite or a process that broke outside its tests counts as a failure.
export default class ClosingLine {
  #line = '0 passed, 0 failed'

  onInit() {
    // vitest has still more to say after the last hook of a reporter.
    process.once('exit', () => console.log(this.#line))
  }

  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      for (const { state } of [...module.children.allTests()].map((test) => test.result())) {
        count[state === 'pending' ? 'skipped' : state]++
      }
      const suites = [module, ...module.children.allSuites()]
      count.failed += suites.reduce((sum, suite) => sum + suite.errors().length, 0)
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    this.#line = `${count.passed} passed, ${count.failed} failed${skipped}`
  }
}
