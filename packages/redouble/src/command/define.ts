import { upperAscii } from '../kernel/bytes.ts'
import type { Reply } from '../resp/reply.ts'
import type { Arg, Args, Parsed } from './args.ts'
import type { Context } from './context.ts'
import { type ArgsParser, compileParser, minimumWords } from './parse-args.ts'
import { type Availability, isAvailable, type Profile } from './profile.ts'
import type { ReplyType } from './reply-types.ts'

/** COMMAND's flags. `blocking`, `movablekeys` and `container` behaviour derive from these too. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'skip_monitor'
  | 'skip_slowlog'
  | 'asking'
  | 'fast'
  | 'no_auth'
  | 'may_replicate'
  | 'no_async_loading'
  | 'no_multi'
  | 'allow_busy'
  | 'no_mandatory_keys'
  | 'movablekeys'
  | 'protected'

/** COMMAND DOCS' groups; the ACL category derives from it. */
export type CommandGroup =
  | 'bitmap'
  | 'cluster'
  | 'connection'
  | 'generic'
  | 'geo'
  | 'hash'
  | 'hyperloglog'
  | 'list'
  | 'module'
  | 'pubsub'
  | 'scripting'
  | 'sentinel'
  | 'server'
  | 'set'
  | 'sorted-set'
  | 'stream'
  | 'string'
  | 'transactions'

/** What a command touches beside its keys. The explorer's soundness stands on this. */
export type Effect =
  | 'keyspace'
  | 'clock'
  | 'random'
  | 'channel'
  | 'script'
  | 'connection'
  | 'server'

/** Where a key spec begins to look, and how it finds the keys from there. */
export interface KeySpec {
  readonly flags: readonly string[]
  readonly notes?: string
  readonly begin:
    | { readonly index: number }
    | { readonly keyword: string; readonly startFrom: number }
    | 'unknown'
  readonly find:
    | { readonly lastKey: number; readonly step: number; readonly limit: number }
    | { readonly keyNumIndex: number; readonly firstKey: number; readonly step: number }
    | 'unknown'
}

/** A key that GETKEYSANDFLAGS reports. */
export interface KeyUse {
  readonly key: string
  readonly flags: readonly string[]
}

/** What one profile's server says of a command differently from the definition. */
export type MetadataDifference = Partial<
  Pick<
    CommandSpec,
    | 'arity'
    | 'tips'
    | 'keySpecs'
    | 'getKeys'
    | 'categories'
    | 'deprecatedSince'
    | 'replacedBy'
    | 'since'
  >
>

/**
 * Everything the double knows of a command. See CONTRIBUTING.md for the recipe. `P` is what `run`
 * receives: what the parser of the arguments gives, or what the definition's own `parse` returns.
 */
export interface CommandSpec<A extends Args = Args, P = Parsed<A>> extends Availability {
  /** Lower case; a subcommand is `container|sub`. */
  readonly name: string
  readonly group: CommandGroup
  readonly summary: string
  readonly complexity?: string
  readonly flags: readonly CommandFlag[]
  /** ACL categories beyond those that flags and group give: `['dangerous', 'keyspace']`. */
  readonly categories?: readonly string[]
  /** COMMAND's tips: `['nondeterministic_output', 'request_policy:all_shards']`. */
  readonly tips?: readonly string[]
  readonly args: A
  /** What it answers with. The direct client's type; checked against every reply the oracle sees. */
  readonly reply?: ReplyType
  /** Where Redis's arity is not what the arguments give. */
  readonly arity?: number
  readonly effects?: readonly Effect[]
  /** Where the key specs are not what the arguments give. */
  readonly keySpecs?: readonly KeySpec[]
  /** Where the keys of a call are not what the key specs find (SORT … STORE). */
  readonly getKeys?: (argv: readonly string[]) => KeyUse[] | null
  /** Replaces the parser that the arguments give, where Redis's own is irregular. */
  readonly parse?: (argv: readonly string[], context: Context) => P
  readonly deprecatedSince?: string
  readonly replacedBy?: string
  readonly history?: readonly (readonly [version: string, change: string])[]
  /** Flags that differ by profile or version: given the profile's name, the flags. */
  readonly flagsIn?: (profile: Profile) => readonly CommandFlag[]
  /** Other metadata that differs by profile. */
  readonly differsIn?: (profile: Profile) => MetadataDifference | undefined
  /** The double refuses it and says so: the compatibility table shows it. */
  readonly isUnsupported?: boolean
  /**
   * The module that brings it. COMMAND then names it in capitals and without ACL categories, and
   * COMMAND DOCS tells only this.
   */
  readonly module?: string
  /** COMMAND DOCS marks it `syscmd`: not meant for applications. */
  readonly isInternal?: boolean
  readonly run: (context: Context, args: P) => Reply
}

