import type { Command } from '../../command/define.ts'
import { allCommands } from '../../commands/index.ts'
import { compileEncoder, type Encoder } from './encode.ts'
import { methodName, type Signature, signatureOf } from './signature.ts'

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

/** A command that becomes a method. */
export interface MethodSource {
  readonly command: Command
  readonly signature: Signature
}

/** The commands that become methods, by name. */
export function methodSources(): MethodSource[] {
  const byName = new Map<string, Command[]>()
  for (const command of allCommands) {
    const isLeftOut = command.isContainer || command.isInternal || command.isUnsupported
    if (isLeftOut || WITHOUT_METHOD.has(command.name) || command.name.endsWith('|help')) continue
    const others = byName.get(command.name)
    if (others === undefined) byName.set(command.name, [command])
    else others.push(command)
  }
  return [...byName.values()]
    .map((commands) => new LazySource(commands))
    .sort((a, b) => (a.command.name < b.command.name ? -1 : 1))
}

/** Derives the signature at the first call: most programs use few of the commands. */
class LazySource implements MethodSource {
  readonly command: Command
  readonly #commands: readonly Command[]

  constructor(commands: readonly Command[]) {
    this.command = commands[0]
    this.#commands = commands
  }

  get signature(): Signature {
    const [first, ...others] = this.#commands.map((one) => one.args)
    return signatureOf(first, ...others)
  }
}

/** Gives a class the methods; each calls `send` with its instance. */
export function addMethods<T extends object>(
  prototype: T,
  send: (self: T, method: Method, args: readonly unknown[]) => unknown,
): void {
  for (const source of methodSources()) {
    const method = new LazyMethod(source)
    Object.defineProperty(prototype, method.name, {
      configurable: true,
      writable: true,
      value(this: T, ...args: unknown[]) {
        return send(this, method, args)
      },
    })
  }
}

/** Compiles its encoder at the first call. */
class LazyMethod implements Method {
  readonly name: string
  readonly command: string
  readonly #source: MethodSource
  #encode: Encoder | undefined

  constructor(source: MethodSource) {
    this.#source = source
    this.name = methodName(source.command.name)
    this.command = source.command.name.replace('|', ' ').toUpperCase()
  }

  get encode(): Encoder {
    this.#encode ??= compileEncoder(this.#source.command.name, this.name, this.#source.signature)
    return this.#encode
  }
}
