import { parentPort, workerData } from 'node:worker_threads'
import { fuzzProtocol } from './fuzz-protocol.ts'
import type { Sampled } from './second-opinions.ts'

const samples: Sampled[] = []
const figures = fuzzProtocol({
  ...workerData.options,
  onProgress: (done) => parentPort?.postMessage({ done }),
  sample: (request, outcome) => {
    if (samples.length < workerData.maxSamples) samples.push({ request, outcome })
  },
})
parentPort?.postMessage({ figures, samples })
