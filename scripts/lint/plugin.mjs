// The rules of this house, for oxlint.
import { oneWay } from './one-way.mjs'
import { timeAndChance } from './time-and-chance.mjs'

export default {
  meta: { name: 'house' },
  rules: { 'one-way': oneWay, 'time-and-chance': timeAndChance },
}
