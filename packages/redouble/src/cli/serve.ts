import { appendFileSync } from 'node:fs'
import { Engine } from '../engine/engine.ts'
import type { Listener } from '../net/index.ts'
import { openDoors } from './doors.ts'
import { Log } from './log.ts'
import { type Settings, StartRefused } from './settings.ts'

/** Starts the server and resolves once it accepts connections. It ends by SIGTERM or SHUTDOWN. */
export async function serve(settings: Settings, version: string): Promise<void> {
  const { config, profile, get } = settings
  if (get('daemonize') === 'yes') {
    throw new StartRefused('redouble does not daemonize; run it in the background instead.')
  }
  const log = new Log(writerTo(get('logfile')), get('loglevel'))
  let doors: Listener[] = []
  const end = (why: string): void => {
    log.line('notice', why)
    engine.stop()
    void Promise.all(doors.map((door) => door.close())).then(() => {
      log.line('warning', `${nameOf(settings)} is now ready to exit, bye bye...`)
      process.exit(0)
    })
  }
  const engine = new Engine({
    config,
    profile,
    loadScriptHost: async () => (await import('../lua/index.ts')).loadScriptHost(),
    onShutdown: () => end('User requested shutdown...'),
  })
  process.on('SIGTERM', () => end('Received SIGTERM scheduling shutdown...'))
  process.on('SIGINT', () => end('Received SIGINT scheduling shutdown...'))
  log.line('notice', `Redouble ${version} is starting, pid=${process.pid}, node=${process.version}`)
  log.line(
    'notice',
    `Answering as ${nameOf(settings)} ${profile.valkeyVersion ?? profile.redisVersion}`,
  )
  doors = await openDoors(engine, settings)
  log.line('notice', `Running mode=standalone, port=${get('port')}.`)
  for (const { address } of doors) log.line('notice', readiness(address))
}

function nameOf({ profile }: Settings): string {
  return profile.flavour === 'valkey' ? 'Valkey' : 'Redis'
}

function readiness(address: Listener['address']): string {
  if ('path' in address) return `The server is now ready to accept connections at ${address.path}`
  return `Ready to accept connections tcp (${address.host}:${address.port})`
}

function writerTo(logfile: string): (line: string) => void {
  if (logfile === '') return (line) => void process.stdout.write(line)
  return (line) => appendFileSync(logfile, line)
}
