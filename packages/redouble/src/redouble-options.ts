import { aclFileAt } from './cli/acl-file.ts'
import { declareUser } from './command/acl/user-line.ts'
import { Config } from './command/config.ts'
import { applyDirectives, type ConfigLine } from './command/config-file.ts'
import { directivesOf } from './command/config-directives.ts'
import {
  DEFAULT_PROFILE,
  PROFILE_NAMES,
  type Profile,
  type ProfileName,
  profileNamed,
} from './command/profile.ts'
import { encodeUtf8 } from './kernel/bytes.ts'
import { RedoubleError } from './kernel/redouble-error.ts'
import { splitInlineArguments } from './resp/inline-arguments.ts'

/** Options of `Redouble.create`. @since 0.1.0 */
export interface RedoubleOptions {
  /** The server to answer as. @default '8.0' */
  readonly version?: ProfileName
  /** `requirepass`. @default none */
  readonly password?: string
  /**
   * Users by name, with their rules as ACL SETUSER takes them, in one string or one by one:
   * `{ app: 'on >secret ~app:* +@all -@dangerous' }`. What is said of `default` replaces all that
   * this user may do otherwise. @default the default user, who may do everything
   */
  readonly users?: Readonly<Record<string, string | readonly string[]>>
  /** How many numbered databases there are. @default 16 */
  readonly databases?: number
  /**
   * Directives of redis.conf by name, with their values as CONFIG SET takes them:
   * `{ 'maxmemory-policy': 'allkeys-lru', 'notify-keyspace-events': 'KEA', timeout: 30 }`.
   * Units are the directives' own. @default the server's
   */
  readonly config?: Readonly<Record<string, string | number | boolean>>
  /**
   * Fixes what is random (RANDOMKEY, SPOP, run ids): the same seed gives the same choices.
   * @default another at every start
   */
  readonly seed?: number
  /**
   * `'virtual'`: time stands still until `redis.clock` moves it. It starts at the real time, or at
   * `startTime`. @default 'system'
   */
  readonly clock?: 'system' | 'virtual'
  /** Where a virtual clock starts: a Date, Unix milliseconds or an ISO 8601 text. @default now */
  readonly startTime?: Date | number | string
  /** Keeps a trace of everything that is executed, at `redis.trace`. @default false */
  readonly trace?: boolean
  /**
   * The keys to begin with: the bytes of an .rdb file, or the path of one. Of any server that the
   * double can answer as, whatever `version` says. `reset()` does not bring them back.
   */
  readonly rdb?: Uint8Array | string
  /** Listens on this port at once; 0 for a free one. Without port, host and path no socket opens. */
  readonly port?: number
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string
  /** Listens on this unix socket at once. */
  readonly path?: string
}

type OptionType = 'string' | 'number' | 'boolean' | 'object' | 'any'

const OPTIONS: Readonly<Record<keyof RedoubleOptions, OptionType>> = {
  version: 'string',
  password: 'string',
  users: 'object',
  databases: 'number',
  config: 'object',
  seed: 'number',
  trace: 'boolean',
  clock: 'string',
  startTime: 'any',
  rdb: 'any',
  port: 'number',
  host: 'string',
  path: 'string',
}

/** What is not the configuration's to say: where the double listens is a matter of listen(). */
const NOT_DIRECTIVES: ReadonlySet<string> = new Set([
  'bind',
  'daemonize',
  'include',
  'port',
  'tls-port',
  'unixsocket',
])

