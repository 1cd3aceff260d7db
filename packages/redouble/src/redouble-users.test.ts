import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { Redouble } from './redouble.ts'

test('users are there from the start, and after a reset', async () => {
  await using redis = await Redouble.create({
    users: { app: 'on >sécret ~app:* +@all', old: ['off'], default: 'on nopass ~* &* +@all -keys' },
  })
  const app = new Redis({
    ...redis.connectionOptions('ioredis'),
    username: 'app',
    password: 'sécret',
  })
  expect(await app.set('app:a', '1')).toBe('OK')
  await expect(app.get('b')).rejects.toThrow('NOPERM No permissions to access a key')
  await expect(redis.client.call('KEYS', '*')).rejects.toThrow('User default has no permissions')
  await redis.client.call('ACL', 'SETUSER', 'app', 'allkeys')
  await redis.client.call('ACL', 'SETUSER', 'guest', 'on')
  await redis.reset()
  await expect(app.get('b')).rejects.toThrow('NOPERM No permissions to access a key')
  expect(await redis.client.call('ACL', 'USERS')).toEqual(['app', 'default', 'old'])
  app.disconnect()
})

test.each([
  ['a rule that is none', { users: { app: 'on foo' } }, 'users.app: "foo": Syntax error'],
  [
    'an unknown command',
    { users: { app: 'on +nosuch' } },
    "users: Error loading ACL rule '+nosuch'",
  ],
  ['a name with a space', { users: { 'a b': 'on' } }, 'users: Spaces not allowed in ACL usernames'],
  ['a file that is not there', { config: { aclfile: '/nowhere' } }, 'config.aclfile: Aborting'],
])('%s is refused, and the message says where', async (_, options, message) => {
  await expect(Redouble.create(options)).rejects.toMatchObject({
    code: 'REDOUBLE_INVALID_OPTION',
    message: expect.stringContaining(message) as string,
  })
})
