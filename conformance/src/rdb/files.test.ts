import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FoundServer, requireServers, startServer } from 'redouble/real'
import { afterAll, describe, expect, test } from 'vitest'
import { FuzzedDouble } from '../fuzz/fuzzed-double.ts'
import { RawConnection } from '../subjects/raw-connection.ts'
import { encode } from '../subjects/step.ts'
import { LOOKS, SAMPLE_DATA } from './sample-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'redouble-files-'))
afterAll(() => rmSync(folder, { recursive: true }))
const found = await requireServers()

type Ask = (argv: readonly string[]) => Promise<string>

/** Starts a server that loads the file of its folder, if there is one, and asks it things. */
async function withServer(
  server: FoundServer,
  name: string,
  use: (ask: Ask) => Promise<void>,
): Promise<void> {
  const args = ['--dir', folder, '--dbfilename', name]
  await using running = await startServer(server, { args })
  const connection = await RawConnection.open(running.unixSocketPath)
  await use(async (argv) => {
    connection.send(encode(argv))
    await connection.replies(1)
    return connection.take()
  })
  connection.close()
}

async function seen(ask: Ask): Promise<string[]> {
  const replies: string[] = []
  for (const look of LOOKS) replies.push(`${look.slice(0, 3).join(' ')} → ${await ask(look)}`)
  return replies
}

const asking = (double: FuzzedDouble): Ask => {
  return async (argv) => double.ask(...argv)
}

/** The same data, made on the double by the same commands. */
function filledDouble(profile: string): FuzzedDouble {
  const double = new FuzzedDouble(profile)
  for (const command of SAMPLE_DATA) double.ask(...command)
  return double
}

describe.skipIf(found.length === 0)('files go from one to the other', () => {
  test.each(found)(
    '$flavour $version loads what the double saves',
    { timeout: 30_000 },
    async (server) => {
      const double = filledDouble(server.profile)
      const name = `double-${server.profile}.rdb`
      writeFileSync(join(folder, name), double.engine.saving.exportBytes())
      const expected = await seen(asking(double))
      double.engine.stop()
      await withServer(server, name, async (ask) => {
        expect(await seen(ask)).toEqual(expected)
      })
    },
  )

  test.each(found)(
    'the double loads what $flavour $version saves, as that version and as another',
    { timeout: 30_000 },
    async (server) => {
      const name = `server-${server.profile}.rdb`
      let expected: string[] = []
      await withServer(server, name, async (ask) => {
        for (const command of SAMPLE_DATA) await ask(command)
        expected = await seen(ask)
        expect(await ask(['SAVE'])).toBe('+OK\r\n')
      })
      const bytes = readFileSync(join(folder, name))
      const double = new FuzzedDouble(server.profile)
      double.engine.saving.load(bytes, true)
      expect(await seen(asking(double))).toEqual(expected)
      double.engine.stop()
      const other = new FuzzedDouble(server.profile === '8.0' ? '8.2' : '8.0')
      expect(other.engine.saving.load(bytes, true).loaded).toBeGreaterThan(30)
      other.engine.stop()
    },
  )
})
