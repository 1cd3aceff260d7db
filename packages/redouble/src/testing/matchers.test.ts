import { afterEach, expect, test } from 'vitest'
import { Redouble } from '../redouble.ts'
import { matchers, type RedoubleMatchers } from './matchers.ts'

expect.extend(matchers)
declare module 'vitest' {
  interface Matchers<T> extends RedoubleMatchers<T> {}
}

const running: Redouble[] = []
afterEach(() => Promise.all(running.splice(0).map((redis) => redis.stop())))

async function started(): Promise<Redouble> {
  const redis = await Redouble.create({ trace: true, clock: 'virtual' })
  running.push(redis)
  return redis
}

function failure(assert: () => void): string {
  try {
    assert()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('it passed')
}

test('keys and their values', async () => {
  const redis = await started()
  redis.seed({ 'user:1': { name: 'Ada', age: 36 }, other: 'x' })
  expect(redis).toHaveKey('user:1')
  expect(redis).toHaveKey('user:1', { name: 'Ada', age: expect.stringMatching(/^\d+$/) })
  expect(redis).not.toHaveKey('user:2')
  expect(redis).not.toHaveKey('other', 'y')
  expect(failure(() => expect(redis).toHaveKey('user:2'))).toContain('There are: other, user:1.')
  const diff = failure(() => expect(redis).toHaveKey('user:1', { name: 'Bob', age: '36' }))
  expect(diff).toContain('Bob')
  expect(diff).toContain('Ada')
})

test('times to live', async () => {
  const redis = await started()
  redis.seed({ session: 'x' }, { ttl: '30m' })
  redis.seed({ forever: 'x' })
  expect(redis).toHaveTtl('session')
  expect(redis).toHaveTtl('session', '30m')
  expect(redis).not.toHaveTtl('session', '29m')
  expect(redis).not.toHaveTtl('forever')
  expect(failure(() => expect(redis).toHaveTtl('forever', 5))).toContain('never expires')
  expect(failure(() => expect(redis).toHaveTtl('session', '1h'))).toContain(
    'expires in 1800000 ms, and not in 3600000 ms',
  )
})

test('commands that were received', async () => {
  const redis = await started()
  await redis.client.set('a', '1', { ex: 60 })
  await redis.client.get('a')
  await redis.client.get('b')
  expect(redis).toHaveReceived('set', 'a', '1', 'EX', 60)
  expect(redis).toHaveReceived('SET', expect.any(String))
  expect(redis).not.toHaveReceived('SET', 'b')
  expect(redis).toHaveReceivedTimes('GET', 2)
  expect(redis).toHaveReceivedTimes('DEL', 0)
  expect(failure(() => expect(redis).toHaveReceived('GET', 'c'))).toMatch(
    /GET c was not received.*\n.*GET a\n.*GET b/,
  )
  expect(failure(() => expect(redis).toHaveReceivedTimes('GET', 1))).toContain('2 times, and not 1')
})

test('a client in place of the double is told apart', async () => {
  const redis = await started()
  expect(() => expect(redis.client).toHaveKey('a')).toThrow(
    expect.objectContaining({ code: 'REDOUBLE_NOT_A_DOUBLE' }),
  )
})
