export { diskDumps } from './disk-dumps.ts'
