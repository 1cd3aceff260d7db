import { expect, test } from 'vitest'
import { openKeysWorld } from '../keys/keys.test-support.ts'

const DISABLED = '-ERR This instance has cluster support disabled'

test.each(['CLUSTER INFO', 'CLUSTER KEYSLOT a', 'CLUSTER HELP', 'CLUSTER SETSLOT 1 x y', 'ASKING'])(
  '%s answers that this is no cluster',
  (line) => {
    expect(openKeysWorld().send(line)).toBe(DISABLED)
  },
)

test('subcommands and arities are checked as for any command', () => {
  const { send } = openKeysWorld()
  expect(send('CLUSTER FOO')).toBe("-ERR unknown subcommand 'FOO'. Try CLUSTER HELP.")
  expect(send('CLUSTER KEYSLOT')).toBe(
    "-ERR wrong number of arguments for 'cluster|keyslot' command",
  )
  expect(send('CLUSTER MYSHARDID')).toBe(DISABLED)
  expect(openKeysWorld('7.0').send('CLUSTER MYSHARDID')).toContain('unknown subcommand')
})

test('Valkey accepts READONLY, and Valkey 9 tells slots', () => {
  expect(openKeysWorld('8.0').send('READONLY')).toBe(DISABLED)
  expect(openKeysWorld('valkey-8.1').send('READWRITE')).toBe('+OK')
  expect(openKeysWorld('valkey-8.1').send('CLUSTER KEYSLOT a')).toBe(DISABLED)
  expect(openKeysWorld('valkey-9').send('CLUSTER KEYSLOT a')).toBe(':15495')
})
