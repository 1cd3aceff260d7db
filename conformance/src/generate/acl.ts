import type { Step } from '../subjects/step.ts'
import { type Chance, type Draw, from, weighted } from './chance.ts'
import { keyName } from './values.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Nobody removes them: who looks at all users is in scripts. */
/** Whom programs make, and whom nobody needs behind them. */
export const USERS: readonly string[] = ['joe', 'ann']
const name = from(...USERS)

const command = from(
  ...['get', 'set', 'mget', 'del', 'copy', 'lmpop', 'sort', 'multi', 'exec', 'publish', 'eval'],
  ...['config', 'config|get', 'config|set', 'client|id', 'object', 'object|encoding', 'xgroup'],
  ...['select|1', 'get|a', 'get|B', 'nosuch', 'config|nosuch', 'config|get|x', 'select|'],
)
const category = from(
  ...['all', 'all', 'read', 'write', 'string', 'list', 'hash', 'set', 'sortedset', 'stream'],
  ...['keyspace', 'slow', 'fast', 'pubsub', 'scripting', 'connection', 'dangerous', 'x'],
)
const pattern: Draw<string> = (chance) =>
  chance.pick(['*', 'a', 'a*', '[ab]', keyName(chance), `${keyName(chance)}*`])
const selectorRule = weighted<string>(
  [6, (chance) => `${chance.pick(['+', '+', '-'])}${command(chance)}`],
  [5, (chance) => `${chance.pick(['+@', '+@', '-@'])}${category(chance)}`],
  [4, (chance) => `${chance.pick(['~', '~', '%R~', '%W~', '%RW~', '%'])}${pattern(chance)}`],
  [2, (chance) => `&${pattern(chance)}`],
  [2, from('allkeys', 'resetkeys', 'allchannels', 'resetchannels', 'allcommands', 'nocommands')],
  [1, from('ALLKEYS', 'db=0', 'db=1,0', 'alldbs', 'resetdbs', '', '~a b', 'x')],
)
const rule = weighted<string>(
  [12, selectorRule],
  [2, (chance) => `(${many(chance, 0, 4, selectorRule).join(' ')})`],
  [2, from('>x', '>y', '<x', 'resetpass', 'nopass', 'on', 'off', 'clearselectors', 'reset')],
  [1, from('sanitize-payload', 'skip-sanitize-payload', '(', ')', '(+get', '#x', '!x')],
)

function many<T>(chance: Chance, min: number, max: number, draw: Draw<T>): T[] {
  return Array.from({ length: chance.between(min, max) }, () => draw(chance))
}

const main = (...argv: string[]): Step => ({ connection: 0, argv })
const as = (argv: readonly string[]): Step => ({ connection: 1, argv })

const setUser = (chance: Chance, who: string, ...first: string[]): Step =>
  main('ACL', 'SETUSER', who, ...first, ...many(chance, 1, 4, rule))

const show = (who: string): Step => main('ACL', 'GETUSER', who)

/** Rules as they come, what is made of them, and what they would allow. */
export function rules(chance: Chance, say: Vocabulary): Step[] {
  const who = name(chance)
  const steps: Step[] = [main('ACL', 'SETUSER', who, 'reset')]
  for (let i = chance.between(1, 5); i > 0; i--) {
    steps.push(setUser(chance, who), show(who))
    steps.push(main('ACL', 'DRYRUN', who, ...say.solitary(chance)))
  }
  return steps
}

/** A client that is a user whose rules change while it works. */
export function users(chance: Chance, say: Vocabulary): Step[] {
  const who = name(chance)
  const steps: Step[] = [
    main('ACL', 'LOG', 'RESET'),
    setUser(chance, who, 'reset', 'on', 'nopass', '+@all', '~*', '&*'),
    as(['AUTH', who, 'x']),
  ]
  for (let i = chance.between(2, 8); i > 0; i--) {
    if (chance.oneIn(4)) steps.push(setUser(chance, who))
    else if (chance.oneIn(6)) steps.push(as([chance.pick(['MULTI', 'EXEC', 'DISCARD'])]))
    else steps.push(as(say.solitary(chance)))
  }
  steps.push(as(['EXEC']), main('ACL', 'LOG'), show(who), as(['RESET']))
  return steps
}