/** A definition, ready to be put into a command table. */
export interface Command extends CommandSpec {
  /** The name as servers write it: a module's commands have theirs in capitals. */
  readonly shownName: string
  readonly arity: number
  /** Parses argv and runs. The engine calls this and nothing else. */
  readonly execute: (context: Context, argv: string[]) => Reply
  /** For containers (CONFIG, CLIENT, …): the word that selects the subcommand follows the name. */
  readonly isContainer: boolean
  /** Needs the interpreter: EVAL and its kind. */
  readonly runsScripts: boolean
  /** Guarded by enable-debug-command. */
  readonly isProtected: boolean
}

/** Makes a command of a specification. */
export function defineCommand<A extends Args, P = Parsed<A>>(spec: CommandSpec<A, P>): Command {
  const words = spec.name.includes('|') ? 2 : 1
  const run = spec.run as unknown as (context: Context, args: unknown) => Reply
  const parse = spec.parse
  // Compiled at the first call: most programs use few of the commands.
  let generic: ArgsParser | undefined
  const execute: Command['execute'] =
    parse === undefined
      ? (context, argv) => {
          generic ??= compileParser(spec.args, words)
          return run(context, generic(argv))
        }
      : (context, argv) => run(context, parse(argv, context))
  return {
    ...(spec as unknown as CommandSpec),
    shownName: shownName(spec),
    arity: spec.arity ?? derivedArity(spec.args, words),
    execute,
    isContainer: false,
    runsScripts: spec.effects?.includes('script') === true,
    isProtected: spec.flags.includes('protected'),
  }
}

function shownName({ module, name }: Pick<CommandSpec, 'module' | 'name'>): string {
  return module === undefined ? name : upperAscii(name)
}

/** A container such as CONFIG: it only selects; its subcommands are definitions of their own. */
export function defineContainer(
  spec: Omit<CommandSpec, 'args' | 'run' | 'flags'> & {
    readonly flags?: readonly CommandFlag[]
    /** What the bare name does, for the one that needs no subcommand (COMMAND, arity -1). */
    readonly run?: (context: Context) => Reply
  },
): Command {
  const run = spec.run ?? (() => null)
  return {
    flags: [],
    ...spec,
    shownName: shownName(spec),
    args: {},
    arity: spec.arity ?? -2,
    run,
    execute: run,
    isContainer: true,
    runsScripts: false,
    isProtected: false,
  }
}

/**
 * The command as a profile has it: options that its server does not know are not parsed, and flags
 * are its own.
 */
export function commandIn(command: Command, profile: Profile): Command {
  const args = argsIn(command.args, profile)
  const flags = command.flagsIn?.(profile) ?? command.flags
  const differences = command.differsIn?.(profile)
  if (args === command.args && flags === command.flags && differences === undefined) return command
  if (command.isContainer) return { ...command, flags, ...differences }
  return defineCommand({ ...command, args, flags, ...differences })
}

function argsIn(args: Args, profile: Profile): Args {
  let changed = false
  const out: Record<string, Arg> = {}
  for (const [name, arg] of Object.entries(args)) {
    if (arg.since !== undefined && !isAvailable({ ...arg, since: arg.since }, profile)) {
      changed = true
      continue
    }
    const children = arg.args === undefined ? undefined : argsIn(arg.args, profile)
    if (children !== arg.args) changed = true
    out[name] = children === arg.args ? arg : { ...arg, args: children }
  }
  return changed ? out : args
}

function derivedArity(args: Args, words: number): number {
  const list = Object.values(args)
  const minimum = words + minimumWords(list)
  return list.every(isFixed) ? minimum : -minimum
}

/** Whether an argument is always as many words. */
function isFixed(arg: Arg): boolean {
  if (arg.optional || arg.multiple || arg.type === 'counted-keys') return false
  const children = Object.values(arg.args ?? {})
  if (!children.every(isFixed)) return false
  // Alternatives of as many words each: `ON | OFF`.
  return arg.type !== 'oneof' || new Set(children.map((one) => minimumWords([one]))).size === 1
}
