/**
 * When written bytes leave. A read may be answered in many pieces, and may push to other clients;
 * each of them gets one system call, made when the engine has returned from the read. Bytes that
 * are written outside a read (a timer woke a blocked client) leave in a microtask.
 */
export interface Flushable {
  flush(): void
}

export class Outbox {
  #depth = 0
  #waiting: Flushable[] = []
  #scheduled = false

  /** A read begins. Reads can nest when a test's own hook talks to the engine. */
  enter(): void {
    this.#depth++
  }

  leave(): void {
    if (--this.#depth === 0) this.#flush()
  }

  /** Asks for a flush. Asking twice is harmless. */
  add(connection: Flushable): void {
    this.#waiting.push(connection)
    if (this.#depth > 0 || this.#scheduled) return
    this.#scheduled = true
    // A promise, not a timer or nextTick: fake timers do not replace it.
    void Promise.resolve().then(() => {
      this.#scheduled = false
      if (this.#depth === 0) this.#flush()
    })
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const connection of waiting) connection.flush()
  }
}