/** Refuses misspelt options and values of the wrong type, which JavaScript lets through. */
export function checkOptions(options: RedoubleOptions): void {
  checkIsObject('Redouble.create', options)
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof RedoubleOptions] : undefined
    if (type === undefined) {
      throw invalidOption(
        `There is no option ${JSON.stringify(name)}: the options are ` +
          `${Object.keys(OPTIONS).join(', ')}. Directives of redis.conf go into config.`,
      )
    }
    if (type === 'any' || value === undefined) continue
    if (typeof value !== type || value === null) {
      throw invalidOption(`${name} is ${shown(value)}: it must be ${article(type)}.`)
    }
  }
  const { port, path, clock = 'system' } = options
  if (clock !== 'system' && clock !== 'virtual') {
    throw invalidOption(`clock is ${shown(clock)}: it is 'system' or 'virtual'.`)
  }
  if (options.startTime !== undefined && clock === 'system') {
    throw invalidOption("startTime is for a virtual clock: pass clock: 'virtual' with it.")
  }
  const { rdb } = options
  if (rdb !== undefined && typeof rdb !== 'string' && !(rdb instanceof Uint8Array)) {
    throw invalidOption(`rdb is ${shown(rdb)}: it must be bytes or a path.`)
  }
  if (port !== undefined && path !== undefined) {
    throw invalidOption('Pass port or path, not both: call listen() for the other one.')
  }
}

/** `create(6379)` and `listen('6379')` would be the same as no options at all. */
export function checkIsObject(name: string, options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw invalidOption(
    `${name} was given ${shown(options)}: it takes an object of options, such as { port: 6379 }.`,
  )
}

export function profileOf({ version = DEFAULT_PROFILE }: RedoubleOptions): Profile {
  const profile = profileNamed(version)
  if (profile !== undefined) return profile
  throw new RedoubleError(
    'REDOUBLE_UNKNOWN_VERSION',
    `There is no version ${JSON.stringify(version)} to answer as: choose one of ${PROFILE_NAMES.join(', ')}.`,
  )
}

/** The configuration that the options describe; `password` and `databases` have the last word. */
export function configOf(options: RedoubleOptions, profile: Profile): Config {
  const config = new Config()
  for (const [name, value] of Object.entries(options.config ?? {})) {
    apply(config, name, value, profile)
  }
  if (options.databases !== undefined) config.databases = checkedDatabases(options.databases)
  if (options.password !== undefined) config.requirepass = options.password
  for (const [name, rules] of Object.entries(options.users ?? {})) {
    const words = typeof rules === 'string' ? rules.split(' ') : rules
    const refused = declareUser(config, ['user', name, ...words].map(encodeUtf8), profile)
    if (refused !== null) {
      throw invalidOption(`users.${name}: ${shown(refused.what)}: ${refused.why}.`)
    }
  }
  const { aclfile } = options.config ?? {}
  if (typeof aclfile === 'string' && aclfile !== '') config.aclFile = aclFileAt(aclfile)
  return config
}

function apply(
  config: Config,
  name: string,
  value: string | number | boolean,
  profile: Profile,
): void {
  const refuse = (reason: string): RedoubleError =>
    new RedoubleError('REDOUBLE_INVALID_CONFIG', `config ${JSON.stringify(name)}: ${reason}.`)
  if (NOT_DIRECTIVES.has(name)) {
    throw refuse('where a Redouble listens is said by the options port, host and path, or listen()')
  }
  const directive = directivesOf(profile).find(name)
  if (directive === undefined) {
    throw refuse(`${profile.name} has no such directive`)
  }
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw refuse(`the value is ${shown(value)}, and must be a string, a number or a boolean`)
  }
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  const values = directive.isList ? splitInlineArguments(text) : [text]
  const words = values === null ? null : [name, ...(values.length === 0 ? [''] : values)]
  const line: ConfigLine = { number: 1, text: `${name} ${text}`, words }
  const error = applyDirectives(config, [line], profile)
  if (error !== null) throw refuse(`${shown(value)} is refused: ${error.reason}`)
}

function checkedDatabases(count: number): number {
  if (Number.isInteger(count) && count >= 1) return count
  throw invalidOption(`databases is ${count}: it must be a whole number from 1.`)
}

function invalidOption(message: string): RedoubleError {
  return new RedoubleError('REDOUBLE_INVALID_OPTION', message)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function article(type: string): string {
  return type === 'object' ? 'an object' : `a ${type}`
}
