import { RedoubleError } from '../../kernel/redouble-error.ts'
import { ErrorReply, type Reply } from '../../resp/reply.ts'
import type { DirectConnection, Expectation } from './connection.ts'
import { decodeReply, errorOf, type Reading } from './decode.ts'
import { answerLater, mayAnswerNow } from './fair-turns.ts'
import { addMethods } from './methods.ts'
import { encodeWord } from './words.ts'

type Settle = (outcome: unknown) => void

/** Commands that are collected and then sent together. */
abstract class Batch {
  protected readonly connection: DirectConnection
  protected readonly reading: Reading
  protected commands: string[][] = []
  protected names: string[] = []

  constructor(connection: DirectConnection, reading: Reading) {
    this.connection = connection
    this.reading = reading
  }

  /** How many commands are collected. */
  get length(): number {
    return this.commands.length
  }

  call(...words: unknown[]): this {
    if (words.length === 0) throw noWords()
    const argv = words.map(encodeWord)
    return this.add(argv, argv[0].toUpperCase())
  }

  add(argv: string[], command: string): this {
    this.commands.push(argv)
    this.names.push(command)
    return this
  }

  /** Hands over what was collected; the batch starts anew. */
  protected take(): { commands: string[][]; names: string[] } {
    const { commands, names } = this
    this.commands = []
    this.names = []
    return { commands, names }
  }

  abstract exec(): Promise<unknown>
}

addMethods(Batch.prototype, (batch, method, args) => batch.add(method.encode(args), method.command))

/** Several commands in one go; each has a result or an error of its own. */
export class PipelineBatch extends Batch {
  exec(): Promise<unknown> {
    const { commands, names } = this.take()
    if (commands.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      const results: unknown[] = []
      this.connection.sendAll(commands, {
        accept: (reply) => {
          results.push(decodeReply(reply, this.reading, names[results.length]))
          if (results.length === commands.length) settle(() => resolve(results))
        },
        abandon: reject,
      })
    })
  }
}

/** MULTI, the commands, EXEC. */
export class TransactionBatch extends Batch {
  exec(): Promise<unknown> {
    const { commands, names } = this.take()
    return new Promise((resolve, reject) => {
      this.connection.sendAll(
        [['multi'], ...commands, ['exec']],
        new TransactionAnswer(names, this.reading, resolve, reject),
      )
    })
  }
}

class TransactionAnswer implements Expectation {
  readonly #names: readonly string[]
  readonly #reading: Reading
  readonly #resolve: Settle
  readonly #reject: Settle
  #queuedLeft: number
  #refusal: Error | undefined

  constructor(names: readonly string[], reading: Reading, resolve: Settle, reject: Settle) {
    this.#names = names
    this.#reading = reading
    this.#resolve = resolve
    this.#reject = reject
    this.#queuedLeft = names.length + 1
  }

  accept(reply: Reply): void {
    if (this.#queuedLeft > 0) {
      const index = this.#names.length - this.#queuedLeft--
      if (reply instanceof ErrorReply)
        this.#refusal ??= errorOf(reply, this.#names[index] ?? 'MULTI')
      return
    }
    if (reply instanceof ErrorReply) {
      const error = errorOf(reply, 'EXEC', { cause: this.#refusal })
      settle(() => this.#reject(error))
      return
    }
    const value = Array.isArray(reply)
      ? reply.map((one, i) => decodeReply(one, this.#reading, this.#names[i] ?? 'EXEC'))
      : decodeReply(reply, this.#reading, 'EXEC')
    settle(() => this.#resolve(value))
  }

  abandon(error: Error): void {
    this.#reject(error)
  }
}

function settle(give: () => void): void {
  if (mayAnswerNow()) give()
  else answerLater(give)
}

export function noWords(): RedoubleError {
  return new RedoubleError(
    'REDOUBLE_INVALID_ARGUMENT',
    "call() takes the words of a command: call('SET', 'key', 'value').",
  )
}
