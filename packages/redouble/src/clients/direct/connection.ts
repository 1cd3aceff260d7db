import { connectDirect, type DirectSession } from '../../engine/direct-session.ts'
import type { Engine } from '../../engine/engine.ts'
import { RedoubleError } from '../../kernel/redouble-error.ts'
import { ErrorReply, NO_REPLY, PushReply, type Reply } from '../../resp/reply.ts'
import { decodeReply, errorOf, type Reading } from './decode.ts'
import { answerLater, mayAnswerNow } from './fair-turns.ts'
import { Subscriptions } from './subscriptions.ts'

/** What waits for the answer to one command. */
export interface Expectation {
  accept(reply: Reply): void
  abandon(error: Error): void
}

/** So many that were answered may stay in the queue; emptying it each time would cost more. */
const SPENT_MAX = 64

/** A session of the engine with the promises that wait for its answers, in order. */
export class DirectConnection {
  readonly subscriptions: Subscriptions = new Subscriptions()
  readonly #session: DirectSession
  #waiting: Expectation[] = []
  #next = 0
  #isClosed = false

  constructor(engine: Engine) {
    this.#session = connectDirect(engine, {
      answer: (reply) => this.#take().accept(reply),
      unanswered: () => this.#take().accept(NO_REPLY),
      push: (reply) => {
        if (reply instanceof PushReply) this.subscriptions.deliver(reply.items)
      },
      close: () => this.#closed(),
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Sends one command; its answer is the promise's. */
  request(argv: string[], reading: Reading, command: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#refuses(reject)) return
      this.#waiting.push(new Answer(resolve, reject, reading, command))
      this.#session.send(argv)
    })
  }

  /** Sends several in a row, all of whose answers go to one. */
  sendAll(commands: readonly string[][], expectation: Expectation): void {
    if (this.#refuses((error) => expectation.abandon(error))) return
    for (let i = 0; i < commands.length; i++) this.#waiting.push(expectation)
    this.#session.sendAll(commands)
  }

  close(): void {
    this.#session.disconnected()
    this.#closed()
  }

  #refuses(reject: (error: Error) => void): boolean {
    if (this.#isClosed) reject(closedError())
    return this.#isClosed
  }

  #take(): Expectation {
    const expectation = this.#waiting[this.#next++]
    if (this.#next >= SPENT_MAX && this.#next === this.#waiting.length) {
      this.#waiting = []
      this.#next = 0
    }
    return expectation
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const abandoned = new Set(this.#waiting.slice(this.#next))
    this.#waiting = []
    for (const expectation of abandoned) expectation.abandon(closedError())
  }
}

class Answer implements Expectation {
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: Error) => void
  readonly #reading: Reading
  readonly #command: string

  constructor(
    resolve: (value: unknown) => void,
    reject: (error: Error) => void,
    reading: Reading,
    command: string,
  ) {
    this.#resolve = resolve
    this.#reject = reject
    this.#reading = reading
    this.#command = command
  }

  accept(reply: Reply): void {
    if (reply instanceof ErrorReply) {
      const error = errorOf(reply, this.#command)
      if (mayAnswerNow()) this.#reject(error)
      else answerLater(() => this.#reject(error))
      return
    }
    const value = decodeReply(reply, this.#reading, this.#command)
    if (mayAnswerNow()) this.#resolve(value)
    else answerLater(() => this.#resolve(value))
  }

  abandon(error: Error): void {
    this.#reject(error)
  }
}

function closedError(): RedoubleError {
  return new RedoubleError(
    'REDOUBLE_CLIENT_CLOSED',
    'The client is closed: close(), QUIT, CLIENT KILL or the end of its Redouble closed it.',
  )
}
