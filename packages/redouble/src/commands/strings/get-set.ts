import { bytes, key, oneOf, optional, option, integer, token } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { OK } from '../../resp/reply.ts'

/** A first pair, to be completed by the string family's author. */
export const get: Command = defineCommand({
  name: 'get',
  since: '1.0.0',
  group: 'string',
  summary: 'Returns the value of a key that holds a string.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access') },
  run({ db }, { key }) {
    const value = db.readValue(key, 'string')
    if (value === undefined) return null
    return typeof value === 'string' ? value : value.text
  },
})

export const set: Command = defineCommand({
  name: 'set',
  since: '1.0.0',
  group: 'string',
  summary: 'Stores a string under a key, whatever was there before.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: {
    key: key('RW', 'access', 'update', 'variable_flags'),
    value: bytes(),
    condition: optional(oneOf({ nx: token('NX'), xx: token('XX') })),
    seconds: optional(option('EX', integer())),
  },
  run({ db, now }, { key, value, seconds }) {
    const entry = db.put(key, 'string', value)
    if (seconds !== undefined) db.setExpiry(entry, now + seconds * 1000)
    db.changed(key, '$', 'set')
    return OK
  },
})
