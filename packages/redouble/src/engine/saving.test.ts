import { expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import type { DumpFiles } from './dump-files.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

const START = Date.UTC(2030, 0, 1)

class TestDisk implements DumpFiles {
  readonly files = new Map<string, Buffer>()
  isBroken = false

  write(folder: string, name: string, bytes: Buffer): void {
    if (this.isBroken) throw new Error('no room')
    this.files.set(`${folder}/${name}`, bytes)
  }

  read(folder: string, name: string): Buffer | null {
    return this.files.get(`${folder}/${name}`) ?? null
  }
}

function open(directives: Readonly<Record<string, string>> = { dir: '/data' }) {
  const clock = new VirtualClock(START)
  const disk = new TestDisk()
  const config = new Config()
  config.enableDebugCommand = 'yes'
  for (const [name, value] of Object.entries(directives)) config.stored.set(name, value)
  const test = openTestEngine({ clock, config, dumpFiles: disk })
  return { ...test, clock, disk, client: test.client(), another: () => test.client() }
}

function info(client: TestClient, field: string): string | undefined {
  return new RegExp(`${field}:(.*)\r`).exec(client.send('INFO', 'persistence'))?.[1]
}

test('SAVE writes where the configuration says, and the changes are saved', () => {
  const { client, clock, disk } = open({ dir: '/data', dbfilename: 'mine.rdb' })
  client.send('SET', 'k', 'v')
  expect(info(client, 'rdb_changes_since_last_save')).toBe('1')
  clock.advance(5000)
  expect(client.send('SAVE')).toBe('+OK\r\n')
  expect([...disk.files.keys()]).toEqual(['/data/mine.rdb'])
  expect(info(client, 'rdb_changes_since_last_save')).toBe('0')
  expect(client.send('LASTSAVE')).toBe(`:${START / 1000 + 5}\r\n`)
})

test('as long as no folder was named nothing reaches the disk, but a reload finds it', () => {
  const { client, disk } = open({})
  client.send('SET', 'k', 'v')
  expect(client.send('SAVE')).toBe('+OK\r\n')
  client.send('SET', 'k2', 'v')
  expect(client.send('DEBUG', 'RELOAD', 'NOSAVE')).toBe('+OK\r\n')
  expect(client.send('EXISTS', 'k', 'k2')).toBe(':1\r\n')
  expect(disk.files.size).toBe(0)
})

test('BGSAVE writes what there was when it began, a moment later', () => {
  const { client, clock, disk } = open()
  client.send('SET', 'k', 'before')
  expect(client.send('BGSAVE')).toBe('+Background saving started\r\n')
  client.send('SET', 'k', 'after')
  expect(client.send('BGSAVE')).toBe('-ERR Background save already in progress\r\n')
  expect(info(client, 'rdb_bgsave_in_progress')).toBe('1')
  clock.advance(100)
  expect(info(client, 'rdb_bgsave_in_progress')).toBe('0')
  expect(info(client, 'rdb_changes_since_last_save')).toBe('1')
  expect(disk.files.get('/data/dump.rdb')?.toString('latin1')).toContain('before')
})

test('a save that is planned begins when the rewriting of the log has ended', () => {
  const { client, clock, disk } = open()
  expect(client.send('BGREWRITEAOF')).toContain('rewriting started')
  expect(client.send('BGSAVE')).toMatch(/^-ERR Another child process is active/)
  expect(client.send('BGSAVE', 'SCHEDULE')).toBe('+Background saving scheduled\r\n')
  clock.advance(100)
  expect(info(client, 'rdb_bgsave_in_progress')).toBe('1')
  clock.advance(100)
  expect(disk.files.size).toBe(1)
})

test('a rule saves when its time has passed and there are changes enough', () => {
  const { client, clock, disk } = open({ dir: '/data', save: '60 2' })
  client.send('SET', 'k', '1')
  clock.advance(120_000)
  expect(disk.files.size).toBe(0)
  client.send('SET', 'k', '2')
  clock.advance(200)
  expect(disk.files.size).toBe(1)
  expect(info(client, 'rdb_changes_since_last_save')).toBe('0')
})

test('of several rules the first that applies saves; CONFIG SET changes them', () => {
  const { client, clock, disk } = open({ dir: '/data', save: '3600 1 60 3' })
  client.send('SET', 'k', '1')
  clock.advance(3_000_000)
  expect(disk.files.size).toBe(0)
  client.send('CONFIG', 'SET', 'save', '')
  clock.advance(3_000_000)
  expect(disk.files.size).toBe(0)
  client.send('CONFIG', 'SET', 'save', '3600 1')
  clock.advance(1200)
  expect(disk.files.size).toBe(1)
})

test('with rules, FLUSHALL leaves an empty file', () => {
  const { client, disk } = open({ dir: '/data', save: '60 1' })
  client.send('SET', 'k', 'v')
  client.send('SAVE')
  client.send('FLUSHALL')
  expect(disk.files.get('/data/dump.rdb')?.toString('latin1')).not.toContain('\x01k\x01v')
  expect(client.send('DEBUG', 'RELOAD', 'NOSAVE')).toBe('+OK\r\n')
  expect(client.send('DBSIZE')).toBe(':0\r\n')
})

test('while saving by rules fails, changes are refused, and PING tells', () => {
  const { client, clock, disk } = open({ dir: '/data', save: '60 100' })
  disk.isBroken = true
  expect(client.send('SAVE')).toBe('-ERR\r\n')
  expect(client.send('SET', 'k', 'v')).toBe('+OK\r\n')
  client.send('BGSAVE')
  clock.advance(100)
  expect(info(client, 'rdb_last_bgsave_status')).toBe('err')
  expect(client.send('SET', 'k', 'v')).toMatch(/^-MISCONF /)
  expect(client.send('PING')).toMatch(/^-MISCONF /)
  expect(client.send('GET', 'k')).toContain('v')
  disk.isBroken = false
  client.send('SAVE')
  expect(client.send('SET', 'k', 'v')).toBe('+OK\r\n')
})

test('SHUTDOWN saves by rules or when it is told to, and not if that fails', () => {
  const { client, disk } = open({ dir: '/data' })
  disk.isBroken = true
  expect(client.send('SHUTDOWN', 'SAVE')).toMatch(/^-ERR Errors trying to SHUTDOWN/)
  expect(client.isClosed).toBe(false)
  disk.isBroken = false
  client.send('SHUTDOWN', 'SAVE')
  expect(client.isClosed).toBe(true)
  expect(disk.files.size).toBe(1)
})

test('a reload keeps every database, deadline and access, and drops what has run out', () => {
  const { client, clock } = open()
  client.send('DEBUG', 'SET-ACTIVE-EXPIRE', 0)
  client.send('SET', 'short', 'v', 'PX', 50)
  client.send('SET', 'long', 'v', 'PX', 5000)
  client.send('HSET', 'h', 'a', 1, 'b', 2)
  client.send('HPEXPIRE', 'h', 3000, 'FIELDS', 1, 'a')
  client.send('SELECT', 5)
  client.send('RPUSH', 'l', 'a', 'b')
  clock.advance(100)
  expect(client.send('DEBUG', 'RELOAD')).toBe('+OK\r\n')
  expect(client.send('LLEN', 'l')).toBe(':2\r\n')
  client.send('SELECT', 0)
  expect(client.send('PTTL', 'long')).toBe(':4900\r\n')
  expect(client.send('EXISTS', 'short')).toBe(':0\r\n')
  expect(info(client, 'rdb_last_load_keys_expired')).toBe('1')
  clock.advance(3000)
  client.send('DEBUG', 'SET-ACTIVE-EXPIRE', 1)
  expect(client.send('HGETALL', 'h')).toBe('*2\r\n$1\r\nb\r\n$1\r\n2\r\n')
})

test('a reload fires no events, but a WATCH notices that its key went', () => {
  const { client, another } = open()
  const [watcher, listener] = [another(), another()]
  client.send('SET', 'k', 'v')
  client.send('CONFIG', 'SET', 'notify-keyspace-events', 'KAmn')
  watcher.send('WATCH', 'k')
  listener.send('PSUBSCRIBE', '*')
  client.send('DEBUG', 'RELOAD')
  expect(listener.received()).toBe('')
  watcher.send('MULTI')
  expect(watcher.send('EXEC')).toBe('*-1\r\n')
})

test('a file that cannot be read is an error', () => {
  const { client, disk } = open()
  expect(client.send('DEBUG', 'RELOAD', 'NOSAVE')).toMatch(/^-ERR Error trying to load the RDB/)
  for (const bytes of [
    '',
    'REDIS0009',
    'REDIS0999\xff',
    'REDIS0009\xfe\0\x01\x01k',
    'garbage!!!!',
  ]) {
    disk.files.set('/data/dump.rdb', Buffer.from(bytes, 'latin1'))
    expect(client.send('DEBUG', 'RELOAD', 'NOSAVE')).toMatch(/^-ERR Error trying to load the RDB/)
  }
})
