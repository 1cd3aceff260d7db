import { expect, test } from 'vitest'
import { openTestEngine } from './engine.test-support.ts'

/** What MONITOR and SLOWLOG show of a call. */
function shown(...argv: string[]): string[] {
  const { engine, client } = openTestEngine()
  engine.config.slowlogLogSlowerThanMicros = 0
  client().send(...argv)
  return [...(engine.slowlog[0]?.argv ?? [])]
}

test('passwords do not come to the logs', () => {
  expect(shown('AUTH', 'default', 'secret')).toEqual(['AUTH', '(redacted)', '(redacted)'])
  expect(shown('HELLO', '2', 'SETNAME', 'me', 'AUTH', 'default', 'secret')).toEqual([
    'HELLO',
    '2',
    'SETNAME',
    'me',
    'AUTH',
    '(redacted)',
    '(redacted)',
  ])
  expect(shown('CONFIG', 'SET', 'maxmemory', '1', 'requirepass', 'secret')).toEqual([
    'CONFIG',
    'SET',
    'maxmemory',
    '1',
    'requirepass',
    '(redacted)',
  ])
})

test('the rest does', () => {
  expect(shown('SET', 'auth', 'secret')).toEqual(['SET', 'auth', 'secret'])
})
