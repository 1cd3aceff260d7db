/**
 * npm run fuzz -- --requests 10000000 [--seed N] [--profile 8.0] [--server]
 *
 * Sends malformed requests to the double, in one piece and in several; a sample goes by TCP, and
 * with `--server` to the real server of that profile.
 *
 * npm run fuzz -- --payloads 1000000 [--seed N] [--profile 8.0] [--server]
 *
 * Corrupts dumps of all types and restores them on the double; with `--server` every fiftieth also
 * on the real server of that profile, and counts where the two take it for something else.
 */
import { findServers } from 'redouble/real'
import { type Answer, fuzzPayloads } from './fuzz-payloads.ts'
import { fuzzProtocolInThreads } from './protocol/protocol-main.ts'
import { ServerOpinion } from './server-opinion.ts'

const SAMPLE_EVERY = 50
const SHOWN = 10

function option(name: string, initial: string): string {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? initial : process.argv[at + 1]
}

async function main(): Promise<number> {
  const profile = option('profile', '8.0')
  const payloads = Number(option('payloads', '100000'))
  const seed = Number(option('seed', String(Date.now() % 2 ** 31)))
  const requests = Number(option('requests', '0'))
  if (requests > 0) {
    const asksServer = process.argv.includes('--server')
    return (await fuzzProtocolInThreads({ profile, requests, seed, asksServer })) ? 0 : 1
  }
  const found = (await findServers()).find((server) => server.profile === profile)
  const asksServer = process.argv.includes('--server') && found !== undefined
  const opinion = asksServer ? new ServerOpinion(found) : undefined
  const opinions = new Map<string, number>()
  const examples: string[] = []
  const onPayload = async (payload: string, answer: Answer, index: number): Promise<void> => {
    if (opinion === undefined || index % SAMPLE_EVERY !== 0) return
    const other = await opinion.of(payload)
    const pair = `double ${answer}, server ${other}`
    opinions.set(pair, (opinions.get(pair) ?? 0) + 1)
    if (other === answer || other === 'crashed' || examples.length >= SHOWN) return
    examples.push(`${pair}: ${Buffer.from(payload, 'latin1').toString('hex')}`)
  }
  console.log(`Fuzzing ${payloads} payloads as ${profile}, seed ${seed}.`)
  const figures = await fuzzPayloads({ profile, payloads, seed, onPayload })
  await opinion?.stop()
  console.log(figures.answers)
  console.log(`slowest ${figures.slowestMs.toFixed(1)} ms, ${figures.failures.length} failures`)
  for (const [pair, count] of opinions) console.log(`${count} times: ${pair}`)
  for (const line of [...examples, ...figures.failures]) console.log(line)
  return figures.failures.length > 0 ? 1 : 0
}

process.exitCode = await main()
