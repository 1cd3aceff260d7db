import { parentPort, workerData } from 'node:worker_threads'
import { compareWith } from './compare-with.ts'

// One server of several that are compared side by side.
parentPort?.postMessage(await compareWith(workerData.server, workerData.options))
