import { expect, test } from 'vitest'
import { openTestEngine } from './engine.test-support.ts'

/** What is published, as `channel message`, when commands run under a setting. */
function heard(flags: string, ...commands: string[]): string[] {
  const { engine, client } = openTestEngine()
  engine.config.notifyKeyspaceEvents = flags
  const listener = client(3)
  listener.send('PSUBSCRIBE', '__key*')
  const other = client()
  for (const command of commands) other.sendBytes(`${command}\r\n`)
  const published = listener.received().matchAll(/\r\n(__key\w+@\S+)\r\n\$\d+\r\n(.*)\r\n/g)
  return [...published].map(([, channel, message]) => `${channel} ${message}`)
}

test('an event goes to the channel of its key and to its own', () => {
  expect(heard('KE$', 'SET k v')).toEqual(['__keyspace@0__:k set', '__keyevent@0__:set k'])
  expect(heard('K$', 'SET k v')).toEqual(['__keyspace@0__:k set'])
  expect(heard('E$', 'SELECT 3', 'SET k v')).toEqual(['__keyevent@3__:set k'])
})

test('only the classes that were asked for are published', () => {
  expect(heard('Eg', 'SET k v', 'DEL k')).toEqual(['__keyevent@0__:del k'])
  expect(heard('EA', 'SET k v', 'GET none')).toEqual(['__keyevent@0__:set k'])
  expect(heard('Em', 'SET k v', 'GET none')).toEqual(['__keyevent@0__:keymiss none'])
  expect(heard('AnE', 'SET k v')).toEqual(['__keyevent@0__:new k', '__keyevent@0__:set k'])
  expect(heard('g$', 'SET k v')).toEqual([])
})

test('a setting counts from the next command on', () => {
  const { client } = openTestEngine()
  const listener = client(3)
  const other = client()
  listener.send('SUBSCRIBE', '__keyevent@0__:set')
  other.send('SET', 'k', 'v')
  expect(listener.received()).toBe('')
  other.send('CONFIG', 'SET', 'notify-keyspace-events', 'KEA')
  other.send('SET', 'k', 'v')
  expect(listener.received()).toContain('__keyevent@0__:set')
  other.send('CONFIG', 'SET', 'notify-keyspace-events', '')
  other.send('SET', 'k', 'v')
  expect(listener.received()).toBe('')
})
