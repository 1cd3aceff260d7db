/** The process behind large.ts: fills an engine and prints what it took, as JSON. */
import { Driver, encode } from './driver.ts'

const [what, countText] = process.argv.slice(2)
const count = Number(countText)
const driver = new Driver()
const collect = globalThis.gc as () => void
const figures: Record<string, [number, string]> = {}

function timed(name: string, operations: number, work: () => void): void {
  const started = performance.now()
  work()
  figures[name] = [(operations / (performance.now() - started)) * 1000, 'ops/s']
}

function heapBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

if (what === 'keys') {
  const before = heapBytes()
  timed(`SET of ${count} keys`, count, () => {
    for (let i = 0; i < count; i++) driver.send('SET', `key:${i}`, `value:${i}`)
  })
  figures['memory per key'] = [(heapBytes() - before) / count, 'bytes']
  timed('GET among them', count, () => {
    for (let i = 0; i < count; i++) driver.send('GET', `key:${(i * 7919) % count}`)
  })
} else {
  const before = heapBytes()
  timed(`ZADD of ${count} members`, count, () => {
    for (let i = 0; i < count; i++) driver.send('ZADD', 'z', (i * 7919) % count, `member:${i}`)
  })
  figures['memory per member'] = [(heapBytes() - before) / count, 'bytes']
  timed('ZRANK', 200_000, () => {
    for (let i = 0; i < 200_000; i++) driver.send('ZRANK', 'z', `member:${(i * 31) % count}`)
  })
  const range = encode(['ZRANGE', 'z', String(count >> 1), String((count >> 1) + 9)])
  timed('ZRANGE of 10 in the middle', 200_000, () => {
    for (let i = 0; i < 200_000; i++) driver.sendEncoded(range)
  })
}
console.log(JSON.stringify(figures))
process.exit()
