import type { Command } from '../../command/define.ts'
import { allCommands } from '../../commands/index.ts'
import { compileEncoder, type Encoder } from './encode.ts'
import { methodName, signatureOf } from './signature.ts'

/** A typed method of the direct client. */
export interface Method {
  readonly name: string
  /** In capitals, for errors: `CONFIG GET`. */
  readonly command: string
  readonly encode: Encoder
}

/**
 * What has no method of its own: the client does it (transactions, subscriptions, closing), or it
 * would take the client's own connection away from under it.
 */
const WITHOUT_METHOD = new Set([
  'discard',
  'exec',
  'hello',
  'monitor',
  'multi',
  'psubscribe',
  'psync',
  'punsubscribe',
  'quit',
  'replconf',
  'reset',
  'ssubscribe',
  'subscribe',
  'sunsubscribe',
  'sync',
  'unsubscribe',
])

/** The definitions that become methods, by name. */
export function commandsWithMethod(commands: readonly Command[] = allCommands): Command[] {
  const byName = new Map<string, Command>()
  for (const command of commands) {
    const isLeftOut =
      command.isContainer || command.isInternal === true || command.name.endsWith('|help')
    if (isLeftOut || WITHOUT_METHOD.has(command.name) || byName.has(command.name)) continue
    byName.set(command.name, command)
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Gives a class the methods; each calls `send` with its instance. */
export function addMethods<T extends object>(
  prototype: T,
  send: (self: T, method: Method, args: readonly unknown[]) => unknown,
): void {
  for (const command of commandsWithMethod()) {
    const method = new LazyMethod(command)
    Object.defineProperty(prototype, method.name, {
      configurable: true,
      writable: true,
      value(this: T, ...args: unknown[]) {
        return send(this, method, args)
      },
    })
  }
}

/** Compiles its encoder at the first call: most programs use few of the commands. */
class LazyMethod implements Method {
  readonly name: string
  readonly command: string
  readonly #definition: Command
  #encode: Encoder | undefined

  constructor(definition: Command) {
    this.#definition = definition
    this.name = methodName(definition.name)
    this.command = definition.name.replace('|', ' ').toUpperCase()
  }

  get encode(): Encoder {
    this.#encode ??= compileEncoder(
      this.#definition.name,
      this.name,
      signatureOf(this.#definition.args),
    )
    return this.#encode
  }
}
