import { parseMemory } from '../../command/config-directive.ts'
import type { Context } from '../../command/context.ts'
import { clean, NOT_AN_INTEGER } from '../../command/errors/common.ts'
import {
  PACKED_THRESHOLD,
  RELOAD_OPTIONS,
  unknownDebugSubcommand,
} from '../../command/errors/server.ts'
import { loadFailed, SAVE_FAILED } from '../../command/errors/persistence.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { ErrorReply, OK, type Reply } from '../../resp/reply.ts'
import type { DebugSubcommands } from './debug-subcommand.ts'
import { FROM_7_2 } from './info-field.ts'

const MAX_PACKED_BYTES = 4n * 1024n ** 3n
const accepted = (): Reply => OK

export const serverSubcommands: DebugSubcommands = {
  'CHANGE-REPL-ID': {
    words: [0, 0],
    run({ server, random }) {
      server.replicationId = random.hex(40)
      return OK
    },
  },
  'DICT-RESIZING': { words: [1, 1], where: FROM_7_2, run: accepted },
  ERROR: { words: [1, 1], run: (_context, [text]) => new ErrorReply(clean(text)) },
  LOG: { words: [1, 1], run: accepted },
  'PAUSE-CRON': { words: [1, 1], run: accepted },
  'QUICKLIST-PACKED-THRESHOLD': { words: [1, 1], run: packedThreshold },
  RELOAD: { words: [0, Number.POSITIVE_INFINITY], run: reload },
  REPLYBUFFER: { words: [2, 2], run: replyBuffer },
  'SET-ACTIVE-EXPIRE': {
    words: [1, 1],
    run({ server }, [word]) {
      server.activeExpireEnabled = leadingInteger(word) !== 0
      return OK
    },
  },
  SLEEP: { words: [1, 1], run: sleep },
}

/** As C's atoi. */
function leadingInteger(word: string): number {
  return Number(/^\s*[+-]?\d+/.exec(word)?.[0] ?? 0)
}

/** As C's strtod: what is no number is 0. */
function leadingDouble(word: string): number {
  return Number(/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(word)?.[0] ?? 0)
}

/**
 * Holds all clients as a server that sleeps does, on the clock: a test that moves time need not
 * wait. Where a command may not wait, only its duration is counted.
 */
function sleep(context: Context, [word]: readonly string[]): Reply {
  const ms = Math.max(0, Math.round(leadingDouble(word) * 1000))
  if (ms === 0) return OK
  const { server, now, mayNotBlock } = context
  server.heldMicros = ms * 1000
  if (mayNotBlock) return OK
  const reply = context.block({ keys: [], timeoutMs: ms, onTimeout: OK, type: 'wait' })
  server.pauses.start(now + ms, false)
  return reply
}

/** MERGE says what a key of the file does to one that is there; here it always replaces it. */
function reload({ profile, server }: Context, words: readonly string[]): Reply {
  const options = words.map(upperAscii)
  if (!options.every((word) => ['MERGE', 'NOFLUSH', 'NOSAVE'].includes(word))) return RELOAD_OPTIONS
  const savesFirst = !options.includes('NOSAVE')
  const outcome = server.saving.reload({ savesFirst, flushes: !options.includes('NOFLUSH') })
  if (outcome === 'not saved') return SAVE_FAILED
  return outcome === 'reloaded' ? OK : loadFailed(profile.quirks.advisesOnFailedLoad)
}

function packedThreshold(_context: Context, [word]: readonly string[]): Reply {
  const bytes = parseMemory(word)
  return bytes === null || bytes > MAX_PACKED_BYTES ? PACKED_THRESHOLD : OK
}

function replyBuffer({ argv }: Context, [option, value]: readonly string[]): Reply {
  switch (upperAscii(option)) {
    case 'RESIZING':
      return OK
    case 'PEAK-RESET-TIME': {
      const isWord = ['NEVER', 'RESET'].includes(upperAscii(value))
      return isWord || parseInt64(value) !== null ? OK : NOT_AN_INTEGER
    }
    default:
      return unknownDebugSubcommand(argv[1])
  }
}
