import type { Step } from '../subjects/step.ts'
import type { Scene } from './scenes.ts'

const main = (...argv: string[]): Step => ({ connection: 0, argv })

/** There is no memory for a while: what takes some is refused, in transactions and scripts too. */
export const outOfMemory: Scene = (chance, say) => {
  const steps = [main('CONFIG', 'SET', 'maxmemory', '1')]
  const isTransaction = chance.oneIn(3)
  if (isTransaction) steps.push(main('MULTI'))
  for (let i = chance.between(2, 6); i > 0; i--) steps.push(main(...say.solitary(chance)))
  if (isTransaction) steps.push(main('EXEC'))
  if (chance.oneIn(4)) {
    const flags = chance.pick(['', '#!lua\n', '#!lua flags=allow-oom\n', '#!lua flags=no-writes\n'])
    steps.push(main('EVAL', `${flags}return redis.pcall(unpack(ARGV))`, '0', ...say.write(chance)))
  }
  return [...steps, main('CONFIG', 'SET', 'maxmemory', '0')]
}
