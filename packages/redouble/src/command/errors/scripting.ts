/** Error texts around EVAL, EVALSHA and SCRIPT; those of Lua itself come from the interpreter. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import type { Profile } from '../profile.ts'
import { clean } from './common.ts'

export const KEYS_NEGATIVE: ErrorReply = new ErrorReply("ERR Number of keys can't be negative")
export const NOT_BUSY: ErrorReply = new ErrorReply('NOTBUSY No scripts in execution right now.')
export const BAD_FLUSH_MODE: ErrorReply = new ErrorReply(
  'ERR SCRIPT FLUSH only support SYNC|ASYNC option',
)
export const BAD_DEBUG_MODE: ErrorReply = new ErrorReply('ERR Use SCRIPT DEBUG YES/SYNC/NO')
export const DEBUG_IN_PIPELINE: ErrorReply = new ErrorReply(
  'ERR SCRIPT DEBUG must be called outside a pipeline',
)
/** Valkey 9.1's word for an engine that it would debug. */
export function noSuchDebugEngine(name: string): ErrorReply {
  return new ErrorReply(
    clean(`ERR No scripting engine found with name '${cString(name)}' to enable debug`),
  )
}

export const WRITE_FROM_READ_ONLY_SCRIPT: ErrorReply = new ErrorReply(
  'ERR Write commands are not allowed from read-only scripts.',
)
export const WRITING_SCRIPT_IN_READ_ONLY_CALL: ErrorReply = new ErrorReply(
  'ERR Can not execute a script with write flag using *_ro command.',
)

export const BAD_SHEBANG: ErrorReply = new ErrorReply('ERR Invalid script shebang')
export const BAD_SHEBANG_ENGINE: ErrorReply = new ErrorReply('ERR Invalid engine in script shebang')

/** Redis's word for an engine that is not Lua; Valkey's is the one below. */
export function unexpectedShebangEngine(word: string): ErrorReply {
  return new ErrorReply(`ERR Unexpected engine in script shebang: ${cString(word)}`)
}

export function noScriptingEngine(name: string): ErrorReply {
  return new ErrorReply(`ERR Could not find scripting engine '${cString(name)}'`)
}

export function unknownShebangOption(word: string): ErrorReply {
  return new ErrorReply(`ERR Unknown lua shebang option: ${cString(word)}`)
}

export function unexpectedShebangFlag(flag: string): ErrorReply {
  return new ErrorReply(`ERR Unexpected flag in script shebang: ${cString(flag)}`)
}

/** What differs by product in the refusals around scripts. */
export interface ScriptRefusals {
  readonly noMatchingScript: ErrorReply
  readonly unknownCommand: ErrorReply
  readonly wrongArity: ErrorReply
  readonly notAllowed: ErrorReply
}

export function scriptRefusals({ flavour, quirks }: Profile): ScriptRefusals {
  const isRedis = flavour === 'redis'
  const redis = isRedis ? 'Redis ' : ''
  const product = quirks.refusalsNameCommand ? 'Valkey' : 'Redis'
  return {
    noMatchingScript: new ErrorReply(
      `NOSCRIPT No matching script.${isRedis ? ' Please use EVAL.' : ''}`,
    ),
    unknownCommand: new ErrorReply(`ERR Unknown ${redis}command called from script`),
    wrongArity: new ErrorReply(`ERR Wrong number of args calling ${redis}command from script`),
    notAllowed: new ErrorReply(`ERR This ${product} command is not allowed from script`),
  }
}

export function scriptDoesNotCompile(reason: string): ErrorReply {
  return new ErrorReply(clean(`ERR Error compiling script (new function): ${reason}`))
}

export function scriptUnavailable(why: string): ErrorReply {
  return new ErrorReply(clean(`ERR Redouble could not load its Lua interpreter: ${why}`))
}

/** A script computes where it cannot be left, and for so long that it had better end. */
export function scriptBlocksProcess(limitMs: number): string {
  return `Redouble stopped a script that ran for more than ${limitMs} ms in a callback of table.sort, string.gsub or their kind, where it cannot let others in`
}

/** What runs so long that others are told of it. */
export type ScriptKind = 'script' | 'function'

/** What everybody hears while a script or a function runs too long. */
export function busyScript(kind: ScriptKind, { flavour }: Profile): ErrorReply {
  const product = flavour === 'redis' ? 'Redis' : 'Valkey'
  const command = kind === 'script' ? 'SCRIPT' : 'FUNCTION'
  return new ErrorReply(
    `BUSY ${product} is busy running a script. You can only call ${command} KILL or SHUTDOWN NOSAVE.`,
  )
}

/** Raised in what was killed. Redis says SCRIPT KILL in any case. */
export function scriptKilled(kind: ScriptKind, { flavour }: Profile): string {
  if (flavour === 'redis') return 'ERR Script killed by user with SCRIPT KILL...'
  const command = kind === 'script' ? 'SCRIPT' : 'FUNCTION'
  return `ERR Script killed by user with ${command} KILL.`
}

export const UNKILLABLE: ErrorReply = new ErrorReply(
  'UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.',
)
