import { bytes, key } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  CORRUPT_HYPERLOGLOG,
  NOT_SPARSE,
  PFDEBUG_NO_KEY,
  SIMD_NOT_ON_OR_OFF,
  unknownPfdebug,
} from '../../command/errors/hyperloglog.ts'
import type { Context } from '../../command/context.ts'
import { HyperLogLogEditor, mergeInto } from '../../data/hyperloglog.ts'
import { isDense, REGISTERS } from '../../data/hyperloglog-format.ts'
import { describeSparse } from '../../data/hyperloglog-sparse.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { OK, type Reply, SeriesReply, StatusReply } from '../../resp/reply.ts'
import { ownHyperLogLog } from './access.ts'

/** The servers that were told not to count with wide instructions: the double only remembers. */
const simdDisabled = new WeakSet<object>()

/** The servers say what is in force even after an error. */
function simd({ config }: Context, word: string): Reply {
  const wanted = upperAscii(word)
  if (wanted === 'ON') simdDisabled.delete(config)
  else if (wanted === 'OFF') simdDisabled.add(config)
  const state = new StatusReply(simdDisabled.has(config) ? 'disabled' : 'enabled')
  return wanted === 'ON' || wanted === 'OFF' ? state : new SeriesReply([SIMD_NOT_ON_OR_OFF, state])
}

export const pfdebug: Command = defineCommand({
  name: 'pfdebug',
  since: '2.8.9',
  group: 'hyperloglog',
  summary: 'Looks into a HyperLogLog, for tests.',
  complexity: 'N/A',
  flags: ['write', 'denyoom', 'admin'],
  isInternal: true,
  args: { subcommand: bytes(), key: key('RW', 'access') },
  run(context, { subcommand, key }) {
    const { db, profile } = context
    const name = upperAscii(subcommand)
    if (name === 'SIMD' && profile.quirks.pfdebugKnowsSimd) return simd(context, key)
    const entry = db.write(key)
    if (entry === undefined) return PFDEBUG_NO_KEY
    const value = ownHyperLogLog(db, entry)
    if (name === 'ENCODING') return new StatusReply(isDense(value) ? 'dense' : 'sparse')
    if (name === 'DECODE') return isDense(value) ? NOT_SPARSE : describeSparse(value.text)
    if (name !== 'GETREG' && name !== 'TODENSE') return unknownPfdebug(subcommand)
    const editor = new HyperLogLogEditor(value)
    if (!editor.becomeDense()) return CORRUPT_HYPERLOGLOG
    const hasChanged = editor.value !== value
    if (hasChanged) db.replace(entry, editor.value)
    if (name === 'TODENSE') return hasChanged ? 1 : 0
    const registers = new Uint8Array(REGISTERS)
    mergeInto(registers, editor.value)
    return Array.from(registers)
  },
})

export const pfselftest: Command = defineCommand({
  name: 'pfselftest',
  since: '2.8.9',
  group: 'hyperloglog',
  summary: 'Lets a server test its HyperLogLogs; the double has its own tests.',
  complexity: 'N/A',
  flags: ['admin'],
  isInternal: true,
  args: {},
  run: () => OK,
})
