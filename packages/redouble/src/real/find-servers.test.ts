import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeMissing, findServers, profileOf, requireServers } from './find-servers.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redouble-find-'))
})

afterAll(() => rm(folder, { recursive: true }))

/** A program that only knows `--version`. */
async function pretend(path: string, version: string): Promise<string> {
  const file = join(folder, path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, `#!/bin/sh\necho '${version}'\n`)
  await chmod(file, 0o755)
  return file
}

describe('profileOf', () => {
  test.each([
    ['redis', '7.0.15', '7.0'],
    ['redis', '8.0.6', '8.0'],
    ['redis', '8.2.3', '8.2'],
    ['redis', '6.2.0', undefined],
    ['valkey', '8.1.1', 'valkey-8.1'],
    ['valkey', '9.1.2', 'valkey-9'],
    ['valkey', '8.0.0', undefined],
  ] as const)('%s %s is %s', (flavour, version, profile) => {
    expect(profileOf(flavour, version)).toBe(profile)
  })
})

describe('findServers', () => {
  test('takes the first of a profile, the fetched ones before PATH', async () => {
    const fetched = await pretend('a/home/some-name/server', 'Redis server v=8.0.2 sha=0:0')
    await pretend('a/bin/redis-server', 'Redis server v=8.0.9 sha=0:0')
    const old = await pretend('a/bin2/redis-server', 'Redis server v=7.0.15 sha=0:0')
    await pretend('a/bin2/valkey-server', 'Valkey server v=8.0.0 sha=0:0')
    const env = {
      REDOUBLE_SERVERS: join(folder, 'a/home'),
      PATH: [join(folder, 'a/bin'), join(folder, 'a/bin2'), '', '/nowhere'].join(delimiter),
    }
    expect(await findServers(env)).toEqual([
      { flavour: 'redis', version: '7.0.15', profile: '7.0', path: old },
      { flavour: 'redis', version: '8.0.2', profile: '8.0', path: fetched },
    ])
  })

  test('believes what a binary says of itself, not its name', async () => {
    const path = await pretend('b/redis-server', 'Valkey server v=9.1.2 sha=0:0')
    expect(await findServers({ REDOUBLE_SERVERS: '/nowhere', PATH: join(folder, 'b') })).toEqual([
      { flavour: 'valkey', version: '9.1.2', profile: 'valkey-9', path },
    ])
  })

  test('passes over what is no server', async () => {
    await pretend('c/x/server', 'hello')
    await pretend('c/y/other', 'Redis server v=8.0.2')
    await writeFile(join(folder, 'c/x/not-a-folder'), '')
    expect(await findServers({ REDOUBLE_SERVERS: join(folder, 'c'), PATH: '' })).toEqual([])
  })
})

describe('requireServers', () => {
  test('returns what there is when nothing is required', async () => {
    expect(await requireServers({ REDOUBLE_SERVERS: '/nowhere', PATH: '' })).toEqual([])
  })

  test('throws when a required one is missing, and names it', async () => {
    await pretend('d/x/server', 'Redis server v=8.0.2 sha=0:0')
    const REDOUBLE_SERVERS = join(folder, 'd')
    const have = requireServers({ REDOUBLE_SERVERS, REDOUBLE_REQUIRE_SERVERS: '8.0' })
    expect(await have).toHaveLength(1)
    const lack = requireServers({ REDOUBLE_SERVERS, REDOUBLE_REQUIRE_SERVERS: '8.0, valkey-9' })
    await expect(lack).rejects.toMatchObject({
      code: 'REDOUBLE_SERVER_MISSING',
      message: expect.stringMatching(/asks for valkey-9, .*it has: 8\.0;.*fetch-servers/),
    })
  })
})

test('describeMissing says where servers are looked for', () => {
  expect(describeMissing({ REDOUBLE_SERVERS: '/some/where' })).toContain('/some/where')
})
