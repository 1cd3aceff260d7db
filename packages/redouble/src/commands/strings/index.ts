import type { Command } from '../../command/define.ts'
import { decr, decrby, incr, incrby, incrbyfloat } from './counters.ts'
import { get, set } from './get-set.ts'
import { delifeq, getdel, getex } from './get-variants.ts'
import { lcs } from './lcs.ts'
import { append, getrange, setrange, strlen, substr } from './ranges.ts'
import { getset, psetex, setex, setnx } from './set-variants.ts'
import { mget, mset, msetex, msetnx } from './several-keys.ts'

export const stringsCommands: readonly Command[] = [
  append,
  decr,
  decrby,
  delifeq,
  get,
  getdel,
  getex,
  getrange,
  getset,
  incr,
  incrby,
  incrbyfloat,
  lcs,
  mget,
  mset,
  msetex,
  msetnx,
  psetex,
  set,
  setex,
  setnx,
  setrange,
  strlen,
  substr,
]
