import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median, rateFigure } from './figures.ts'
import type { Bench, Suite } from './suite.ts'

const run = promisify(execFile)
const CLIENTS = 50
const KEYSPACE = 100_000

const FILL_STREAM = `
  for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], i .. '-0', 'field', i) end`
/** Points spread over a square of two degrees by two, the same in every run. */
const FILL_GEO = `
  for i = 1, ARGV[1] do
    local east, north = 12.4 + (i * 7919 % 2000) / 1000, 51.5 + (i * 104729 % 2000) / 1000
    redis.call('GEOADD', KEYS[1], east, north, 'place:' .. i)
  end`
const READ_LIBRARY = `#!lua name=bench
redis.register_function('read', function(keys) return redis.call('GET', keys[1]) end)`

type Call = readonly string[]

/**
 * Name in our output → `redis-benchmark`'s arguments, and the commands that make what they need.
 * LRANGE tests load their own list first.
 */
const TESTS: readonly (readonly [string, Call, (readonly Call[])?])[] = [
  ['PING', ['-t', 'ping_mbulk']],
  ['SET', ['-t', 'set']],
  ['GET', ['-t', 'get']],
  ['INCR', ['-t', 'incr']],
  ['LPUSH', ['-t', 'lpush']],
  ['RPUSH', ['-t', 'rpush']],
  ['LPOP', ['-t', 'lpop']],
  ['RPOP', ['-t', 'rpop']],
  ['SADD', ['-t', 'sadd']],
  ['HSET', ['-t', 'hset']],
  ['SPOP', ['-t', 'spop']],
  ['ZADD', ['-t', 'zadd']],
  ['ZPOPMIN', ['-t', 'zpopmin']],
  ['LRANGE_100', ['-t', 'lrange_100']],
  ['LRANGE_300', ['-t', 'lrange_300']],
  ['LRANGE_500', ['-t', 'lrange_500']],
  ['LRANGE_600', ['-t', 'lrange_600']],
  ['MSET', ['-t', 'mset']],
  ['XADD', ['XADD', 'stream:__rand_int__', '*', 'field', 'value']],
  [
    'XREADGROUP',
    ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '10', 'STREAMS', 'stream', '0'],
    [
      ['EVAL', FILL_STREAM, '1', 'stream', '1000'],
      ['XGROUP', 'CREATE', 'stream', 'g', '0'],
      ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 'stream', '>'],
    ],
  ],
  [
    'GEOSEARCH',
    ['GEOSEARCH', 'geo', 'FROMLONLAT', '13.4', '52.5', 'BYRADIUS', '20', 'km', 'COUNT', '10'],
    [['EVAL', FILL_GEO, '1', 'geo', '10000']],
  ],
  ['PFADD', ['PFADD', 'hll', 'element:__rand_int__']],
  ['FCALL', ['FCALL', 'read', '1', 'key:__rand_int__'], [['FUNCTION', 'LOAD', READ_LIBRARY]]],
  ['EVAL', ['EVAL', "return redis.call('GET', KEYS[1])", '1', 'key:__rand_int__']],
  [
    'EVAL_cjson',
    ['EVAL', 'return cjson.encode(cjson.decode(ARGV[1]))', '0', '{"a":[1,2,{"b":3}]}'],
  ],
]

/** A server in a process of its own, reached over loopback. */
interface Peer {
  readonly name: string
  readonly port: number
  stop(): void
}

export const tcp: Suite = {
  name: 'tcp',
  title: 'Over TCP, by redis-benchmark (50 clients): times the requests a second of the other',
  async run(bench) {
    if (!(await hasBenchmarkTool())) {
      bench.skip('tcp', 'redis-benchmark is not on PATH (Debian: redis-tools)')
      return
    }
    const double = await startScript('redouble', DOUBLE)
    const rivals: Peer[] = []
    if (bench.real === undefined) bench.skip('tcp', 'no real Redis was found to compare with')
    else rivals.push({ name: 'Redis 7.0', port: bench.real.port, stop() {} })
    const js = await startScript('js-redis-server', JS_REDIS_SERVER).catch((error: unknown) => {
      bench.skip(
        'tcp',
        `js-redis-server does not start on Node ${process.version}: ${String(error)}`,
      )
      return undefined
    })
    if (js !== undefined) rivals.push(js)
    try {
      for (const pipeline of [1, 16]) {
        for (const [name, args, preparation = []] of TESTS) {
          const test = { name: `${name} -P ${pipeline}`, args, pipeline, preparation }
          // js-redis-server has no streams, geo, HyperLogLog or functions.
          const able = preparation.length > 0 || name === 'PFADD' ? rivals.slice(0, 1) : rivals
          await compare(bench, test, double, able)
        }
      }
    } finally {
      double.stop()
      js?.stop()
    }
  },
}

