import type { Command } from '../../command/define.ts'
import { get, set } from './get-set.ts'

export const stringsCommands: readonly Command[] = [get, set]
