import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Redouble } from './redouble.ts'

const folder = mkdtempSync(join(tmpdir(), 'redouble-rdb-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what one double exports another begins with', async () => {
  await using first = await Redouble.create()
  await first.client.set('greeting', 'hello')
  await first.client.hset('user', { name: 'Ada' })
  const bytes = first.exportRdb()
  await using second = await Redouble.create({ rdb: bytes, version: 'valkey-9' })
  expect(await second.client.get('greeting')).toBe('hello')
  expect(second.keys()).toEqual(['greeting', 'user'])
})

test('an import replaces all keys, and a broken one none', async () => {
  await using redis = await Redouble.create()
  await redis.client.set('a', '1')
  const bytes = redis.exportRdb()
  await redis.client.set('b', '2')
  redis.importRdb(bytes)
  expect(redis.keys()).toEqual(['a'])
  expect(() => redis.importRdb(bytes.slice(0, -12))).toThrow(
    expect.objectContaining({ code: 'REDOUBLE_INVALID_RDB' }),
  )
  expect(redis.keys()).toEqual(['a'])
})

test('a double may begin with a file, and saves to the folder that it was given', async () => {
  await using first = await Redouble.create({ config: { dir: folder, dbfilename: 'first.rdb' } })
  await first.client.set('k', 'v')
  await first.client.call('SAVE')
  const path = join(folder, 'first.rdb')
  expect(readFileSync(path, 'latin1')).toMatch(/^REDIS0012/)
  await using second = await Redouble.create({ rdb: path })
  expect(await second.client.get('k')).toBe('v')
})

test('a file that is not there or not a dump is refused', async () => {
  const path = join(folder, 'text.rdb')
  writeFileSync(path, 'not a dump')
  for (const rdb of [path, join(folder, 'missing.rdb'), folder, new Uint8Array(3)]) {
    await expect(Redouble.create({ rdb })).rejects.toMatchObject({ code: 'REDOUBLE_INVALID_RDB' })
  }
  await expect(Redouble.create({ rdb: 5 as unknown as string })).rejects.toMatchObject({
    code: 'REDOUBLE_INVALID_OPTION',
  })
})