interface Test {
  readonly name: string
  readonly args: Call
  readonly pipeline: number
  readonly preparation: readonly Call[]
}

async function compare(
  bench: Bench,
  test: Test,
  double: Peer,
  rivals: readonly Peer[],
): Promise<void> {
  const { name, pipeline } = test
  if (!bench.wants('tcp', name)) return
  const rounds = bench.quick ? 1 : 3
  const requests = requestsFor(name, pipeline, bench.quick)
  const rates = new Map<Peer, number[]>([double, ...rivals].map((peer) => [peer, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [peer, list] of rates) {
      // The slow rival gets fewer requests, so that its rounds last about as long.
      const count = peer.name === 'js-redis-server' ? Math.ceil(requests / 8) : requests
      list.push(await requestsPerSecond(peer, test, count))
    }
  }
  const ours = median(rates.get(double) ?? [])
  for (const rival of rivals) {
    bench.report(rateFigure('tcp', name, rival.name, ours, median(rates.get(rival) ?? [])))
  }
}

function requestsFor(name: string, pipeline: number, quick: boolean): number {
  const base = /^(LRANGE|GEO|XREADGROUP)/.test(name) ? 30_000 : pipeline === 1 ? 100_000 : 500_000
  return quick ? base / 5 : base
}

async function requestsPerSecond(
  peer: Peer,
  { args, pipeline, preparation }: Test,
  requests: number,
): Promise<number> {
  const port = ['-p', String(peer.port)]
  await run('redis-cli', [...port, 'flushall'])
  // FLUSHALL leaves functions.
  if (preparation.some(([command]) => command === 'FUNCTION')) {
    await run('redis-cli', [...port, 'function', 'flush'])
  }
  for (const call of preparation) await run('redis-cli', [...port, '-e', ...call])
  const { stdout } = await run('redis-benchmark', [
    ...[...port, '-n', String(requests), '-c', String(CLIENTS)],
    ...['-P', String(pipeline), '-r', String(KEYSPACE), '--csv', ...args],
  ])
  // With LRANGE the last row is the test; the first loaded the list.
  const rows = stdout
    .trim()
    .split('\n')
    .filter((line) => /^"[^"]+","[\d.]+"/.test(line))
  const rate = Number(rows.at(-1)?.split('","')[1]?.replace('"', ''))
  if (!(rate > 0)) throw new Error(`redis-benchmark printed no rate for ${peer.name}: ${stdout}`)
  return rate
}

async function hasBenchmarkTool(): Promise<boolean> {
  return run('redis-benchmark', ['--version']).then(
    () => true,
    () => false,
  )
}

const CLI = fileURLToPath(import.meta.resolve('redouble/package.json')).replace(
  'package.json',
  'dist/cli.js',
)
const DOUBLE = `
  process.argv.splice(1, Infinity, 'redouble', '--port', process.env.PORT, '--save', '')
  import(${JSON.stringify(CLI)})`
const JS_REDIS_SERVER = `
  const { createRedisMock } = await import(${JSON.stringify(import.meta.resolve('js-redis-server'))})
  const mock = await createRedisMock()
  console.log('PORT ' + mock.addresses()[0].port)`

/** Starts a server in a Node of its own and resolves once it accepts connections. */
async function startScript(name: string, script: string): Promise<Peer> {
  const port = 20_000 + (process.pid % 20_000)
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = (): void => void child.kill('SIGKILL')
  process.once('exit', stop)
  return { name, port: await announcedPort(child, port), stop }
}

function announcedPort(child: ChildProcess, asked: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = ''
    const timer = setTimeout(() => reject(new Error(`it did not start: ${log}`)), 15_000)
    const read = (chunk: Buffer): void => {
      log += chunk.toString()
      const port = /PORT (\d+)/.exec(log)?.[1]
      if (port === undefined && !log.includes('Ready to accept connections')) return
      clearTimeout(timer)
      resolve(port === undefined ? asked : Number(port))
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`it ended with ${code}: ${log.slice(-300)}`))
    })
  })
}
